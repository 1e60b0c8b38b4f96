import Model
import System

/// Observations of one problem, and their merge key.
struct Cluster: Sendable {
  let mergeKey: MergeKey
  /// On what results of different tools were joined, where the class of the finding does not say; nil otherwise.
  var basis: MergeBasis?
  /// The range of the members in those of the list, in canonical order.
  let members: Range<Int>
}

/// All clusters of a run. The members are in one array, because most clusters have a single member and need no array of
/// their own.
struct ClusterList: Sendable {
  private(set) var clusters: [Cluster] = []
  private var members: [Int] = []

  subscript(index: Int) -> Cluster { clusters[index] }

  /// The indices of a cluster's observations, in canonical order.
  @_lifetime(borrow self)
  func members(of cluster: Cluster) -> Span<Int> { members.span.extracting(cluster.members) }

  /// The index of a cluster's first observation.
  func first(of cluster: Cluster) -> Int { members[cluster.members.lowerBound] }

  /// Adds a member to the current cluster.
  mutating func add(_ member: Int) { members.append(member) }

  /// Ends the current cluster, whose members were added in canonical order.
  mutating func end(at mergeKey: MergeKey, on basis: MergeBasis? = nil) {
    clusters.append(Cluster(mergeKey: mergeKey, basis: basis, members: start..<members.count))
  }

  /// Sorts the members of the current cluster and ends it.
  mutating func end(at mergeKey: MergeKey, on basis: MergeBasis? = nil, sortedBy isBefore: (Int, Int) -> Bool) {
    if members.count - start > 1 { members[start...].sort(by: isBefore) }
    end(at: mergeKey, on: basis)
  }

  private var start: Int { clusters.last?.members.upperBound ?? 0 }

  fileprivate mutating func append(_ other: ClusterList) {
    let offset = members.count
    members += other.members
    clusters += other.clusters.lazy.map {
      Cluster(
        mergeKey: $0.mergeKey, basis: $0.basis,
        members: ($0.members.lowerBound + offset)..<($0.members.upperBound + offset))
    }
  }
}

extension CorrelationInput {
  /// The clusters of all observations, in no particular order.
  func clusters() -> ClusterList {
    let table = mergeKeyTable()
    let parts = inParts(of: table.mergeKeys.indices) { range in
      var (list, builder) = (ClusterList(), ClusterBuilder(of: self))
      for index in range {
        add(table.members(of: index), at: table.mergeKeys[index], to: &list, by: &builder)
      }
      return list
    }
    var all = ClusterList()
    for part in parts { all.append(part) }
    return all
  }

  private func add(
    _ members: Span<Int>, at mergeKey: MergeKey, to list: inout ClusterList, by builder: inout ClusterBuilder
  ) {
    if members.count == 1 {
      list.add(members[0])
      return list.end(at: mergeKey)
    }
    if mergeKey.findingClass == .dependency { return addDependencies(members, at: mergeKey, to: &list) }
    // `start` joins what one tool reports twice. Results of different tools are joined by the rules of the class.
    builder.start(with: members, mergeKey.findingClass)
    switch mergeKey.findingClass {
    case .secret: pairSecrets(&builder)
    case .code where builder.haveSeveralTools: pairCode(&builder)
    case .infrastructure where builder.haveSeveralTools: pairInfrastructure(&builder)
    case .service where builder.haveSeveralTools && mergeKey.locationType == .url: pairServices(&builder)
    case .code, .infrastructure, .service, .dependency, .license: break
    }
    builder.finish(at: mergeKey, in: &list)
  }
}
