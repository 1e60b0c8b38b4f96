import Documents
import Model

/// Observations that say the same, and where they met.
struct Cluster: Sendable {
  let site: Site
  /// Where in the members of all clusters its own stand, in canonical order.
  let members: Range<Int>
}

/// All clusters of a run. Their members lie one after the other: most are a single one, which needs no list of its own.
struct Clustering: Sendable {
  private(set) var clusters: [Cluster] = []
  private var members: [Int] = []

  subscript(index: Int) -> Cluster { clusters[index] }

  @_lifetime(borrow self)
  func members(of cluster: Cluster) -> Swift.Span<Int> { members.span.extracting(cluster.members) }

  func first(of cluster: Cluster) -> Int { members[cluster.members.lowerBound] }

  /// Adds to the cluster that is being made.
  mutating func add(_ member: Int) { members.append(member) }

  /// What was added since the last one ended, in canonical order, is a cluster.
  mutating func end(at site: Site) { clusters.append(Cluster(site: site, members: start..<members.count)) }

  /// The same for members in any order.
  mutating func end(at site: Site, sortedBy isBefore: (Int, Int) -> Bool) {
    if members.count - start > 1 { members[start...].sort(by: isBefore) }
    end(at: site)
  }

  private var start: Int { clusters.last?.members.upperBound ?? 0 }

  fileprivate mutating func append(_ other: Clustering) {
    let offset = members.count
    members += other.members
    clusters += other.clusters.lazy.map {
      Cluster(site: $0.site, members: ($0.members.lowerBound + offset)..<($0.members.upperBound + offset))
    }
  }
}

extension Testimony {
  /// What says the same, in no order.
  func clusters() -> Clustering {
    let sites = sites()
    let pieces = inPieces(of: sites.sites.indices) { range in
      var (made, pairing) = (Clustering(), Clusters(of: self))
      for site in range { add(sites.members(of: site), at: sites.sites[site], to: &made, by: &pairing) }
      return made
    }
    var all = Clustering()
    for piece in pieces { all.append(piece) }
    return all
  }

  private func add(
    _ members: Swift.Span<Int>, at site: Site, to made: inout Clustering, by clusters: inout Clusters
  ) {
    if members.count == 1 {
      made.add(members[0])
      return made.end(at: site)
    }
    if site.sort == .dependency { return addDependencies(members, at: site, to: &made) }
    // Exact duplicates are one at once; what different tools say is paired by the law of the sort.
    clusters.begin(with: members)
    if clusters.haveSeveralTools {
      switch site.sort {
      case .code: pairCode(&clusters)
      case .infrastructure: pairInfrastructure(&clusters)
      case .secret: pairSecrets(&clusters)
      case .dependency, .service, .license: break
      }
    }
    clusters.end(at: site, in: &made)
  }
}
