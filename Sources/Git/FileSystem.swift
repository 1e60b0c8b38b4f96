import Glibc
import Model

/// Bounded file system queries that never block. A named pipe does not count as a file.
enum FileSystem {
  enum Kind: Sendable { case file, folder, link, other }

  /// The kind and the owner of a path.
  struct Status: Sendable {
    let kind: Kind
    let owner: UInt32
    let device: UInt64
    let size: Int
  }

  /// The status of a path; nil when it does not exist. With `following` false, that of a symbolic link itself.
  static func status(of path: String, following: Bool = true) -> Status? {
    var info = stat()
    guard unsafe (following ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
    return Status(info)
  }

  /// The content of a regular file; nil when there is none. The size is checked before reading.
  static func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    try read(path) { size throws(Diagnostic) in
      guard size <= limit else {
        throw Diagnostic(.fileTooLarge, "\(path) has \(size) bytes", because: ["at most \(limit) are read"])
      }
      return size
    }
  }

  /// The first `count` bytes of a regular file of any size; nil when there is none.
  static func read(_ path: String, first count: Int) throws(Diagnostic) -> [UInt8]? {
    try read(path) { size throws(Diagnostic) in min(size, count) }
  }

  private static func read(_ path: String, _ count: (_ size: Int) throws(Diagnostic) -> Int) throws(Diagnostic)
    -> [UInt8]?
  {
    // O_NONBLOCK: opening a named pipe for reading would block.
    let file = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    if file < 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw Diagnostic(.repositoryUnreadable, "cannot open \(path)", because: [unsafe String(cString: strerror(errno))])
    }
    defer { close(file) }
    var info = stat()
    guard unsafe fstat(file, &info) == 0, Status(info).kind == .file else {
      throw Diagnostic(.repositoryUnreadable, "\(path) is not a regular file")
    }
    return try bytes(of: file, count: count(info.st_size), path)
  }

  private static func bytes(of file: Int32, count: Int, _ path: String) throws(Diagnostic) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe Glibc.read(file, buffer.baseAddress?.advanced(by: filled), count - filled)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        filled += got
      }
    }
    if failed { throw Diagnostic(.repositoryUnreadable, "cannot read \(path)") }
    return bytes
  }

  /// The absolute path without symbolic links, `.` and `..`; nil when the path does not exist.
  static func realPath(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// The effective user id of this process.
  static var user: UInt32 { geteuid() }
}

extension FileSystem.Status {
  fileprivate init(_ info: stat) {
    let kind: FileSystem.Kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    self.init(kind: kind, owner: info.st_uid, device: UInt64(info.st_dev), size: Int(info.st_size))
  }
}
