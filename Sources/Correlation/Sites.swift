import Documents
import Model

/// The sites of a run, and the observations that meet at each.
struct Sites: Sendable {
  private(set) var sites: [Site] = []
  /// The observations, site after site, and where each site's begin.
  private var order: [Int] = []
  private var starts: [Int] = []

  /// Hands on the members of a site without making a list of them.
  func withMembers(of site: Int, _ body: (ArraySlice<Int>) -> Void) { body(order[starts[site]..<starts[site + 1]]) }

  /// - Parameters:
  ///   - each: the site of each observation, by number.
  fileprivate init(_ sites: [Site], of each: [Int]) {
    self.sites = sites
    starts = [Int](repeating: 0, count: sites.count + 1)
    for site in each { starts[site + 1] += 1 }
    for site in sites.indices { starts[site + 1] += starts[site] }
    var free = starts
    order = [Int](repeating: 0, count: each.count)
    for (index, site) in each.enumerated() {
      order[free[site]] = index
      free[site] += 1
    }
  }
}

extension Testimony {
  /// Where each observation belongs.
  func sites() -> Sites {
    let found = inParallel(over: observations.indices) { range in range.map { Site.of(observations[$0]) } }
    var (numbers, sites) = ([Site: Int](), [Site]())
    numbers.reserveCapacity(observations.count)
    var each = found.map { site in
      if let number = numbers[site] { return number }
      sites.append(site)
      numbers[site] = sites.count - 1
      return sites.count - 1
    }
    adoptVersions(&each, sites)
    return Sites(sites, of: each)
  }

  /// A tool that names no version (npm audit) speaks of the one version that others see in the same place. Where they see
  /// several, nobody can tell which, and it stays by itself.
  private func adoptVersions(_ each: inout [Int], _ sites: [Site]) {
    let without = observations.indices.filter { observations[$0].isOfUnknownVersion }
    guard !without.isEmpty else { return }
    var versions: [Site: Set<Int>] = [:]
    for index in observations.indices where sites[each[index]].sort == .dependency {
      versions[unversioned(index, sites[each[index]]), default: []].insert(each[index])
    }
    for index in without {
      let known = (versions[unversioned(index, sites[each[index]])] ?? []).subtracting([each[index]])
      if known.count == 1, let only = known.first { each[index] = only }
    }
  }

  private func unversioned(_ index: Int, _ site: Site) -> Site {
    var bare = site
    bare.package = observations[index].component?.unversionedText ?? .empty
    return bare
  }
}

extension Observation {
  /// It speaks of a package and does not say which version of it.
  fileprivate var isOfUnknownVersion: Bool { kind.isDependency && component.map { $0.version == nil } ?? false }
}
