import Interning
package import Model

/// The files of the index.
package struct IndexTree: Tree {
  /// Ordered by the bytes of their paths.
  private let items: [IndexFile.Item]
  private let repository: Repository

  fileprivate init(of repository: Repository) throws(Diagnostic) {
    self.repository = repository
    items = try IndexFile(repository.indexFile).staged()
  }

  package var description: String { "the index" }

  package func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? {
    let bytes = GitPath.bytes(of: path)
    if let item = item(at: bytes) { return item.entry.mode.kind }
    try refuseLink(above: bytes)
    return bytes.isEmpty || below(bytes).isEmpty ? nil : .folder
  }

  package func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard let kind = try kind(of: path) else { return nil }
    guard kind == .file, let item = item(at: GitPath.bytes(of: path)) else {
      throw notRegular(path, kind, wanted: "a regular file")
    }
    return try repository.objects.blob(item.entry.id, at: path, limit: limit)
  }

  package func link(at path: String) throws(Diagnostic) -> [UInt8]? {
    guard let item = item(at: GitPath.bytes(of: path)), item.entry.mode == .symlink else { return nil }
    return try repository.objects.blob(item.entry.id, at: path, limit: linkLimit)
  }

  package func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    let bytes = GitPath.bytes(of: folder)
    if !folder.isEmpty, let kind = try kind(of: folder), kind != .folder {
      throw notRegular(folder, kind, wanted: "a folder")
    }
    let prefix = bytes.isEmpty ? 0 : bytes.count + 1
    var entries: [TreeEntry] = []
    for item in below(bytes) {
      let end = item.path[prefix...].firstIndex(of: UInt8(ascii: "/"))
      let path = GitPath.text(of: item.path[..<(end ?? item.path.endIndex)])
      if end == nil {
        entries.append(TreeEntry(path: path, kind: item.entry.mode.kind, size: try size(of: item)))
      } else if entries.last?.path.isSame(as: path) != true {
        entries.append(TreeEntry(path: path, kind: .folder, size: nil))
      }
    }
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func size(of item: IndexFile.Item) throws(Diagnostic) -> Int? {
    if item.entry.mode == .submodule { return nil }
    guard let header = try repository.objects.header(item.entry.id) else {
      throw repository.objects.missing.missing([item.entry.id], GitPath.text(of: item.path))
    }
    return header.size
  }

  /// Throws when a parent of the path is a symbolic link or a submodule, because the path then has no entry of its own.
  private func refuseLink(above path: [UInt8]) throws(Diagnostic) {
    for slash in path.indices where path[slash] == UInt8(ascii: "/") {
      guard let mode = item(at: path[..<slash])?.entry.mode, mode == .symlink || mode == .submodule else { continue }
      throw notRegular(GitPath.text(of: path[..<slash]), mode.kind, wanted: "a folder")
    }
  }

  private func item(at path: some Collection<UInt8>) -> IndexFile.Item? {
    let index = firstIndex(notBefore: path)
    return index < items.count && items[index].path.elementsEqual(path) ? items[index] : nil
  }

  /// The items below a folder; `[]` is the root.
  private func below(_ folder: [UInt8]) -> ArraySlice<IndexFile.Item> {
    if folder.isEmpty { return items[...] }
    let prefix = folder + [UInt8(ascii: "/")]
    return items[firstIndex(notBefore: prefix)...].prefix { $0.path.starts(with: prefix) }
  }

  private func firstIndex(notBefore path: some Collection<UInt8>) -> Int {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].path.lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension IndexTree: ObjectTree {
  func entryID(at path: String) -> ObjectID? { item(at: GitPath.bytes(of: path))?.entry.id }
}

extension Repository {
  /// The files of the index as it is now.
  package func indexTree() throws(Diagnostic) -> IndexTree { try IndexTree(of: self) }
}
