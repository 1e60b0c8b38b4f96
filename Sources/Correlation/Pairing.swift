import Interning
import Model

// The rules that decide, for each class of finding, when results of two tools are one problem. The nearest results are
// joined first, so the order of the reports does not matter.

private let tolerance = MergeBasis.tolerance

/// Joins results about code that share a CWE and are in one file, on lines at most two apart.
///
/// All results of a group share one CWE, so a result with two CWEs does not link two results that have one of them
/// each.
func pairCode(_ clusters: inout ClusterBuilder) {
  let entries = codeEntries(clusters)
  for distance in 0...tolerance {
    var next = 0
    while next < entries.count {
      let (here, there) = (bucket(from: next, in: entries), other(distance, from: next, in: entries))
      next = here.upperBound
      guard !there.isEmpty else { continue }
      let weakness = entries[here.lowerBound].weakness
      clusters.pair(entries, here, there) { one, other in
        max(one.last, other.last) - min(one.first, other.first) <= tolerance
          && one.weaknesses.has(weakness) && other.weaknesses.has(weakness)
      }
    }
  }
}

/// A group's result for one CWE on one line of a file. Entries with equal line and CWE form a bucket.
private struct CodeEntry: Comparable {
  let weakness: Int
  let line: Int
  let group: Int

  static func < (one: CodeEntry, other: CodeEntry) -> Bool {
    (one.weakness, one.line, one.group) < (other.weakness, other.line, other.group)
  }
}

private func codeEntries(_ clusters: ClusterBuilder) -> [CodeEntry] {
  var entries: [CodeEntry] = []
  for (group, head) in clusters.heads.enumerated() {
    let location = clusters.input.observations[head].location
    guard !location.$path.isNil, let line = location.startLine else { continue }
    clusters.traits[group].weaknesses.forEach { weakness in
      entries.append(CodeEntry(weakness: weakness, line: line, group: group))
    }
  }
  entries.sort()
  return entries
}

private func bucket(from start: Int, in entries: [CodeEntry]) -> Range<Int> {
  var end = start + 1
  while end < entries.count, entries[end].line == entries[start].line, entries[end].weakness == entries[start].weakness
  {
    end += 1
  }
  return start..<end
}

/// The bucket of the CWE that is `distance` lines further down; empty when there is none.
private func other(_ distance: Int, from start: Int, in entries: [CodeEntry]) -> Range<Int> {
  let (weakness, line) = (entries[start].weakness, entries[start].line + distance)
  var at = start
  while at < entries.count, entries[at].weakness == weakness, entries[at].line < line { at += 1 }
  guard at < entries.count, entries[at].weakness == weakness, entries[at].line == line else { return at..<at }
  return bucket(from: at, in: entries)
}

extension ClusterBuilder {
  fileprivate mutating func pair(
    _ entries: [CodeEntry], _ here: Range<Int>, _ there: Range<Int>, if mayJoin: (Traits, Traits) -> Bool
  ) {
    // Most buckets have one group, or two on one line.
    if here.count == 1 && there.count == 1 || here.count == 2 && here == there {
      return pair(entries[here.lowerBound].group, entries[there.upperBound - 1].group, if: mayJoin)
    }
    pair(entries[here].map(\.group), entries[there].map(\.group), if: mayJoin)
  }
}

/// Joins results about configuration that have the same rule for the same resource, or else on the same line.
///
/// Tools share few rules. For all other rules there is no evidence that two checks ask the same.
func pairInfrastructure(_ clusters: inout ClusterBuilder) {
  let byCheck = Buckets(clusters) { one in
    Check.shared(one).flatMap { check in
      let name = check.name.wrappedValue
      return check.isAboutFile ? [name] : one.location.startLine.map { [name, String($0)] }
    }
  }
  for members in byCheck { clusters.pair(members, members) { _, _ in true } }
  let byResource = Buckets(clusters) { one in one.location.resource.flatMap { ownRule(one, at: $0) } }
  for members in byResource { clusters.pair(members, members) { _, _ in true } }
  let byLine = Buckets(clusters) { one in one.location.startLine.flatMap { ownRule(one, at: String($0)) } }
  for members in byLine { clusters.pair(members, members) { _, _ in true } }
}

private func ownRule(_ one: Observation, at position: String) -> [String]? {
  Check.shared(one) == nil ? [Check.name(of: one).wrappedValue, position] : nil
}

/// Joins results about secrets that have equal values in one file, those on one line first, and then results on one
/// line when one of the tools does not report the value.
func pairSecrets(_ clusters: inout ClusterBuilder) {
  let byValueAndLine = Buckets(clusters) { one in
    one.secretDigest.map { [$0, one.location.startLine.map(String.init) ?? ""] }
  }
  for members in byValueAndLine { clusters.pair(members, members) { $0.secret == $1.secret } }
  let byValue = Buckets(clusters) { one in one.secretDigest.map { [$0] } }
  for members in byValue { clusters.pair(members, members) { $0.secret == $1.secret } }
  let byLine = Buckets(clusters) { one in one.location.startLine.map { [String($0)] } }
  for members in byLine { clusters.pair(members, members) { $0.secret == 0 || $1.secret == 0 } }
}

/// Groups that have a key in common, sorted by key.
private struct Buckets: Sequence {
  private let buckets: [[Int]]

  init(_ clusters: ClusterBuilder, by key: (Observation) -> [String]?) {
    var members: [[String]: [Int]] = [:]
    for (number, head) in clusters.heads.enumerated() {
      if let key = key(clusters.input.observations[head]) { members[key, default: []].append(number) }
    }
    buckets = members.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  func makeIterator() -> some IteratorProtocol<[Int]> { buckets.makeIterator() }
}

// MARK: - Dependencies

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
    var number = number
    while parents[number] != number { number = parents[number] }
    return number
  }

  /// Merges the sets that contain two numbers.
  mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (self[one], self[other])
    parents[max(one, other)] = min(one, other)
  }
}
