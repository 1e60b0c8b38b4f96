import Model

// What two tools must say alike to speak of one problem, sort by sort. Nearest first, so the order of reports cannot matter.

/// How far apart two tools may begin the same weakness: one points at the call, the other at its argument.
let tolerance = 2

/// Code: a common CWE in one file, on lines at most two apart. One CWE is common to all of a group: what names two weaknesses
/// does not make two results one that name one each.
func pairCode(_ clusters: inout Clusters) {
  let buckets = codeBuckets(clusters)
  for distance in 0...tolerance {
    for (number, here) in buckets.enumerated() {
      // Buckets are sorted, so the one that is `distance` lines down is at most that many further on.
      let there = buckets[number...].prefix(distance + 1).first {
        $0.weakness == here.weakness && $0.line == here.line + distance
      }
      guard let there else { continue }
      clusters.pair(here.members, there.members) { one, other in
        max(one.last, other.last) - min(one.first, other.first) <= tolerance
          && one.weaknesses.has(here.weakness) && other.weaknesses.has(here.weakness)
      }
    }
  }
}

/// What tools say of one CWE on one line of a file.
private struct CodeBucket {
  let weakness: Int
  let line: Int
  var members: [Int]
}

private func codeBuckets(_ clusters: Clusters) -> [CodeBucket] {
  let observations = clusters.testimony.observations
  var entries: [(weakness: Int, line: Int, number: Int)] = []
  for (number, head) in clusters.heads.enumerated() {
    guard observations[head].location.path != nil, let line = observations[head].location.startLine else { continue }
    for weakness in clusters.traits[number].weaknesses.numbers { entries.append((weakness, line, number)) }
  }
  entries.sort { $0 < $1 }
  var buckets: [CodeBucket] = []
  for entry in entries {
    if let last = buckets.last, last.weakness == entry.weakness, last.line == entry.line {
      if last.members.last != entry.number { buckets[buckets.count - 1].members.append(entry.number) }
    } else {
      buckets.append(CodeBucket(weakness: entry.weakness, line: entry.line, members: [entry.number]))
    }
  }
  return buckets
}

/// Configuration: the same rule for the same resource, else on the same line. Tools share few rules; where they do not,
/// nothing says that two checks ask the same.
func pairInfrastructure(_ clusters: inout Clusters) {
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
func pairSecrets(_ clusters: inout Clusters) {
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

  init(_ clusters: Clusters, by key: (Observation) -> [String]?) {
    var members: [[String]: [Int]] = [:]
    for (number, head) in clusters.heads.enumerated() {
      if let key = key(clusters.testimony.observations[head]) { members[key, default: []].append(number) }
    }
    buckets = members.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  func makeIterator() -> some IteratorProtocol<[Int]> { buckets.makeIterator() }
}

// MARK: - Dependencies

extension Testimony {
  /// Observations of one package in one place that name the same vulnerability, directly or through others.
  ///
  /// Two CVEs are two vulnerabilities (CVE Program rules, 4.2: one id each), so no other name joins what bears different ones:
  /// an advisory of a vendor often speaks of several. What names several CVEs is that advisory, and one only with its like.
  func dependencies(_ members: ArraySlice<Int>) -> [[Int]] {
    var roots = Roots(count: members.count)
    var (bearers, unnumbered) = (Bearers(), [Int]())
    for (number, member) in members.enumerated() {
      if let vulnerability = names.vulnerability(of: observations[member], member) {
        if let earlier = bearers.first(toBear: vulnerability, or: number) { roots.join(earlier, number) }
      } else {
        unnumbered.append(number)
      }
    }
    if !unnumbered.isEmpty { join(unnumbered, of: members, to: &roots) }
    var groups = [[Int]](repeating: [], count: members.count)
    for (number, member) in members.enumerated() { groups[roots[number]].append(member) }
    return groups.filter { !$0.isEmpty }.map { $0.count > 1 ? $0.sorted(by: isBefore) : $0 }
  }

  /// Joins what bears no CVE by its other names, and with the one CVE that bears one of these names too.
  private func join(_ unnumbered: [Int], of members: ArraySlice<Int>, to roots: inout Roots) {
    let members = Array(members)
    var bearers: [Text: Int] = [:]
    for number in unnumbered {
      for name in names.others(of: observations[members[number]], members[number]) {
        roots.join(bearers[name] ?? number, number)
        bearers[name] = roots[number]
      }
    }
    var numbered = [Set<Int>](repeating: [], count: members.count)
    for (number, member) in members.enumerated() {
      guard names.vulnerability(of: observations[member], member) != nil else { continue }
      for name in names.entries[names.each[member]].others {
        if let bearer = bearers[name] { numbered[roots[bearer]].insert(roots[number]) }
      }
    }
    for number in unnumbered where numbered[number].count == 1 { roots.join(numbered[number].first ?? number, number) }
  }
}

/// Groups of numbers, each known by its least.
private struct Roots {
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

/// Who bore a name first. Most packages have a handful, and those are looked through sooner than a table is made.
private struct Bearers {
  private var few: [(name: Text, number: Int)] = []
  private var many: [Text: Int] = [:]

  /// The first who bore it; nil where that is `number`.
  mutating func first(toBear name: Text, or number: Int) -> Int? {
    if few.count < 24 {
      for one in few where one.name == name { return one.number }
      few.append((name, number))
      return nil
    }
    if many.isEmpty { many = Dictionary(few.map { ($0.name, $0.number) }) { first, _ in first } }
    if let earlier = many[name] { return earlier }
    many[name] = number
    return nil
  }
}

/// The CVE among names in upper case; where there are several, all as one text.
func vulnerabilityNumber(_ names: [String]) -> Text? {
  let numbers = names.filter { $0.hasPrefix("CVE-") }
  if numbers.count < 2 { return numbers.first.map { Text($0) } }
  return Text(Set(numbers).sorted().joined(separator: " "))
}

/// ASCII letters in upper case: ids of vulnerabilities are compared without case.
func uppercased(_ text: String) -> String {
  guard text.utf8.contains(where: { (97...122).contains($0) }) else { return text }
  return String(decoding: text.utf8.map { (97...122).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
}

/// ASCII letters in lower case: names of tools and rules are compared without case.
func folded(_ text: String) -> String {
  guard text.utf8.contains(where: { (65...90).contains($0) }) else { return text }
  return String(decoding: text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}
