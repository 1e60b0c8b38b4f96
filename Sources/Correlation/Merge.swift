import Model

extension Testimony {
  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  func finding(of cluster: Cluster, id: String) -> Finding {
    let witnesses = cluster.members.map { observations[$0] }
    // The words of the most severe witness; the first in canonical order among equals.
    var first = 0
    for index in witnesses.indices.dropFirst() where rank(witnesses[index].severity) > rank(witnesses[first].severity) {
      first = index
    }
    var finding = Finding(id: id, witnesses: witnesses, like: witnesses[first])
    let names = canonicalNames(Array(witnesses.indices), witnesses)
    finding.ids = names
    if cluster.site.sort == .dependency, let name = names.first { finding.ruleId = name }
    guard witnesses.count > 1 else { return finding }
    finding.learn(from: witnesses)
    finding.mergedBecause = mergedBecause(witnesses, cluster.members.map { tools[$0] }, cluster.site, names)
    return finding
  }
}

private func rank(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }

extension Finding {
  fileprivate mutating func learn(from witnesses: [Observation]) {
    let severities = Set(witnesses.compactMap(\.severity))
    (severity, isSeverityDisputed) = (severities.max(), severities.count > 1)
    cwes = Set(witnesses.flatMap(\.cwes)).sorted()
    cvss = Set(witnesses.flatMap(\.cvss)).sorted(by: isBefore)
    epss = witnesses.compactMap(\.epss).max()
    isKnownExploited = witnesses.compactMap(\.isKnownExploited).max { !$0 && $1 }
    let fixes = witnesses.compactMap(\.fixedVersions)
    fixedVersions = fixes.isEmpty ? nil : Set(fixes.joined()).sorted()
    firstSeen = witnesses.compactMap(\.firstSeen).min()
    if component?.purl?.version == nil, let named = witnesses.first(where: { $0.component?.purl?.version != nil }) {
      component = named.component
    }
    reachability = strongest(witnesses.map(\.reachability))
    reachabilityEvidence = witnesses.compactMap(\.reachabilityEvidence)
    // One tool that keeps the finding open keeps it open.
    if let open = witnesses.first(where: { $0.state == .open }) {
      (state, stateReason) = (.open, open.stateReason)
    }
  }
}

/// A run or a call seen by one tool stands against all that did not see it; no analysis says nothing.
private func strongest(_ said: [Reachability]) -> Reachability {
  [.reachable, .unreachable, .present].first { said.contains($0) } ?? .unknown
}

private func isBefore(_ one: Score, _ other: Score) -> Bool {
  let (a, b) = (one, other)
  if a.version != b.version { return a.version > b.version }
  if a.score != b.score { return (a.score ?? -1) > (b.score ?? -1) }
  return (a.vector ?? "", a.source ?? "") < (b.vector ?? "", b.source ?? "")
}

/// All names of the vulnerability: CVE first, then GHSA, then the others.
func canonicalNames(_ members: [Int], _ observations: [Observation]) -> [String] {
  if members.count == 1, observations[members[0]].ids.count < 2 { return observations[members[0]].ids }
  var names: [(rank: Int, key: String, name: String)] = []
  for member in members {
    for name in observations[member].ids {
      let key = uppercased(name)
      names.append((authority(key), key, name))
    }
  }
  names.sort { $0 < $1 }
  // Of several spellings the first in order stays.
  return names.indices.filter { $0 == 0 || names[$0 - 1].key != names[$0].key }.map { names[$0].name }
}

/// The first of them; the rule's name where there is none.
func canonicalName(_ members: [Int], _ observations: [Observation]) -> String {
  var best: (rank: Int, key: String)?
  for member in members {
    for name in observations[member].ids {
      let rank = authority(name)
      if let best, best.rank < rank { continue }
      let key = uppercased(name)
      if best.map({ (rank, key) < $0 }) ?? true { best = (rank, key) }
    }
  }
  return best?.key ?? uppercased(observations[members[0]].ruleId)
}

private func authority(_ name: String) -> Int {
  switch name.utf8.first.map({ $0 & 0xDF }) {
  case UInt8(ascii: "C") where uppercased(String(name.prefix(4))) == "CVE-": 0
  case UInt8(ascii: "G") where uppercased(String(name.prefix(5))) == "GHSA-": 1
  default: 2
  }
}

// MARK: - Why they are one

private func mergedBecause(_ witnesses: [Observation], _ tools: [Int], _ site: Site, _ names: [String]) -> [String] {
  let distinct = Set(tools).sorted()
  // A tool that spells its name in two ways is one; the first spelling in order stands for it.
  let spelled = distinct.map { tool in
    witnesses.indices.lazy.filter { tools[$0] == tool }.map { witnesses[$0].scan.tool }.min() ?? ""
  }
  var reasons = distinct.count > 1 ? ["\(list(spelled)) \(agreement(witnesses, site, names))"] : []
  guard distinct.count < witnesses.count else { return reasons }
  for (tool, name) in zip(distinct, spelled) {
    let count = tools.count { $0 == tool }
    if count > 1 { reasons.append("\(name) reports it \(count) times") }
  }
  return reasons
}

private func agreement(_ witnesses: [Observation], _ site: Site, _ names: [String]) -> String {
  switch site.sort {
  case .dependency:
    let shown = names.isEmpty ? witnesses[0].ruleId : names.joined(separator: " = ")
    return "name the same vulnerability (\(shown)) in the same package and place"
  case .code:
    let shared = sharedWeakness(Array(witnesses.indices), witnesses).map { "CWE-\($0)" } ?? "the same weakness"
    return "report \(shared) in one file, at most \(tolerance) lines apart"
  case .infrastructure: return "apply the same rule (\(witnesses[0].ruleId)) to the same resource"
  case .secret:
    return witnesses.allSatisfy { $0.secretDigest != nil }
      ? "report the same secret in one file" : "report a secret on the same line"
  case .service, .license: return "report \(witnesses[0].ruleId) in the same place"
  }
}

private func list(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}
