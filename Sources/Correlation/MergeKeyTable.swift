import System

/// The distinct merge keys of a run, and the observations that have each.
struct MergeKeyTable: Sendable {
  private(set) var mergeKeys: [MergeKey] = []
  /// The indices of the observations, grouped by merge key, and the start of each group.
  private var order: [Int] = []
  private var starts: [Int] = []

  /// The indices of the observations with a merge key, in ascending order.
  ///
  /// - Parameter mergeKey: An index into `mergeKeys`.
  @_lifetime(borrow self)
  func members(of mergeKey: Int) -> Span<Int> { order.span.extracting(starts[mergeKey]..<starts[mergeKey + 1]) }

  /// - Parameters:
  ///   - mergeKeys: The distinct merge keys.
  ///   - each: For each observation, the index of its merge key.
  fileprivate init(_ mergeKeys: [MergeKey], of keyOfEach: [Int]) {
    self.mergeKeys = mergeKeys
    starts = [Int](repeating: 0, count: mergeKeys.count + 1)
    for mergeKey in keyOfEach { starts[mergeKey + 1] += 1 }
    for mergeKey in mergeKeys.indices { starts[mergeKey + 1] += starts[mergeKey] }
    var next = starts
    order = [Int](repeating: 0, count: keyOfEach.count)
    for (index, mergeKey) in keyOfEach.enumerated() {
      order[next[mergeKey]] = index
      next[mergeKey] += 1
    }
  }
}

extension CorrelationInput {
  /// Groups the observations by merge key.
  func mergeKeyTable() -> MergeKeyTable {
    let found = inParallel(over: observations.indices) { range in
      range.map { mergeKey(of: $0) }
    }
    var (index, mergeKeys) = (KeyIndex(), [MergeKey]())
    var keyOfEach = found.map { mergeKey in
      let (number, isNew) = index.number(of: mergeKey.key)
      if isNew { mergeKeys.append(mergeKey) }
      return number
    }
    adoptVersions(&keyOfEach, mergeKeys)
    return MergeKeyTable(mergeKeys, of: keyOfEach)
  }

  /// The merge key of an observation.
  func mergeKey(of index: Int) -> MergeKey { MergeKey(of: observations[index], in: package(of: observations[index])) }

  /// Assigns observations without a package version (as from npm audit) to the merge key with the one version that
  /// other tools found at the location. When they found several versions, the observation keeps its own merge key.
  private func adoptVersions(_ keyOfEach: inout [Int], _ mergeKeys: [MergeKey]) {
    let without = observations.indices.filter {
      mergeKeys[keyOfEach[$0]].findingClass == .dependency && package(of: observations[$0])?.isVersionKnown == false
    }
    guard !without.isEmpty else { return }
    var versions: [MergeKey: Set<Int>] = [:]
    for index in observations.indices where mergeKeys[keyOfEach[index]].findingClass == .dependency {
      versions[unversioned(index, mergeKeys[keyOfEach[index]]), default: []].insert(keyOfEach[index])
    }
    for index in without {
      let known = (versions[unversioned(index, mergeKeys[keyOfEach[index]])] ?? []).subtracting([keyOfEach[index]])
      if known.count == 1, let only = known.first { keyOfEach[index] = only }
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
      high: UInt64(position.number) << 32 | UInt64(image.number),
      low: UInt64(package.number) << 32 | UInt64(findingClass.rawValue) << 8 | UInt64(locationType.rawValue))
  }
}
