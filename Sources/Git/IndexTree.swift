import Interning
package import Model

/// The files of the index.
package struct IndexTree: Tree {
  private let index: IndexFile
  private let repository: Repository

  fileprivate init(of repository: Repository) throws(Diagnostic) {
    self.repository = repository
    index = try repository.index().staged()
  }

  package var description: String { "the index" }

  package func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? {
    let bytes = GitPath.bytes(of: path)
    if let entry = index.item(at: bytes) { return entry.mode.kind }
    try refuseLink(above: bytes)
    return bytes.isEmpty || below(bytes).isEmpty ? nil : .folder
  }

  package func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard let kind = try kind(of: path) else { return nil }
    guard kind == .file, let entry = index.item(at: GitPath.bytes(of: path)) else {
      throw notRegular(path, kind, wanted: "a regular file")
    }
    return try repository.objects.blob(entry.id, at: path, limit: limit)
  }

  package func link(at path: String) throws(Diagnostic) -> [UInt8]? {
    guard let entry = index.item(at: GitPath.bytes(of: path)), entry.mode == .symlink else { return nil }
    return try repository.objects.blob(entry.id, at: path, limit: linkLimit)
  }

  package func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    let bytes = GitPath.bytes(of: folder)
    if !folder.isEmpty, let kind = try kind(of: folder), kind != .folder {
      throw notRegular(folder, kind, wanted: "a folder")
    }
    let prefix = bytes.isEmpty ? 0 : bytes.count + 1
    var entries: [TreeEntry] = []
    for item in below(bytes) {
      let (whole, entry) = (index.path(item), index.entry(item))
      let end = whole.dropFirst(prefix).firstIndex(of: UInt8(ascii: "/"))
      let path = GitPath.text(of: whole[..<(end ?? whole.endIndex)])
      if end == nil {
        entries.append(TreeEntry(path: path, kind: entry.mode.kind, size: try size(of: entry, at: path)))
      } else if entries.last?.path.isSame(as: path) != true {
        entries.append(TreeEntry(path: path, kind: .folder, size: nil))
      }
    }
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func size(of entry: TreeDifference.Entry, at path: String) throws(Diagnostic) -> Int? {
    if entry.mode == .submodule { return nil }
    guard let header = try repository.objects.header(entry.id) else {
      throw repository.objects.missing.missing([entry.id], path)
    }
    return header.size
  }

  /// Throws when a parent of the path is a symbolic link or a submodule, because the path then has no entry of its own.
  private func refuseLink(above path: [UInt8]) throws(Diagnostic) {
    for slash in path.indices where path[slash] == UInt8(ascii: "/") {
      guard let mode = index.item(at: path[..<slash])?.mode, mode == .symlink || mode == .submodule else { continue }
      throw notRegular(GitPath.text(of: path[..<slash]), mode.kind, wanted: "a folder")
    }
  }

  /// The numbers of the entries below a folder; `[]` is the root.
  private func below(_ folder: [UInt8]) -> Range<Int> {
    if folder.isEmpty { return 0..<index.count }
    return index.firstIndex(
      notBefore: folder + [UInt8(ascii: "/")])..<index.firstIndex(notBefore: folder + [UInt8(ascii: "/") + 1])
  }
}

extension IndexTree: ObjectTree {
  func entryID(at path: String) -> ObjectID? { index.item(at: GitPath.bytes(of: path))?.id }
}

extension Repository {
  /// The files of the index as it is now.
  package func indexTree() throws(Diagnostic) -> IndexTree { try IndexTree(of: self) }

  /// The first path of the index that git does not compare with the work tree (`assume-unchanged`, `skip-worktree`); nil
  /// when there is none.
  package func firstUncomparedPath() throws(Diagnostic) -> String? { try index().firstUncomparedPath }

  /// When a staged file was last written before it was added, as the index says; nil if that is not known.
  package func modificationTime(ofStaged path: String) throws(Diagnostic) -> Timestamp? {
    try index().modified(at: GitPath.bytes(of: path)).map { Timestamp(seconds: Int64($0)) }
  }
}
