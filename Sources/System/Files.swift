import Glibc
package import Model

/// Access to the file system: reading and writing whole files, with limits on their size.
///
/// Reading follows symbolic links, because a link named on the command line means its target; walking a folder does not
/// follow them. Only regular files are read, because a pipe can block and a device may never end. The path `-` means
/// standard input.
package enum Files {
  /// The maximum size in bytes of one file that is read, unless the caller sets another limit: 512 MiB.
  package static let standardLimit = 512 << 20

  /// Reads a whole file. Throws `file-unreadable`, or `file-too-large` before reading when the file is larger than
  /// `limit` bytes.
  package static func read(_ path: String, limit: Int = standardLimit) throws(Diagnostic) -> Input {
    if path == "-" {
      return Input(name: "<stdin>", bytes: try drain(STDIN_FILENO, named: "<stdin>", expecting: 0, limit: limit))
    }
    try refuseNul(path)
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    let size = try sizeOfRegularFile(descriptor, path)
    guard size <= limit else { throw tooLarge(path, limit: limit, size: size) }
    return Input(name: path, bytes: try drain(descriptor, named: path, expecting: size, limit: limit))
  }

  /// The absolute path without symbolic links, `.` and `..`; nil when nothing is there.
  package static func realPath(_ path: String) -> String? {
    guard !path.utf8.contains(0), let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// When a file was last written; nil when nothing is there, or for standard input.
  package static func modificationTime(of path: String) -> Timestamp? {
    var status = stat()
    guard path != "-", !path.utf8.contains(0), unsafe stat(path, &status) == 0 else { return nil }
    return Timestamp(seconds: Int64(status.st_mtim.tv_sec))
  }

  static func sizeOfRegularFile(_ descriptor: Int32, _ path: String) throws(Diagnostic) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(
        .fileUnreadable, "\(path) is \(kindOfFile(status.st_mode)), not a regular file", at: SourcePosition(file: path))
    }
    return Int(status.st_size)
  }

  /// Reads to the end of a descriptor. The number of bytes may differ from `expecting`; more than `limit` bytes are an
  /// error.
  static func drain(_ descriptor: Int32, named name: String, expecting: Int, limit: Int) throws(Diagnostic)
    -> [UInt8]
  {
    var bytes: [UInt8] = []
    // One byte beyond the expected size, so that the end is detected without growing the buffer.
    var capacity = max(expecting + 1, minimumCapacity)
    while true {
      var (count, fault) = (0, Int32(0))
      bytes.append(addingCapacity: capacity) { span in
        count = unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
          unsafe preferHugePages(UnsafeMutableRawBufferPointer(buffer))
          let count = unsafe Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, maximumRead))
          fault = errno
          initialized = max(0, count)
          return count
        }
      }
      if count == 0 { return bytes }
      if count < 0, fault == EINTR { continue }
      guard count > 0 else { throw unreadable(name, fault) }
      guard bytes.count <= limit else { throw tooLarge(name, limit: limit, size: nil) }
      capacity = bytes.count > expecting ? max(bytes.count, minimumCapacity) : expecting + 1 - bytes.count
    }
  }

  private static let minimumCapacity = 4096
  private static let maximumRead = 1 << 30
}

// MARK: - Errors

extension Files {
  /// The error `file-unreadable` for a path and a system error number.
  package static func unreadable(_ path: String, _ fault: Int32) -> Diagnostic {
    Diagnostic(.fileUnreadable, "cannot read \(path): \(words(for: fault))", at: SourcePosition(file: path))
  }

  /// The error `file-too-large`.
  ///
  /// - Parameters:
  ///   - what: What is too large: a file, or something in a file.
  ///   - path: The file, when `what` is something in it.
  ///   - limit: The maximum number of bytes.
  ///   - size: The number of bytes, when it is known.
  package static func tooLarge(_ what: String, in path: String? = nil, limit: Int, size: Int?) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "\(what) has \(size.map(String.init) ?? "more") bytes; at most \(limit) are read",
      at: SourcePosition(file: path ?? what))
  }

  /// Throws for an empty path and for one with a NUL character, at which the C library would end the path and open
  /// another file.
  package static func refuseNul(_ path: String) throws(Diagnostic) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw Diagnostic(.fileUnreadable, "a path is empty or holds a NUL character", at: SourcePosition(file: path))
    }
  }

  static func kindOfFile(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a named pipe"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFSOCK: "a socket"
    case S_IFLNK: "a symbolic link"
    default: "special"
    }
  }

  /// The description of a system error number, in words that do not depend on the locale.
  static func words(for fault: Int32) -> String { knownFaults[fault] ?? "system error \(fault)" }
}

private let knownFaults: [Int32: String] = [
  ENOENT: "no such file", EACCES: "permission denied", EPERM: "operation not permitted",
  ENOTDIR: "a part of the path is not a folder", EISDIR: "it is a folder", ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long", EIO: "input/output error on the disk", EMFILE: "too many files are open",
  ENFILE: "too many files are open on this machine", ENOSPC: "the disk is full", EDQUOT: "the disk quota is exceeded",
  EROFS: "the file system is read-only", EXDEV: "it is on another file system", ENOMEM: "out of memory",
  ENXIO: "no such device or address", EFBIG: "the file would be too large", EPIPE: "the reader has closed the pipe",
  ENOTEMPTY: "the folder is not empty", EEXIST: "it already exists", ETXTBSY: "it is a running program",
  EBUSY: "it is in use",
]

/// Asks the kernel for pages of 2 MiB for a large buffer, because page faults on pages of 4 KiB cost more than reading
/// the file. This is advice only: without it reading works, but is slower.
package func preferHugePages(_ buffer: UnsafeMutableRawBufferPointer) {
  guard let start = buffer.baseAddress, buffer.count >= 2 * hugePage else { return }
  let first = unsafe start.alignedUp(toMultipleOf: hugePage)
  let length = unsafe (buffer.count - (first - start)) / hugePage * hugePage
  _ = unsafe madvise(first, length, MADV_HUGEPAGE)
}

private let hugePage = 2 << 20
