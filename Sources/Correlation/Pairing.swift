import Model

// What two tools must say alike to speak of one problem, sort by sort. Nearest first, so the order of reports cannot matter.

/// How far apart two tools may begin the same weakness: one points at the call, the other at its argument.
let tolerance = 2

/// Code: a common CWE in one file, on lines at most two apart.
func pairCode(_ clusters: inout Clusters) {
  let buckets = codeBuckets(clusters)
  for distance in 0...tolerance {
    for (number, here) in buckets.enumerated() {
      // Buckets are sorted, so the one that is `distance` lines down is at most that many further on.
      let there = buckets[number...].prefix(distance + 1).first {
        $0.weakness == here.weakness && $0.line == here.line + distance
      }
      guard let there else { continue }
      clusters.pair(here.members, there.members) { max($0.last, $1.last) - min($0.first, $1.first) <= tolerance }
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
    for weakness in observations[head].cwes { entries.append((weakness, line, number)) }
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

/// Configuration: the same rule for the same resource, else on the same line. Tools share few rule ids; where they do not,
/// nothing says that two checks ask the same.
func pairInfrastructure(_ clusters: inout Clusters) {
  let byResource = Buckets(clusters) { one in one.location.resource.map { [folded(one.ruleId), $0] } }
  for members in byResource { clusters.pair(members, members) { _, _ in true } }
  let byLine = Buckets(clusters) { one in one.location.startLine.map { [folded(one.ruleId), String($0)] } }
  for members in byLine { clusters.pair(members, members) { _, _ in true } }
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
  /// Observations of one package in one place, whose names of the vulnerability overlap, directly or through others.
  func dependencies(_ members: ArraySlice<Int>) -> [[Int]] {
    var parents = Array(0..<members.count)
    func root(_ index: Int) -> Int {
      var index = index
      while parents[index] != index {
        parents[index] = parents[parents[index]]
        index = parents[index]
      }
      return index
    }
    var named = Namers()
    for (number, member) in members.enumerated() {
      func meet(_ name: Text) {
        guard let earlier = named.first(toSay: name, or: number) else { return }
        let (one, other) = (root(earlier), root(number))
        parents[max(one, other)] = min(one, other)
      }
      let entry = names.each[member]
      for name in names.entries[entry].keys { meet(name) }
      if names.entries[entry].keys.isEmpty { meet(Text(uppercased(observations[member].ruleId))) }
    }
    var groups = [[Int]](repeating: [], count: members.count)
    for (number, member) in members.enumerated() { groups[root(number)].append(member) }
    return groups.filter { !$0.isEmpty }.map { $0.count > 1 ? $0.sorted(by: isBefore) : $0 }
  }
}

/// Who said a name first. Most packages have a handful, and those are looked through sooner than a table is made.
private struct Namers {
  private var few: [(name: Text, number: Int)] = []
  private var many: [Text: Int] = [:]

  /// The first who said it; nil where that is `number`.
  mutating func first(toSay name: Text, or number: Int) -> Int? {
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
