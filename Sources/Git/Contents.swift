extension Repository {
  /// What stands at a path of a commit; nil when nothing does. A link or submodule in the way is `entry-not-regular`: what
  /// lies behind it is not part of the commit.
  package func entry(_ path: String, at commit: CommitID) throws(GitError) -> Entry? {
    guard let item = try item(path, at: commit) else { return nil }
    return try entry(item, path)
  }

  /// The direct children of a folder (`""` is the root), by the bytes of their names; empty when there is no such folder.
  package func entries(in folder: String, at commit: CommitID) throws(GitError) -> [Entry] {
    let root = try objects.commit(commit.id).tree
    let found = folder.isEmpty ? Tree.Item(name: [], mode: .tree, id: root) : try item(folder, at: commit)
    guard let found else { return [] }
    guard found.mode == .tree else { throw notRegular(folder, found.mode, wanted: "a folder") }
    var entries: [Entry] = []
    for item in try objects.tree(found.id, at: PathText.bytes(of: folder)).items {
      entries.append(try entry(item, (folder.isEmpty ? "" : folder + "/") + PathText.text(of: item.name)))
    }
    return entries
  }

  /// The content of a regular file; nil when nothing stands at the path. `limit` is in bytes and checked before reading.
  package func blob(_ path: String, at commit: CommitID, limit: Int) throws(GitError) -> [UInt8]? {
    guard let item = try item(path, at: commit) else { return nil }
    guard item.mode.isFile else { throw notRegular(path, item.mode, wanted: "a regular file") }
    return try objects.blob(item.id, at: path, limit: limit)
  }

  /// Every path of a commit that is not a folder, by its bytes: what `git ls-tree -r --name-only` prints.
  /// More than 2,000,000 are `tree-too-large`.
  package func paths(at commit: CommitID) throws(GitError) -> [String] {
    try objects.pairs(from: nil, to: objects.commit(commit.id).tree).map { PathText.text(of: $0.path) }
  }

  /// Walks down by hand, folder by folder, so that no path expression has a meaning of its own.
  private func item(_ path: String, at commit: CommitID) throws(GitError) -> Tree.Item? {
    let bytes = PathText.bytes(of: path)
    var folder = try objects.commit(commit.id).tree
    var (above, start) = (0, 0)
    while true {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
      guard let found = try objects.tree(folder, at: bytes[..<above]).item(named: bytes[start..<end]) else {
        return nil
      }
      guard end < bytes.endIndex else { return found }
      if found.mode == .symlink || found.mode == .submodule {
        throw notRegular(PathText.text(of: bytes[..<end]), found.mode, wanted: "a folder")
      }
      guard found.mode == .tree else { return nil }
      (folder, above, start) = (found.id, end, end + 1)
    }
  }

  private func entry(_ item: Tree.Item, _ path: String) throws(GitError) -> Entry {
    if item.mode == .tree || item.mode == .submodule {
      return Entry(path: path, mode: item.mode, id: BlobID(item.id), size: nil)
    }
    guard let header = try objects.header(item.id) else { throw objects.gaps.missing([item.id], path) }
    return Entry(path: path, mode: item.mode, id: BlobID(item.id), size: header.size)
  }

  func notRegular(_ path: String, _ mode: Entry.Mode, wanted: String) -> GitError {
    GitError(
      .entryNotRegular, "\(path) is \(mode.words), not \(wanted)",
      because: ["what it leads to is not part of the commit"], help: "commit \(wanted) at \(path)")
  }
}
