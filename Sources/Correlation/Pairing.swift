import Model

// What two tools must say alike to speak of one problem, sort by sort. Nearest first, so the order of reports cannot matter.

/// How far apart two tools may begin the same weakness: one points at the call, the other at its argument.
let tolerance = 2

/// Code: a common CWE in one file, on lines at most two apart.
func pairCode(_ clusters: inout Clusters) {
  let buckets = codeBuckets(clusters)
  for distance in 0...tolerance {
    for (key, here) in buckets {
      guard let there = distance == 0 ? here : buckets[CodeKey(weakness: key.weakness, line: key.line + distance)]
      else { continue }
      clusters.pair(here, there) { max($0.last, $1.last) - min($0.first, $1.first) <= tolerance }
    }
  }
}

private struct CodeKey: Hashable, Comparable {
  let weakness: Int
  let line: Int

  static func < (one: CodeKey, other: CodeKey) -> Bool { (one.weakness, one.line) < (other.weakness, other.line) }
}

private func codeBuckets(_ clusters: Clusters) -> Buckets<CodeKey> {
  Buckets(clusters) { observation in
    guard observation.location.path != nil, let line = observation.location.startLine else { return [] }
    return Set(observation.cwes).map { CodeKey(weakness: $0, line: line) }
  }
}

/// Configuration: the same rule for the same resource, else on the same line. Tools share few rule ids; where they do not,
/// nothing says that two checks ask the same.
func pairInfrastructure(_ clusters: inout Clusters) {
  pair(&clusters) { $0.location.resource.map { [$0] } }
  pair(&clusters) { $0.location.startLine.map { [String($0)] } }

  func pair(_ clusters: inout Clusters, by key: (Observation) -> [String]?) {
    let buckets = Buckets(clusters) { observation in key(observation).map { [[folded(observation.ruleId)] + $0] } ?? []
    }
    for (_, members) in buckets { clusters.pair(members, members) { _, _ in true } }
  }
}

/// Secrets: equal values in one file; else on one line, where one of the tools does not tell the value.
func pairSecrets(_ clusters: inout Clusters) {
  let exact = Buckets(clusters) { one in
    one.secretDigest.map { [[$0, one.location.startLine.map(String.init) ?? ""]] } ?? []
  }
  for (_, members) in exact { clusters.pair(members, members) { $0.secret == $1.secret } }
  let equal = Buckets(clusters) { one in one.secretDigest.map { [[$0]] } ?? [] }
  for (_, members) in equal { clusters.pair(members, members) { $0.secret == $1.secret } }
  let near = Buckets(clusters) { one in one.location.startLine.map { [[String($0)]] } ?? [] }
  for (_, members) in near { clusters.pair(members, members) { $0.secret == 0 || $1.secret == 0 } }
}

/// The groups that have a key in common, by key in order.
private struct Buckets<Key: Hashable>: Sequence {
  private let members: [Key: [Int]]
  private let keys: [Key]

  init(_ clusters: Clusters, by keys: (Observation) -> [Key]) where Key: Comparable {
    self.init(clusters, by: keys) { $0.sort() }
  }

  init(_ clusters: Clusters, by keys: (Observation) -> [Key]) where Key == [String] {
    self.init(clusters, by: keys) { $0.sort { $0.lexicographicallyPrecedes($1) } }
  }

  private init(_ clusters: Clusters, by keys: (Observation) -> [Key], sort: (inout [Key]) -> Void) {
    var members: [Key: [Int]] = [:]
    for (number, head) in clusters.heads.enumerated() {
      for key in keys(clusters.testimony.observations[head]) { members[key, default: []].append(number) }
    }
    var sorted = Array(members.keys)
    sort(&sorted)
    (self.members, self.keys) = (members, sorted)
  }

  subscript(_ key: Key) -> [Int]? { members[key] }

  func makeIterator() -> some IteratorProtocol<(Key, [Int])> {
    keys.lazy.map { ($0, members[$0] ?? []) }.makeIterator()
  }
}

// MARK: - Dependencies

extension Testimony {
  /// Observations of one package in one place, whose names of the vulnerability overlap, directly or through others.
  func dependencies(_ members: [Int]) -> [[Int]] {
    var parents = Array(members.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parents[index] != index {
        parents[index] = parents[parents[index]]
        index = parents[index]
      }
      return index
    }
    var named: [String: Int] = [:]
    for (number, member) in members.enumerated() {
      for name in observations[member].vulnerabilities {
        let (one, other) = (root(named[name] ?? number), root(number))
        parents[max(one, other)] = min(one, other)
        named[name] = min(one, other)
      }
    }
    var groups: [Int: [Int]] = [:]
    for (number, member) in members.enumerated() { groups[root(number), default: []].append(member) }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension Observation {
  /// Every name of the vulnerability in one spelling; the rule's where there is none.
  var vulnerabilities: [String] { ids.isEmpty ? [uppercased(ruleId)] : ids.map(uppercased) }
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
