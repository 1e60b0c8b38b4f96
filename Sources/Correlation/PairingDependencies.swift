import Interning
import Model

extension CorrelationInput {
  /// Adds the clusters of the observations of one package at one location. Observations that name the same
  /// vulnerability, directly or through aliases, are one cluster.
  ///
  /// Two CVEs are two vulnerabilities (CVE Program rules, 4.2: one id each), so observations with different CVEs are
  /// not joined by another name: a vendor's advisory often covers several CVEs. An observation that names several CVEs
  /// is about that advisory, and is joined only with observations of the same CVEs.
  func addDependencies(_ members: Span<Int>, at mergeKey: MergeKey, to list: inout ClusterList) {
    var (references, withoutCVE) = ([CVEReference](), [Int]())
    references.reserveCapacity(members.count)
    for position in members.indices {
      if let name = names.vulnerability(of: observations[members[position]]) {
        references.append(CVEReference(name: name.number, position: position))
      } else {
        withoutCVE.append(position)
      }
    }
    references.sort { ($0.name, $0.position) < ($1.name, $1.position) }
    guard withoutCVE.isEmpty else { return addJoined(withoutCVE, references, members, at: mergeKey, to: &list) }
    for (number, reference) in references.enumerated() {
      list.add(members[reference.position])
      guard number + 1 == references.count || references[number + 1].name != reference.name else { continue }
      list.end(at: mergeKey) { isBefore($0, $1) }
    }
  }

  /// An observation that has a CVE.
  private struct CVEReference {
    /// The number of the interned CVE.
    let name: UInt32
    /// The position among the members of the merge key.
    let position: Int
  }

  /// Adds the clusters when some observations have no CVE: these are joined by their other names, and with the only CVE
  /// that has one of those names too.
  private func addJoined(
    _ withoutCVE: [Int], _ withCVE: [CVEReference], _ members: Span<Int>, at mergeKey: MergeKey,
    to list: inout ClusterList
  ) {
    var roots = DisjointSet(count: members.count)
    for (reference, next) in zip(withCVE, withCVE.dropFirst()) where reference.name == next.name {
      roots.join(reference.position, next.position)
    }
    var positions: [InternedString: Int] = [:]
    for position in withoutCVE {
      for name in names.others(of: observations[members[position]]) {
        roots.join(positions[name] ?? position, position)
        positions[name] = roots[position]
      }
    }
    var known = [Set<Int>](repeating: [], count: members.count)
    for reference in withCVE {
      guard names[observations[members[reference.position]]].hasOthers else { continue }
      for name in names.others(of: observations[members[reference.position]]) {
        if let other = positions[name] { known[roots[other]].insert(roots[reference.position]) }
      }
    }
    for position in withoutCVE where known[position].count == 1 {
      roots.join(known[position].first ?? position, position)
    }
    var groups = [[Int]](repeating: [], count: members.count)
    for position in members.indices { groups[roots[position]].append(members[position]) }
    for group in groups where !group.isEmpty {
      for member in group { list.add(member) }
      list.end(at: mergeKey) { isBefore($0, $1) }
    }
  }
}

/// A disjoint-set forest (union-find) over the numbers below a count. The representative of a set is its smallest
/// number.
private struct DisjointSet {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  /// The representative of the set that contains a number.
  subscript(number: Int) -> Int {
    mutating get {
      var number = number
      while parents[number] != number {
        parents[number] = parents[parents[number]]
        number = parents[number]
      }
      return number
    }
  }

  /// Merges the sets that contain two numbers.
  mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (self[one], self[other])
    parents[max(one, other)] = min(one, other)
  }
}
