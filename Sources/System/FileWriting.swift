import Glibc
package import Model

extension Files {
  /// Writes a file so that others see the old one or the whole new one, never a part: a temporary file beside it, renamed.
  ///
  /// A symbolic link is kept and its target replaced; what is no regular file (`/dev/stdout`, a pipe) is written straight.
  /// Throws `output-failed`.
  package static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    try refuseNul(path)
    let target = resolved(path)
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG { return try writeStraight(bytes, to: target) }
    let temporary = "\(target).\(getpid()).tmp"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    do throws(Diagnostic) {
      defer { close(descriptor) }
      if exists { fchmod(descriptor, status.st_mode & 0o7777) }
      try put(bytes, to: descriptor, named: path)
      guard fsync(descriptor) == 0 else { throw unwritable(path, errno) }
      guard unsafe rename(temporary, target) == 0 else { throw unwritable(path, errno) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Writes everything to an open descriptor. A reader who has gone (EPIPE) wanted no more: that is no error.
  package static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String = "<stdout>") throws(Diagnostic)
  {
    _ = quietPipes
    try put(bytes, to: descriptor, named: name)
  }

  private static func writeStraight(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, named: path)
  }

  private static func put(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws(Diagnostic) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EPIPE { return }
      guard count > 0 else { throw unwritable(name, errno) }
      done += count
    }
  }

  /// The path with its symbolic links followed, or as given when there is nothing yet.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func unwritable(_ path: String, _ fault: Int32) -> Diagnostic {
    Diagnostic(.outputFailed, "cannot write \(path): \(words(for: fault))", at: SourcePosition(file: path))
  }

  /// A broken pipe must come back as an error code, not end the process with a signal.
  private static let quietPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
