import Glibc
package import Model

extension Files {
  /// Replaces a file atomically: readers see the old content or the whole new content, because a temporary file in the
  /// same directory is renamed.
  ///
  /// A symbolic link is kept and its target is replaced. A path that is not a regular file (`/dev/stdout`, a pipe) is
  /// written directly. Throws `output-failed`.
  package static func write(to path: String, _ body: (inout ByteSink) -> Void) throws(Diagnostic) {
    try replace(path) { descriptor throws(Diagnostic) in try write(to: descriptor, named: path, body) }
  }

  /// Replaces a file atomically by what `body` writes to the descriptor that it is given, like `write(to:_:)`.
  static func replace(_ path: String, _ body: (Int32) throws(Diagnostic) -> Void) throws(Diagnostic) {
    try refuseNul(path)
    expectErrorCodes()
    let target = resolved(path)
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG { return try writeDirectly(to: target, body) }
    let temporary = "\(target).\(getpid()).tmp"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    do throws(Diagnostic) {
      defer { close(descriptor) }
      if exists { fchmod(descriptor, status.st_mode & 0o7777) }
      try body(descriptor)
      guard fsync(descriptor) == 0 else { throw unwritable(path, errno) }
      guard unsafe rename(temporary, target) == 0 else { throw unwritable(path, errno) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Writes a whole file at once, like `write(to:_:)`.
  package static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    try write(to: path) { $0.append(bytes) }
  }

  /// Makes a folder unless it is there. Throws `output-failed`.
  package static func makeFolder(_ path: String) throws(Diagnostic) {
    try refuseNul(path)
    guard unsafe mkdir(path, 0o777) == 0 || isFolder(path) else { throw unwritable(path, errno) }
  }

  /// Writes to an open descriptor, piece by piece. Throws `output-failed`.
  package static func write(
    to descriptor: Int32, named name: String = "<stdout>", _ body: (inout ByteSink) -> Void
  ) throws(Diagnostic) {
    var sink = ByteSink { (piece) throws(Diagnostic) in try write(piece, to: descriptor, named: name) }
    body(&sink)
    try sink.finish()
  }

  /// Writes all bytes to an open file descriptor. A closed pipe (EPIPE) is not an error: the reader wants no more.
  /// Throws `output-failed`.
  package static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String = "<stdout>") throws(Diagnostic)
  {
    expectErrorCodes()
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EPIPE { return }
      guard count > 0 else { throw unwritable(name, errno) }
      done += count
    }
  }

  /// Throws what `write(to:_:)` would throw for a folder, a missing folder or missing rights, and writes nothing.
  static func refuseUnwritable(_ path: String) throws(Diagnostic) {
    try refuseNul(path)
    let target = resolved(path)
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw unwritable(path, EISDIR) }
    if exists, unsafe access(target, W_OK) != 0 { throw unwritable(path, errno) }
    if exists, status.st_mode & S_IFMT != S_IFREG { return }
    let folder = target.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(target[...$0]) } ?? "."
    guard unsafe access(folder, W_OK | X_OK) == 0 else { throw unwritable(path, errno) }
  }

  private static func writeDirectly(
    to path: String, _ body: (Int32) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    defer { close(descriptor) }
    try body(descriptor)
  }

  /// The path with symbolic links resolved, or the path as given when nothing exists there.
  private static func resolved(_ path: String) -> String { realPath(path) ?? path }

  static func unwritable(_ path: String, _ fault: Int32) -> Diagnostic {
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    let lacksFolder = fault == ENOENT && !folder.isEmpty && !exists(folder)
    return Diagnostic(
      .outputFailed, "cannot write \(path): \(lacksFolder ? "there is no folder \(folder)" : words(for: fault))",
      at: SourcePosition(file: path),
      help: lacksFolder ? "make the folder first" : fault == EISDIR ? "name a file in it" : nil)
  }

  /// A broken pipe and a limit on the size of files (`ulimit -f`) must come back as error codes, EPIPE and EFBIG, and not
  /// end the process with a signal (POSIX, `write`).
  package static func expectErrorCodes() { _ = ignoreSignals }

  private static let ignoreSignals: Void = { for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) } }()
}
