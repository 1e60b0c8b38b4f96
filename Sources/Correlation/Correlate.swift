import Model

/// Says each problem once: observations of the same problem become one finding, and all of them stay in it as witnesses.
///
/// The result depends on what was said alone, not on the order or the split of the reports. Findings come in the order of
/// their ids. Unsure means new: what may be two problems stays two.
package func correlate(_ observations: [Observation]) -> [Finding] {
  let testimony = Testimony(observations)
  let clusters = testimony.clusters()
  return identified(clusters, in: observations).map { index, id in testimony.finding(of: clusters[index], id: id) }
}

/// Observations that say the same, as indices in canonical order, and where they met.
struct Cluster {
  let site: Site
  let members: [Int]
}

/// All observations of a run, and the numbers of their tools.
struct Testimony {
  let observations: [Observation]
  /// The tool of each observation, as its place among the names of all tools in order.
  let tools: [Int]

  init(_ observations: [Observation]) {
    self.observations = observations
    var names: [Interned<Scan>: String] = [:]
    for observation in observations where names[observation.$scan] == nil {
      names[observation.$scan] = folded(observation.scan.tool)
    }
    let order = Dictionary(uniqueKeysWithValues: Set(names.values).sorted().enumerated().map { ($1, $0) })
    let numbers = names.mapValues { order[$0] ?? 0 }
    tools = observations.map { numbers[$0.$scan] ?? 0 }
  }

  /// What says the same, in no order.
  func clusters() -> [Cluster] {
    var clusters: [Cluster] = []
    clusters.reserveCapacity(observations.count)
    for (site, members) in sites() {
      if members.count == 1 {
        clusters.append(Cluster(site: site, members: members))
      } else {
        clusters += groups(of: members, at: site).map { Cluster(site: site, members: $0) }
      }
    }
    return clusters
  }

  /// The observations of each site, as indices.
  private func sites() -> [(Site, [Int])] {
    var numbers: [Site: Int] = [:]
    numbers.reserveCapacity(observations.count)
    var sites: [(Site, [Int])] = []
    for index in observations.indices {
      let site = Site.of(observations[index])
      if let number = numbers[site] {
        sites[number].1.append(index)
      } else {
        numbers[site] = sites.count
        sites.append((site, [index]))
      }
    }
    adoptVersions(&sites)
    return sites
  }

  /// A tool that names no version (npm audit) speaks of the one version that others see in the same place. Where they see
  /// several, nobody can tell which, and it stays by itself.
  private func adoptVersions(_ sites: inout [(Site, [Int])]) {
    let without = sites.indices.filter { observations[sites[$0].1[0]].isOfUnknownVersion }
    guard !without.isEmpty else { return }
    var versions: [Site: [Int]] = [:]
    for index in sites.indices where sites[index].0.sort == .dependency {
      versions[unversioned(sites[index]), default: []].append(index)
    }
    for index in without {
      let known = (versions[unversioned(sites[index])] ?? []).filter { $0 != index }
      guard known.count == 1 else { continue }
      sites[known[0]].1 += sites[index].1
      sites[index].1 = []
    }
    sites.removeAll { $0.1.isEmpty }
  }

  private func unversioned(_ site: (Site, [Int])) -> Site {
    var bare = site.0
    let component = observations[site.1[0]].component
    bare.package = Text(
      component?.purl?.packageText ?? "\(component?.ecosystem ?? "")\u{0}\(component?.name ?? "")")
    return bare
  }

  /// The members of a site, in groups that say the same, each in canonical order.
  private func groups(of members: [Int], at site: Site) -> [[Int]] {
    switch site.sort {
    case .dependency: return dependencies(members)
    case .code: return matched(members) { pairCode(&$0) }
    case .infrastructure: return matched(members) { pairInfrastructure(&$0) }
    case .secret: return matched(members) { pairSecrets(&$0) }
    case .service, .license: return matched(members) { _ in }
    }
  }

  /// Exact duplicates are one at once; what different tools say is paired by the law of the sort.
  private func matched(_ members: [Int], by pair: (inout Clusters) -> Void) -> [[Int]] {
    var clusters = Clusters(duplicatesOf: members.sorted(by: isBefore), in: self)
    if clusters.haveSeveralTools { pair(&clusters) }
    return clusters.groups
  }
}

extension Observation {
  /// It speaks of a package and does not say which version of it.
  fileprivate var isOfUnknownVersion: Bool { kind.isDependency && component.map { $0.version == nil } ?? false }
}
