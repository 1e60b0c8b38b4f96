import Documents
import Model

/// The sites of a run, and the observations that meet at each.
struct Sites: Sendable {
  private(set) var sites: [Site] = []
  /// The observations, site after site, and where each site's begin.
  private var order: [Int] = []
  private var starts: [Int] = []

  /// The members of a site, in the order of the observations.
  @_lifetime(borrow self)
  func members(of site: Int) -> Swift.Span<Int> { order.span.extracting(starts[site]..<starts[site + 1]) }

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
    let found = inParallel(over: observations.indices) { range in
      range.map { site(of: $0) }
    }
    var (numbering, sites) = (Numbering(), [Site]())
    var each = found.map { site in
      let (number, isNew) = numbering.number(of: site.key)
      if isNew { sites.append(site) }
      return number
    }
    adoptVersions(&each, sites)
    return Sites(sites, of: each)
  }

  func site(of index: Int) -> Site { Site(of: observations[index], in: package(of: index)) }

  /// A tool that names no version (npm audit) speaks of the one version that others see in the same place. Where they see
  /// several, nobody can tell which, and it stays by itself.
  private func adoptVersions(_ each: inout [Int], _ sites: [Site]) {
    let without = observations.indices.filter {
      sites[each[$0]].sort == .dependency && package(of: $0)?.isVersionKnown == false
    }
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
    bare.package = package(of: index)?.unversioned ?? .empty
    return bare
  }
}

extension Site {
  fileprivate var key: Numbering.Key {
    Numbering.Key(
      high: UInt64(place.number) << 32 | UInt64(image.number),
      low: UInt64(package.number) << 32 | UInt64(sort.rawValue) << 8 | UInt64(ground.rawValue))
  }
}
