import Glibc
import Model

/// The few questions we ask the file system, each bounded and none able to wait: a named pipe is not a file.
enum FileSystem {
  enum Kind: Sendable { case file, folder, link, other }

  /// What a path is, and whose.
  struct Status: Sendable {
    let kind: Kind
    let owner: UInt32
    let device: UInt64
    let size: Int
  }

  /// Nil when there is nothing. `following` false asks about a symbolic link itself.
  static func status(of path: String, following: Bool = true) -> Status? {
    var info = stat()
    guard unsafe (following ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
    return Status(info)
  }

  /// All bytes of a regular file; nil when there is none. Its size is checked before anything is read.
  static func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    try read(path) { size throws(Diagnostic) in
      guard size <= limit else {
        throw Diagnostic(.fileTooLarge, "\(path) has \(size) bytes", because: ["at most \(limit) are read"])
      }
      return size
    }
  }

  /// The first bytes of a regular file, however large it is; nil when there is none.
  static func read(_ path: String, first count: Int) throws(Diagnostic) -> [UInt8]? {
    try read(path) { size throws(Diagnostic) in min(size, count) }
  }

  private static func read(_ path: String, _ count: (_ size: Int) throws(Diagnostic) -> Int) throws(Diagnostic)
    -> [UInt8]?
  {
    // O_NONBLOCK: opening a named pipe for reading would wait for ever.
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

  /// The absolute path without links, `.` and `..`; nil when there is nothing at the path.
  static func realPath(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// The user this process acts for.
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
