import Model

/// A path at which two trees differ, with the entry on each side. Folders are never
/// differences, only the files in them.
struct TreeDifference: Equatable {
  struct Entry: Equatable, Sendable {
    let mode: FileMode
    let id: ObjectID
  }

  let path: [UInt8]
  /// The path before a rename; nil when it was not renamed.
  var oldPath: [UInt8]?
  var old: Entry?
  var new: Entry?
}

extension Objects {
  /// The maximal number of tree entries to compare, because eight small objects can describe 10^8 paths.
  static let entryLimit = 2_000_000
  private static let depthLimit = 4096

  /// The paths at which two trees differ, ordered by their bytes. A nil tree is an empty
  /// one. Equal folders are not read.
  func differences(
    from old: ObjectID?, to new: ObjectID?, limit: Int = entryLimit
  ) throws(Diagnostic) -> [TreeDifference] {
    var walk = [Frame(prefix: [], old: try items(old, []), new: try items(new, []))]
    var differences: [TreeDifference] = []
    var seen = 0
    while var frame = walk.popLast() {
      guard let (old, new) = frame.next() else { continue }
      walk.append(frame)
      seen += 1
      guard seen <= limit, walk.count <= Self.depthLimit else { throw Self.tooLarge(limit) }
      if let old, let new, old.mode == new.mode, old.id == new.id { continue }
      let path = frame.prefix + ((old ?? new)?.name ?? [])
      if old?.mode == .tree || new?.mode == .tree {
        walk.append(
          Frame(prefix: path + [UInt8(ascii: "/")], old: try items(old?.id, path), new: try items(new?.id, path)))
      } else {
        differences.append(TreeDifference(path: path, old: old.map(\.entry), new: new.map(\.entry)))
      }
    }
    return differences
  }

  private func items(_ id: ObjectID?, _ path: [UInt8]) throws(Diagnostic) -> [TreeObject.Item] {
    guard let id else { return [] }
    return try tree(id, at: path).items
  }

  private static func tooLarge(_ limit: Int) -> Diagnostic {
    Diagnostic(
      .treeTooLarge, "the commit has more paths than can be looked at",
      because: ["at most \(limit) entries, and folders \(depthLimit) deep"])
  }
}

extension TreeObject.Item {
  fileprivate var entry: TreeDifference.Entry { TreeDifference.Entry(mode: mode, id: id) }
}

/// Two lists of one folder that are compared in parallel.
private struct Frame {
  let prefix: [UInt8]
  let old: [TreeObject.Item]
  let new: [TreeObject.Item]
  private var at = (old: 0, new: 0)

  init(prefix: [UInt8], old: [TreeObject.Item], new: [TreeObject.Item]) {
    (self.prefix, self.old, self.new) = (prefix, old, new)
  }

  /// The next name of either side; both items when they have the name in common, as a file or as a folder.
  mutating func next() -> (old: TreeObject.Item?, new: TreeObject.Item?)? {
    let first = at.old < old.count ? old[at.old] : nil
    let second = at.new < new.count ? new[at.new] : nil
    switch (first, second) {
    case (nil, nil): return nil
    case (let first?, nil): return takeOld(first)
    case (nil, let second?): return takeNew(second)
    case (let first?, let second?):
      if first < second { return takeOld(first) }
      if second < first { return takeNew(second) }
      (at.old, at.new) = (at.old + 1, at.new + 1)
      return (first, second)
    }
  }

  private mutating func takeOld(_ item: TreeObject.Item) -> (old: TreeObject.Item?, new: TreeObject.Item?) {
    at.old += 1
    return (item, nil)
  }

  private mutating func takeNew(_ item: TreeObject.Item) -> (old: TreeObject.Item?, new: TreeObject.Item?) {
    at.new += 1
    return (nil, item)
  }
}
