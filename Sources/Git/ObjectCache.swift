/// A cache of commits and folders, because lookups of many paths of a commit read the same folders.
struct ObjectCache {
  private(set) var commits: [ObjectID: Commit] = [:]
  private(set) var trees: [ObjectID: TreeObject] = [:]
  private var entryCount = 0

  /// The maximal number of entries of all cached folders. A folder that would exceed it is not cached.
  private static let entryLimit = 100_000
  private static let commitLimit = 1000

  mutating func keep(_ commit: Commit, _ id: ObjectID) {
    if commits.count < Self.commitLimit { commits[id] = commit }
  }

  mutating func keep(_ tree: TreeObject, _ id: ObjectID) {
    guard entryCount + tree.items.count <= Self.entryLimit else { return }
    entryCount += tree.items.count
    trees[id] = tree
  }
}
