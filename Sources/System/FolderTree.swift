import Glibc
package import Model

/// The files of a folder on disk, the working tree of a repository for example.
///
/// The folder itself may be reached through symbolic links; below it none is followed, so no answer comes from outside of it.
/// A folder of more than 100,000 entries is `file-too-large`.
package struct FolderTree: Tree {
  package let description: String
  private let root: String
  private let prefix: String

  /// - Parameters:
  ///   - root: the folder's path.
  ///   - description: the tree's name in messages, for example `the working tree`.
  ///   - prefix: stands before paths in messages, for example `policies/`.
  package init(_ root: String, description: String, displayPrefix prefix: String = "") {
    (self.root, self.description, self.prefix) = (root, description, prefix)
  }

  package func displayName(of path: String) -> String { prefix + path }

  package func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? { try find(path)?.kind }

  package func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard let found = try find(path) else { return nil }
    guard found.kind == .file else { throw notRegular(path, found.kind, wanted: "a regular file") }
    let name = displayName(of: path)
    // Without O_NONBLOCK opening a pipe that took the file's place meanwhile would wait for its writer.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    guard let file = try found.folder.open(found.name, flags, name) else { return nil }
    let size = try Files.sizeOfRegularFile(file.number, name)
    guard size <= limit else { throw tooLarge(path, size: size, limit: limit) }
    return try Files.drain(file.number, named: name, expecting: size, limit: limit)
  }

  package func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    let parts = folder.isEmpty ? [] : Self.parts(of: folder)
    guard let descriptor = try openFolder(parts[...], isWanted: true) else { return [] }
    let name = displayName(of: folder)
    let names = try Files.names(
      in: descriptor.duplicate(name), name, maximum: Files.WalkLimits.standard.entries, in: name)
    var entries: [TreeEntry] = []
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let path = (folder.isEmpty ? "" : folder + "/") + GitPath.text(of: name)
      guard let status = try descriptor.status(of: name, displayName(of: path)) else { continue }
      let hasSize = status.kind == .file || status.kind == .link
      entries.append(TreeEntry(path: path, kind: status.kind, size: hasSize ? status.size : nil))
    }
    return entries
  }
}

extension FolderTree {
  private struct Found: ~Copyable {
    let folder: Descriptor
    let name: [UInt8]
    let kind: TreeEntry.Kind
  }

  /// What is at a path; nil when nothing is.
  private func find(_ path: String) throws(Diagnostic) -> Found? {
    let parts = Self.parts(of: path)
    guard let last = parts.last, let folder = try openFolder(parts.dropLast()) else { return nil }
    let name = GitPath.bytes(of: String(last))
    guard Self.isName(name), let status = try folder.status(of: name, displayName(of: path)) else { return nil }
    return Found(folder: folder, name: name, kind: status.kind)
  }

  /// Opens one folder after the other, each without following a link. Nil when there is no such folder; where `isWanted`, another
  /// kind of entry at the whole path is an error.
  private func openFolder(_ parts: ArraySlice<Substring>, isWanted: Bool = false) throws(Diagnostic) -> Descriptor? {
    var folder = try Descriptor(root: root)
    var passed = ""
    for (index, part) in zip(parts.indices, parts) {
      passed += (passed.isEmpty ? "" : "/") + part
      let (name, shown) = (GitPath.bytes(of: String(part)), displayName(of: passed))
      guard Self.isName(name), let status = try folder.status(of: name, shown) else { return nil }
      if status.kind == .link || (isWanted && index == parts.indices.last && status.kind != .folder) {
        throw notRegular(passed, status.kind, wanted: "a folder")
      }
      guard status.kind == .folder, let next = try folder.open(name, O_RDONLY | O_CLOEXEC | O_DIRECTORY, shown) else {
        return nil
      }
      folder = next
    }
    return folder
  }

  private static func parts(of path: String) -> [Substring] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// No name of a file: with these a path could lead out of the folder, or have two spellings.
  private static func isName(_ name: [UInt8]) -> Bool {
    !name.isEmpty && !name.contains(0) && name != Array(".".utf8) && name != Array("..".utf8)
  }
}

/// An open file or folder, closed when nobody holds it any more.
private struct Descriptor: ~Copyable {
  let number: Int32

  private init(_ number: Int32) { self.number = number }

  init(root: String) throws(Diagnostic) {
    try Files.refuseNul(root)
    let opened = unsafe Glibc.open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard opened >= 0 else { throw Files.unreadable(root, errno) }
    self.init(opened)
  }

  deinit { close(number) }

  /// Opens an entry of this folder unless it is a link; nil when it is gone. `shown` is its path in messages.
  func open(_ name: [UInt8], _ flags: Int32, _ shown: String) throws(Diagnostic) -> Descriptor? {
    let opened = unsafe openat(number, Self.cString(name), flags | O_NOFOLLOW)
    guard opened < 0 else { return Descriptor(opened) }
    if errno == ENOENT { return nil }
    throw Files.unreadable(shown, errno)
  }

  /// Kind and bytes of an entry of this folder, links not followed; nil when there is none.
  func status(of name: [UInt8], _ shown: String) throws(Diagnostic) -> (kind: TreeEntry.Kind, size: Int)? {
    var info = stat()
    guard unsafe fstatat(number, Self.cString(name), &info, AT_SYMLINK_NOFOLLOW) != 0 else {
      return (TreeEntry.Kind(mode: info.st_mode), Int(info.st_size))
    }
    if errno == ENOENT { return nil }
    throw Files.unreadable(shown, errno)
  }

  /// A second descriptor for a caller that closes what it is given.
  func duplicate(_ shown: String) throws(Diagnostic) -> Int32 {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw Files.unreadable(shown, errno) }
    return copy
  }

  private static func cString(_ name: [UInt8]) -> [CChar] { name.map(CChar.init(bitPattern:)) + [0] }
}

extension TreeEntry.Kind {
  fileprivate init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .special
    }
  }
}

extension Tree {
  /// A file of the tree as an input under the name that messages show; nil when nothing is at the path.
  package func input(_ path: String, limit: Int) throws(Diagnostic) -> Input? {
    try read(path, limit: limit).map { Input(name: displayName(of: path), bytes: $0) }
  }
}
