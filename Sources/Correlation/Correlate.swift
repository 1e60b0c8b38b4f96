import Documents
import Model

/// Says each problem once: observations of the same problem become one finding, and all of them stay in it as witnesses.
///
/// The result depends on what was said alone, not on the order or the split of the reports. Findings come in the order of
/// their ids. Unsure means new: what may be two problems stays two.
package func correlate(_ observations: [Observation]) -> [Finding] {
  let testimony = Testimony(observations)
  let clusters = testimony.clusters()
  let identified = testimony.identified(clusters)
  return inParallel(over: identified.indices) { range in
    var merger = Merger(testimony)
    return range.map { merger.finding(of: clusters[identified[$0].index], id: identified[$0].id) }
  }
}

/// Observations that say the same, as indices in canonical order, and where they met.
struct Cluster: Sendable {
  let site: Site
  let members: Members

  /// Most are one observation, which needs no list.
  enum Members: Sendable {
    case one(Int)
    case several([Int])
  }

  init(site: Site, member: Int) { (self.site, members) = (site, .one(member)) }

  init(site: Site, members: [Int]) {
    (self.site, self.members) = (site, members.count == 1 ? .one(members[0]) : .several(members))
  }

  var first: Int {
    switch members {
    case .one(let index): index
    case .several(let indices): indices[0]
    }
  }

  var all: [Int] {
    switch members {
    case .one(let index): [index]
    case .several(let indices): indices
    }
  }
}

/// All observations of a run, and the numbers of their tools.
struct Testimony: Sendable {
  let observations: [Observation]
  /// The tool of each observation, as its place among the names of all tools in order.
  let tools: [Int]
  let names: Names

  init(_ observations: [Observation]) {
    (self.observations, self.names) = (observations, Names(of: observations))
    var spelled: [Interned<Scan>: String] = [:]
    var last: Interned<Scan>?
    for observation in observations where observation.$scan != last {
      last = observation.$scan
      if spelled[observation.$scan] == nil { spelled[observation.$scan] = folded(observation.scan.tool) }
    }
    let order = Dictionary(uniqueKeysWithValues: Set(spelled.values).sorted().enumerated().map { ($1, $0) })
    let numbers = spelled.mapValues { order[$0] ?? 0 }
    tools = observations.map { numbers[$0.$scan] ?? 0 }
  }

  /// What says the same, in no order.
  func clusters() -> [Cluster] {
    let sites = sites()
    return inParallel(over: sites.sites.indices) { range in
      var clusters: [Cluster] = []
      clusters.reserveCapacity(range.count)
      for number in range {
        let site = sites.sites[number]
        sites.withMembers(of: number) { members in
          if members.count == 1, let only = members.first {
            clusters.append(Cluster(site: site, member: only))
          } else {
            for group in groups(of: members, at: site) { clusters.append(Cluster(site: site, members: group)) }
          }
        }
      }
      return clusters
    }
  }

  /// The members of a site, in groups that say the same, each in canonical order.
  private func groups(of members: ArraySlice<Int>, at site: Site) -> [[Int]] {
    switch site.sort {
    case .dependency: return dependencies(members)
    case .code: return matched(members) { pairCode(&$0) }
    case .infrastructure: return matched(members) { pairInfrastructure(&$0) }
    case .secret: return matched(members) { pairSecrets(&$0) }
    case .service, .license: return matched(members) { _ in }
    }
  }

  /// Exact duplicates are one at once; what different tools say is paired by the law of the sort.
  private func matched(_ members: ArraySlice<Int>, by pair: (inout Clusters) -> Void) -> [[Int]] {
    var clusters = Clusters(duplicatesOf: members.sorted(by: isBefore), in: self)
    if clusters.haveSeveralTools { pair(&clusters) }
    return clusters.groups
  }
}
