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

  /// At most `count` bytes of a regular file from an offset; none when there is no such file.
  static func read(_ path: String, from offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    try read(path, from: offset) { size throws(Diagnostic) in min(max(0, size - offset), count) } ?? []
  }

  /// The names in a folder, ordered by their bytes; without `.` and `..`.
  static func names(in folder: String) throws(Diagnostic) -> [[UInt8]] {
    guard let handle = unsafe opendir(folder) else {
      throw Diagnostic(
        .repositoryUnreadable, "cannot list \(folder)", because: [unsafe String(cString: strerror(errno))])
    }
    defer { unsafe closedir(handle) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func read(
    _ path: String, from offset: Int = 0, _ count: (_ size: Int) throws(Diagnostic) -> Int
  ) throws(Diagnostic) -> [UInt8]? {
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
    guard offset == 0 || lseek(file, offset, SEEK_SET) == offset else {
      throw Diagnostic(.repositoryUnreadable, "cannot read \(path)")
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

  /// Where the resolution of a path leads: each symbolic link on the way, and at last the file. All are absolute, and
  /// the folders of all are without symbolic links.
  static func locations(of path: String) -> [String] {
    func parts(_ path: String) -> [String] {
      path.utf8.split(separator: UInt8(ascii: "/")).reversed().map { String(Substring($0)) }
    }
    var pending = parts(path)
    var current = path.utf8.first == UInt8(ascii: "/") ? "" : realPath(".").map { $0 == "/" ? "" : $0 } ?? ""
    var found: [String] = []
    while let part = pending.popLast() {
      if part == "." { continue }
      if part == ".." {
        let parent = RepositoryLocation.parent(of: current)
        current = parent == "/" ? "" : parent
        continue
      }
      let next = current + "/" + part
      // The kernel gives up after 40 links, too.
      guard found.count < 40, let target = target(ofLink: next) else {
        current = next
        continue
      }
      found.append(next)
      if target.utf8.first == UInt8(ascii: "/") { current = "" }
      pending += parts(target)
    }
    return found + [current.isEmpty ? "/" : current]
  }

  /// What a symbolic link points at; nil when there is no link, or its target is not UTF-8.
  private static func target(ofLink path: String) -> String? {
    guard status(of: path, following: false)?.kind == .link else { return nil }
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
      count = unsafe buffer.withMemoryRebound(to: CChar.self) { room in
        guard let start = room.baseAddress else { return -1 }
        return unsafe readlink(path, start, room.count)
      }
      filled = max(0, count)
    }
    return count <= 0 ? nil : String(validating: bytes, as: UTF8.self)
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
