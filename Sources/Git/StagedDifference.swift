import Model

extension Objects {
  /// The paths at which the index differs from a tree, ordered by their bytes. A nil tree is an empty one.
  ///
  /// A folder whose cached tree is that of the commit is passed by, so the time depends on the folders in which something
  /// is staged, and not on the number of files. A cached tree is what `git commit` takes over as it is, so a wrong one hides
  /// nothing from this comparison that would be committed.
  func differences(from tree: ObjectID?, to index: IndexFile) throws(Diagnostic) -> [TreeDifference] {
    var comparison = StagedComparison(index)
    comparison.open(StagedComparison.Folder(prefix: [], tree: tree, range: 0..<index.count, cached: index.trees.root))
    while let folder = comparison.next() {
      var items: [TreeObject.Item] = []
      if let id = folder.tree { items = try self.tree(id, at: folder.prefix).items }
      comparison.compare(folder, with: items)
    }
    return comparison.differences.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }
}

/// A comparison of a tree with the index, folder by folder.
private struct StagedComparison {
  /// A folder on either side: its tree in the commit, and the entries of the index below it.
  struct Folder {
    /// Its path with a slash at the end; empty for the root.
    let prefix: [UInt8]
    let tree: ObjectID?
    let range: Range<Int>
    /// The number of its cached tree.
    let cached: Int?
  }

  /// A name in a folder of the index, and the entries of that name or below it.
  private struct Staged {
    let name: ArraySlice<UInt8>
    let isFolder: Bool
    let range: Range<Int>
  }

  private let index: IndexFile
  private var waiting: [Folder] = []
  private(set) var differences: [TreeDifference] = []

  init(_ index: IndexFile) { self.index = index }

  mutating func open(_ folder: Folder) {
    if let tree = folder.tree, let cached = folder.cached, index.trees.id(of: cached) == tree { return }
    waiting.append(folder)
  }

  mutating func next() -> Folder? { waiting.popLast() }

  /// Compares the entries of a folder on both sides, which are in git's order.
  mutating func compare(_ folder: Folder, with items: [TreeObject.Item]) {
    let cached = folder.cached.map { index.trees.children(of: $0) } ?? [:]
    var (next, at) = (0, folder.range.lowerBound)
    while at < folder.range.upperBound {
      let staged = staged(at, in: folder)
      while next < items.count, items[next].isBefore(staged.name, staged.isFolder ? .tree : .regular) {
        add(items[next], nil, folder, nil)
        next += 1
      }
      let isBoth =
        next < items.count && items[next].name[...] == staged.name && (items[next].mode == .tree) == staged.isFolder
      add(isBoth ? items[next] : nil, staged, folder, cached[staged.name])
      if isBoth { next += 1 }
      at = staged.range.upperBound
    }
    for item in items[next...] { add(item, nil, folder, nil) }
  }

  private func staged(_ entry: Int, in folder: Folder) -> Staged {
    let rest = index.path(entry).dropFirst(folder.prefix.count)
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else {
      return Staged(name: rest, isFolder: false, range: entry..<entry + 1)
    }
    let after = folder.prefix + rest[..<slash] + [UInt8(ascii: "/") + 1]
    let end = index.firstIndex(notBefore: after, in: entry..<folder.range.upperBound)
    return Staged(name: rest[..<slash], isFolder: true, range: entry..<end)
  }

  /// Adds what differs under one name, which is a file or a folder on both sides.
  private mutating func add(_ item: TreeObject.Item?, _ staged: Staged?, _ folder: Folder, _ cached: Int?) {
    let path = folder.prefix + (item.map { $0.name[...] } ?? staged?.name ?? [])
    if item?.mode == .tree || staged?.isFolder == true {
      let range = staged?.range ?? 0..<0
      return open(Folder(prefix: path + [UInt8(ascii: "/")], tree: item?.id, range: range, cached: cached))
    }
    let old = item.map { TreeDifference.Entry(mode: $0.mode, id: $0.id) }
    let new = staged.map { index.entry($0.range.lowerBound) }
    if old != new { differences.append(TreeDifference(path: path, old: old, new: new)) }
  }
}
