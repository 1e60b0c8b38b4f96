package import Model

/// The files of a commit.
package struct CommitTree: Tree {
  package let commit: CommitID
  private let root: ObjectID
  private let repository: Repository

  fileprivate init(_ commit: CommitID, in repository: Repository) throws(Diagnostic) {
    (self.commit, self.repository) = (commit, repository)
    root = try repository.objects.commit(commit.id).tree
  }

  package var description: String { "commit \(commit.short)" }

  package func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? { try item(path)?.mode.kind }

  package func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard let item = try item(path) else { return nil }
    guard item.mode.isFile else { throw notRegular(path, item.mode.kind, wanted: "a regular file") }
    return try repository.objects.blob(item.id, at: path, limit: limit)
  }

  package func link(at path: String) throws(Diagnostic) -> [UInt8]? {
    guard let item = try item(path), item.mode == .symlink else { return nil }
    return try repository.objects.blob(item.id, at: path, limit: linkLimit)
  }

  /// Whether both commits have an entry of the same content at the path, or neither has one.
  package func hasSameContent(at path: String, as other: CommitTree) throws(Diagnostic) -> Bool {
    try item(path)?.id == other.item(path)?.id
  }

  package func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    let found = folder.isEmpty ? TreeObject.Item(name: [], mode: .tree, id: root) : try item(folder)
    guard let found else { return [] }
    guard found.mode == .tree else { throw notRegular(folder, found.mode.kind, wanted: "a folder") }
    let items = try repository.objects.tree(found.id, at: GitPath.bytes(of: folder)).items
    var entries: [TreeEntry] = []
    for item in items.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
      let path = (folder.isEmpty ? "" : folder + "/") + GitPath.text(of: item.name)
      entries.append(TreeEntry(path: path, kind: item.mode.kind, size: try size(of: item, at: path)))
    }
    return entries
  }

  private func size(of item: TreeObject.Item, at path: String) throws(Diagnostic) -> Int? {
    if item.mode == .tree || item.mode == .submodule { return nil }
    guard let header = try repository.objects.header(item.id) else {
      throw repository.objects.missing.missing([item.id], path)
    }
    return header.size
  }

  /// Finds an entry by walking folder by folder, so that no syntax in a path has a special meaning.
  private func item(_ path: String) throws(Diagnostic) -> TreeObject.Item? {
    let bytes = GitPath.bytes(of: path)
    var (folder, above, start) = (root, 0, 0)
    while true {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
      let tree = try repository.objects.tree(folder, at: bytes[..<above])
      guard let found = tree.item(named: bytes[start..<end]) else { return nil }
      guard end < bytes.endIndex else { return found }
      if found.mode == .symlink || found.mode == .submodule {
        throw notRegular(GitPath.text(of: bytes[..<end]), found.mode.kind, wanted: "a folder")
      }
      guard found.mode == .tree else { return nil }
      (folder, above, start) = (found.id, end, end + 1)
    }
  }
}

extension CommitTree: ObjectTree {
  func entryID(at path: String) throws(Diagnostic) -> ObjectID? {
    do throws(Diagnostic) { return try item(path)?.id } catch {
      if error.code == .entryNotRegular { return nil }
      throw error
    }
  }
}

extension Repository {
  /// The files of a commit. Throws when the commit is missing from this clone.
  package func tree(at commit: CommitID) throws(Diagnostic) -> CommitTree { try CommitTree(commit, in: self) }
}

/// The maximal length of a symbolic link in bytes (`PATH_MAX` of Linux).
let linkLimit = 4096
