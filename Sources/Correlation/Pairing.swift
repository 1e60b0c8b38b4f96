import Interning
import Model

// What two tools must say alike to speak of one problem, sort by sort. Nearest first, so the order of reports cannot matter.

private let tolerance = MergeBasis.tolerance

/// Code: a common CWE in one file, on lines at most two apart. One CWE is common to all of a group: what names two weaknesses
/// does not make two results one that name one each.
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

/// What a group says of one CWE on one line of a file; what is of one line and CWE makes a bucket.
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

/// The bucket of the same CWE so many lines further down; empty where there is none.
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
    // Most buckets are one group, or two on one line.
    if here.count == 1 && there.count == 1 || here.count == 2 && here == there {
      return pair(entries[here.lowerBound].group, entries[there.upperBound - 1].group, if: mayJoin)
    }
    pair(entries[here].map(\.group), entries[there].map(\.group), if: mayJoin)
  }
}

/// Configuration: the same rule for the same resource, else on the same line. Tools share few rules; where they do not,
/// nothing says that two checks ask the same.
func pairInfrastructure(_ clusters: inout ClusterBuilder) {
  let byCheck = Buckets(clusters) { one in
    Check.shared(one).flatMap { check in
      check.isOfFile ? [check.name.wrappedValue] : one.location.startLine.map { [check.name.wrappedValue, String($0)] }
    }
  }
  for members in byCheck { clusters.pair(members, members) { _, _ in true } }
  let byResource = Buckets(clusters) { one in one.location.resource.flatMap { ownRule(one, at: $0) } }
  for members in byResource { clusters.pair(members, members) { _, _ in true } }
  let byLine = Buckets(clusters) { one in one.location.startLine.flatMap { ownRule(one, at: String($0)) } }
  for members in byLine { clusters.pair(members, members) { _, _ in true } }
}

private func ownRule(_ one: Observation, at place: String) -> [String]? {
  Check.shared(one) == nil ? [Check.name(of: one).wrappedValue, place] : nil
}

/// Secrets: equal values in one file, those on one line first; else on one line, where one of the tools does not tell the value.
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

/// The groups that have a key in common, by key in order.
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
  /// Adds the observations of one package in one place, those together that name the same vulnerability, directly or through
  /// others.
  ///
  /// Two CVEs are two vulnerabilities (CVE Program rules, 4.2: one id each), so no other name joins what bears different ones:
  /// an advisory of a vendor often speaks of several. What names several CVEs is that advisory, and one only with its like.
  func addDependencies(_ members: Span<Int>, at mergeKey: MergeKey, to made: inout ClusterList) {
    var (bearers, unnumbered) = ([CVEReference](), [Int]())
    bearers.reserveCapacity(members.count)
    for position in members.indices {
      if let name = names.vulnerability(of: observations[members[position]]) {
        bearers.append(CVEReference(name: name.number, position: position))
      } else {
        unnumbered.append(position)
      }
    }
    bearers.sort { ($0.name, $0.position) < ($1.name, $1.position) }
    guard unnumbered.isEmpty else { return addJoined(unnumbered, bearers, members, at: mergeKey, to: &made) }
    for (number, bearer) in bearers.enumerated() {
      made.add(members[bearer.position])
      guard number + 1 == bearers.count || bearers[number + 1].name != bearer.name else { continue }
      made.end(at: mergeKey) { isBefore($0, $1) }
    }
  }

  /// Who bears a CVE, by the number of its text.
  private struct CVEReference {
    let name: UInt32
    /// Among the members of the site.
    let position: Int
  }

  /// The same where some bear no CVE: joins these by their other names, and with the one CVE that bears one of these names too.
  private func addJoined(
    _ unnumbered: [Int], _ numbered: [CVEReference], _ members: Span<Int>, at mergeKey: MergeKey, to made: inout ClusterList
  ) {
    var roots = DisjointSet(count: members.count)
    for (bearer, next) in zip(numbered, numbered.dropFirst()) where bearer.name == next.name {
      roots.join(bearer.position, next.position)
    }
    var bearers: [InternedString: Int] = [:]
    for position in unnumbered {
      for name in names.others(of: observations[members[position]]) {
        roots.join(bearers[name] ?? position, position)
        bearers[name] = roots[position]
      }
    }
    var known = [Set<Int>](repeating: [], count: members.count)
    for bearer in numbered {
      guard names[observations[members[bearer.position]]].hasOthers else { continue }
      for name in names.others(of: observations[members[bearer.position]]) {
        if let other = bearers[name] { known[roots[other]].insert(roots[bearer.position]) }
      }
    }
    for position in unnumbered where known[position].count == 1 {
      roots.join(known[position].first ?? position, position)
    }
    var groups = [[Int]](repeating: [], count: members.count)
    for position in members.indices { groups[roots[position]].append(members[position]) }
    for group in groups where !group.isEmpty {
      for member in group { made.add(member) }
      made.end(at: mergeKey) { isBefore($0, $1) }
    }
  }
}

/// Groups of numbers, each known by its least.
private struct DisjointSet {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  subscript(number: Int) -> Int {
    var number = number
    while parents[number] != number { number = parents[number] }
    return number
  }

  mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (self[one], self[other])
    parents[max(one, other)] = min(one, other)
  }
}
