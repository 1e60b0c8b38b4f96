import System

/// The sites of a run, and the observations that meet at each.
struct MergeKeyTable: Sendable {
  private(set) var mergeKeys: [MergeKey] = []
  /// The observations, site after site, and where each site's begin.
  private var order: [Int] = []
  private var starts: [Int] = []

  /// The members of a site, in the order of the observations.
  @_lifetime(borrow self)
  func members(of mergeKey: Int) -> Span<Int> { order.span.extracting(starts[mergeKey]..<starts[mergeKey + 1]) }

  /// - Parameters:
  ///   - each: the site of each observation, by number.
  fileprivate init(_ mergeKeys: [MergeKey], of each: [Int]) {
    self.mergeKeys = mergeKeys
    starts = [Int](repeating: 0, count: mergeKeys.count + 1)
    for mergeKey in each { starts[mergeKey + 1] += 1 }
    for mergeKey in mergeKeys.indices { starts[mergeKey + 1] += starts[mergeKey] }
    var free = starts
    order = [Int](repeating: 0, count: each.count)
    for (index, mergeKey) in each.enumerated() {
      order[free[mergeKey]] = index
      free[mergeKey] += 1
    }
  }
}

extension CorrelationInput {
  /// Where each observation belongs.
  func mergeKeys() -> MergeKeyTable {
    let found = inParallel(over: observations.indices) { range in
      range.map { mergeKey(of: $0) }
    }
    var (numbering, mergeKeys) = (KeyIndex(), [MergeKey]())
    var each = found.map { mergeKey in
      let (number, isNew) = numbering.number(of: mergeKey.key)
      if isNew { mergeKeys.append(mergeKey) }
      return number
    }
    adoptVersions(&each, mergeKeys)
    return MergeKeyTable(mergeKeys, of: each)
  }

  func mergeKey(of index: Int) -> MergeKey { MergeKey(of: observations[index], in: package(of: observations[index])) }

  /// A tool that names no version (npm audit) speaks of the one version that others see in the same place. Where they see
  /// several, nobody can tell which, and it stays by itself.
  private func adoptVersions(_ each: inout [Int], _ mergeKeys: [MergeKey]) {
    let without = observations.indices.filter {
      mergeKeys[each[$0]].findingClass == .dependency && package(of: observations[$0])?.isVersionKnown == false
    }
    guard !without.isEmpty else { return }
    var versions: [MergeKey: Set<Int>] = [:]
    for index in observations.indices where mergeKeys[each[index]].findingClass == .dependency {
      versions[unversioned(index, mergeKeys[each[index]]), default: []].insert(each[index])
    }
    for index in without {
      let known = (versions[unversioned(index, mergeKeys[each[index]])] ?? []).subtracting([each[index]])
      if known.count == 1, let only = known.first { each[index] = only }
    }
  }

  private func unversioned(_ index: Int, _ mergeKey: MergeKey) -> MergeKey {
    var bare = mergeKey
    bare.package = package(of: observations[index])?.unversioned ?? .empty
    return bare
  }
}

extension MergeKey {
  fileprivate var key: KeyIndex.Key {
    KeyIndex.Key(
      high: UInt64(place.number) << 32 | UInt64(image.number),
      low: UInt64(package.number) << 32 | UInt64( findingClass.rawValue) << 8 | UInt64(locationType.rawValue))
  }
}
