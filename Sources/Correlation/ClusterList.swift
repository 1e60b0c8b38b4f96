import System

/// Observations that say the same, and where they met.
struct Cluster: Sendable {
  let mergeKey: MergeKey
  /// Where in the members of all clusters its own stand, in canonical order.
  let members: Range<Int>
}

/// All clusters of a run. Their members lie one after the other: most are a single one, which needs no list of its own.
struct ClusterList: Sendable {
  private(set) var clusters: [Cluster] = []
  private var members: [Int] = []

  subscript(index: Int) -> Cluster { clusters[index] }

  @_lifetime(borrow self)
  func members(of cluster: Cluster) -> Span<Int> { members.span.extracting(cluster.members) }

  func first(of cluster: Cluster) -> Int { members[cluster.members.lowerBound] }

  /// Adds to the cluster that is being made.
  mutating func add(_ member: Int) { members.append(member) }

  /// What was added since the last one ended, in canonical order, is a cluster.
  mutating func end(at mergeKey: MergeKey) { clusters.append(Cluster(mergeKey: mergeKey, members: start..<members.count)) }

  /// The same for members in any order.
  mutating func end(at mergeKey: MergeKey, sortedBy isBefore: (Int, Int) -> Bool) {
    if members.count - start > 1 { members[start...].sort(by: isBefore) }
    end(at: mergeKey)
  }

  private var start: Int { clusters.last?.members.upperBound ?? 0 }

  fileprivate mutating func append(_ other: ClusterList) {
    let offset = members.count
    members += other.members
    clusters += other.clusters.lazy.map {
      Cluster(mergeKey: $0.mergeKey, members: ($0.members.lowerBound + offset)..<($0.members.upperBound + offset))
    }
  }
}

extension CorrelationInput {
  /// What says the same, in no order.
  func clusters() -> ClusterList {
    let mergeKeys = mergeKeys()
    let pieces = inParts(of: mergeKeys.mergeKeys.indices) { range in
      var (made, pairing) = (ClusterList(), ClusterBuilder(of: self))
      for mergeKey in range { add(mergeKeys.members(of: mergeKey), at: mergeKeys.mergeKeys[mergeKey], to: &made, by: &pairing) }
      return made
    }
    var all = ClusterList()
    for piece in pieces { all.append(piece) }
    return all
  }

  private func add(
    _ members: Span<Int>, at mergeKey: MergeKey, to made: inout ClusterList, by clusters: inout ClusterBuilder
  ) {
    if members.count == 1 {
      made.add(members[0])
      return made.end(at: mergeKey)
    }
    if mergeKey.findingClass == .dependency { return addDependencies(members, at: mergeKey, to: &made) }
    // Exact duplicates are one at once; what different tools say is paired by the law of the sort.
    clusters.begin(with: members)
    if clusters.haveSeveralTools {
      switch mergeKey.findingClass {
      case .code: pairCode(&clusters)
      case .infrastructure: pairInfrastructure(&clusters)
      case .secret: pairSecrets(&clusters)
      case .dependency, .service, .license: break
      }
    }
    clusters.end(at: mergeKey, in: &made)
  }
}
