/// The versions between two bounds; without a bound, all on that side.
package struct VersionInterval: Hashable, Sendable {
  package struct Bound: Hashable, Sendable {
    package var version: String
    package var isIncluded: Bool

    package init(_ version: String, isIncluded: Bool) { (self.version, self.isIncluded) = (version, isIncluded) }
  }

  package var lower: Bound?
  package var upper: Bound?

  package init(from lower: Bound? = nil, to upper: Bound? = nil) { (self.lower, self.upper) = (lower, upper) }

  /// One version alone.
  package init(only version: String) {
    self.init(from: Bound(version, isIncluded: true), to: Bound(version, isIncluded: true))
  }
}

extension VersionScheme {
  /// Whether a version lies in one of the intervals; nil when a version has no order.
  package func contains(_ version: String, in intervals: [VersionInterval]) -> Bool? {
    var isUnknown = false
    for interval in intervals {
      let isAbove = interval.lower.map { bound in
        compare(bound.version, version).map { $0 == .less || bound.isIncluded && $0 == .equal }
      }
      let isBelow = interval.upper.map { bound in
        compare(version, bound.version).map { $0 == .less || bound.isIncluded && $0 == .equal }
      }
      switch (isAbove ?? true, isBelow ?? true) {
      case (true, true): return true
      case (false, _), (_, false): continue
      default: isUnknown = true
      }
    }
    return isUnknown ? nil : false
  }

  /// The smallest candidate that is newer than the installed version and lies in every set; nil when there is none.
  ///
  /// - Parameters:
  ///   - candidates: Versions, in any order; what is no version is left out.
  ///   - installed: Nil when the installed version is not known. Nothing is newer than a text that is no version.
  ///   - sets: Each is a list of intervals that do not overlap.
  package func lowest(
    of candidates: [String], above installed: String?, in sets: [[VersionInterval]]
  ) -> String? {
    lowest(of: candidates, above: installed, in: sets, as: syntax)
  }

  private func lowest<Syntax: VersionSyntax>(
    of candidates: [String], above installed: String?, in sets: [[VersionInterval]], as: Syntax.Type
  ) -> String? {
    let floor = installed.flatMap { isVersion($0) ? Syntax(Array($0.utf8)) : nil }
    // Nothing is known to be newer than what is no version: `dev-main`, `latest`, `^1.2`.
    if installed != nil, floor == nil { return nil }
    let sorted = ascending(candidates, as: Syntax.self).filter { candidate in
      floor.map { candidate.version.compare(to: $0) == .greater }
        ?? !candidate.text.utf8.elementsEqual((installed ?? "").utf8)
    }
    // How many sets hold each candidate: the sum of the changes up to it.
    var changes = Array(repeating: 0, count: sorted.count + 1)
    for set in sets {
      for interval in set {
        let start = first(in: sorted, notBelow: interval.lower), end = first(in: sorted, above: interval.upper)
        guard let start, let end, start < end else { continue }
        changes[start] += 1
        changes[end] -= 1
      }
    }
    var count = 0
    for (index, candidate) in sorted.enumerated() {
      count += changes[index]
      if count == sets.count { return candidate.text }
    }
    return nil
  }

  /// The versions among texts in ascending order, without those that equal another one. Empty when two have no order.
  func ascending<Syntax: VersionSyntax>(_ texts: [String], as: Syntax.Type) -> [(text: String, version: Syntax)] {
    var hasOrder = true
    let versions = texts.compactMap { text in
      isVersion(text) ? Syntax(Array(text.utf8)).map { (text: text, version: $0) } : nil
    }
    let sorted = versions.sorted { one, other in
      guard let order = one.version.compare(to: other.version) else {
        hasOrder = hasOrder && one.text.utf8.elementsEqual(other.text.utf8)
        return false
      }
      return order == .less || order == .equal && isLess(one.text, other.text)
    }
    guard hasOrder else { return [] }
    var distinct: [(text: String, version: Syntax)] = []
    for one in sorted where distinct.last.map({ $0.version.compare(to: one.version) != .equal }) ?? true {
      distinct.append(one)
    }
    return distinct
  }

  private func isLess(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }

  /// The index of the first version that a lower bound allows; nil when the bound is no version.
  private func first<Syntax: VersionSyntax>(
    in sorted: [(text: String, version: Syntax)], notBelow bound: VersionInterval.Bound?
  ) -> Int? {
    guard let bound else { return 0 }
    guard let version = Syntax(Array(bound.version.utf8)) else { return nil }
    return sorted.partition {
      order(of: $0.version, version) == .greater || bound.isIncluded && order(of: $0.version, version) == .equal
    }
  }

  /// The index of the first version above an upper bound; nil when the bound is no version.
  private func first<Syntax: VersionSyntax>(
    in sorted: [(text: String, version: Syntax)], above bound: VersionInterval.Bound?
  ) -> Int? {
    guard let bound else { return sorted.count }
    guard let version = Syntax(Array(bound.version.utf8)) else { return nil }
    return sorted.partition {
      order(of: $0.version, version) == .greater || !bound.isIncluded && order(of: $0.version, version) == .equal
    }
  }

  private func order<Syntax: VersionSyntax>(of one: Syntax, _ other: Syntax) -> VersionOrder? { one.compare(to: other) }
}

extension Array {
  /// The index of the first element for which a condition holds that holds for all elements after it.
  fileprivate func partition(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
