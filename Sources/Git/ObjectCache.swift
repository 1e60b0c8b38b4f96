/// Commits and folders that were read before: look-ups of many paths of one commit pass the same folders again and again.
struct ObjectCache {
  private(set) var commits: [ObjectID: Commit] = [:]
  private(set) var trees: [ObjectID: TreeObject] = [:]
  private var entryCount = 0

  /// Entries of all kept folders together; a walk over a huge tree keeps the first folders and reads the rest again.
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
