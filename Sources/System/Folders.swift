import Glibc
import Interning
package import Model

extension Files {
  /// The limits on the number of entries and on the depth when a folder is walked.
  package struct WalkLimits: Sendable {
    package var entries: Int
    package var depth: Int

    package init(entries: Int = 100_000, depth: Int = 64) { (self.entries, self.depth) = (entries, depth) }

    package static let standard = WalkLimits()
  }

  /// Whether the path is a folder. Symbolic links are followed.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path leads to a regular file, which can be read more than once. Symbolic links are followed.
  package static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether the path exists. Symbolic links are followed.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe !path.utf8.contains(0) && stat(path, &status) == 0
  }

  /// The size of a regular file in bytes; nil for anything else. Symbolic links are followed.
  package static func size(_ path: String) -> Int? {
    var status = stat()
    guard unsafe !path.utf8.contains(0) && stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  /// What a walk of a folder found. All paths begin with that of the folder and are sorted by their bytes.
  package struct Walk {
    /// Regular files.
    package fileprivate(set) var files: [String] = []
    /// Files and folders whose names begin with a dot. Such folders are not entered.
    package fileprivate(set) var hidden: [String] = []
  }

  /// The names in a folder, hidden ones as well, sorted by their bytes.
  ///
  /// Throws `file-unreadable` if the folder cannot be read, and `file-too-large` if it has too many entries.
  package static func names(in folder: String, limits: WalkLimits = .standard) throws(Diagnostic) -> [String] {
    try refuseNul(folder)
    return try entries(of: folder, isRoot: true, maximum: limits.entries, in: folder).sorted { $0.precedes($1) }
  }

  /// Walks a folder and the folders below it.
  ///
  /// Throws `file-unreadable` for a symbolic link and for anything else that is not a file or a folder, because a
  /// report that is skipped silently would make the result look better than it is. Throws `file-too-large` when a limit
  /// is exceeded.
  package static func walk(_ folder: String, limits: WalkLimits = .standard) throws(Diagnostic) -> Walk {
    try refuseNul(folder)
    var (walk, seen) = (Walk(), 0)
    var pending = [(path: folder, depth: 1)]
    while let (path, depth) = pending.popLast() {
      guard depth <= limits.depth else { throw tooLarge(folder, "is more than \(limits.depth) levels deep") }
      for name in try entries(of: path, isRoot: depth == 1, maximum: limits.entries - seen, in: folder) {
        let entry = path.utf8.last == UInt8(ascii: "/") ? path + name : "\(path)/\(name)"
        seen += 1
        if name.utf8.first == UInt8(ascii: ".") {
          walk.hidden.append(entry)
        } else if try isFolderEntry(entry) {
          pending.append((entry, depth + 1))
        } else {
          walk.files.append(entry)
        }
      }
    }
    walk.files.sort { $0.precedes($1) }
    walk.hidden.sort { $0.precedes($1) }
    return walk
  }

  private static func isFolderEntry(_ path: String) throws(Diagnostic) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw unreadable(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return true
    case S_IFREG: return false
    default:
      throw Diagnostic(
        .fileUnreadable, "\(path) is \(kindOfFile(status.st_mode)); a folder of inputs holds files and folders only",
        at: SourcePosition(file: path), help: "name the file itself on the command line")
    }
  }

  private static func entries(
    of path: String, isRoot: Bool, maximum: Int, in folder: String
  ) throws(Diagnostic) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | (isRoot ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    return try names(in: descriptor, path, maximum: maximum, in: folder).map { bytes throws(Diagnostic) in
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw Diagnostic(.fileUnreadable, "\(path) holds a name that is not UTF-8", at: SourcePosition(file: path))
      }
      return name
    }
  }

  /// The names in an open folder, without `.` and `..`, in any order. Closes the descriptor. More than `maximum` are
  /// `file-too-large`, said of `folder`; `path` is for the other messages.
  static func names(
    in descriptor: Int32, _ path: String, maximum: Int, in folder: String
  ) throws(Diagnostic) -> [[UInt8]] {
    guard let handle = unsafe fdopendir(descriptor) else {
      close(descriptor)
      throw unreadable(path, errno)
    }
    defer { unsafe closedir(handle) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(handle) else { break }
      let bytes = unsafe nameBytes(of: entry)
      if bytes == [UInt8(ascii: ".")] || bytes == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      guard names.count < maximum else { throw tooLarge(folder, "holds too many files and folders") }
      names.append(bytes)
    }
    guard errno == 0 else { throw unreadable(path, errno) }
    return names
  }

  private static func nameBytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
  }

  private static func tooLarge(_ folder: String, _ what: String) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "\(folder) \(what)", at: SourcePosition(file: folder), help: "name the files or a smaller folder")
  }
}
