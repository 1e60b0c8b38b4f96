import Model

extension Testimony {
  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  func finding(of cluster: [Int], at site: Site) -> Finding {
    let witnesses = cluster.map { observations[$0] }
    // The words of the most severe witness; the first in canonical order among equals.
    var first = 0
    for index in witnesses.indices where witnesses[index].rank > witnesses[first].rank { first = index }
    var finding = Finding(id: "", witnesses: witnesses, like: witnesses[first])
    finding.ids = canonicalNames(witnesses)
    if site.sort == .dependency, let name = finding.ids.first { finding.ruleId = name }
    guard witnesses.count > 1 else { return finding }
    finding.learn(from: witnesses)
    finding.mergedBecause = mergedBecause(witnesses, tools: cluster.map { tools[$0] }, at: site, as: finding)
    return finding
  }
}

extension Observation {
  fileprivate var rank: Int { severity.map { Int($0.rawValue) } ?? -1 }
}

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
private func canonicalNames(_ witnesses: [Observation]) -> [String] {
  if witnesses.count == 1, witnesses[0].ids.count < 2 { return witnesses[0].ids }
  var names: [(rank: Int, key: String, name: String)] = []
  for index in witnesses.indices {
    for name in witnesses[index].ids {
      let key = uppercased(name)
      names.append((authority(key), key, name))
    }
  }
  names.sort { $0 < $1 }
  // Of several spellings the first in order stays.
  return names.indices.filter { $0 == 0 || names[$0 - 1].key != names[$0].key }.map { names[$0].name }
}

private func authority(_ name: String) -> Int { name.hasPrefix("CVE-") ? 0 : name.hasPrefix("GHSA-") ? 1 : 2 }

// MARK: - Why they are one

private func mergedBecause(_ witnesses: [Observation], tools: [Int], at site: Site, as finding: Finding) -> [String] {
  let distinct = Set(tools).sorted()
  // A tool that spells its name in two ways is one; the first spelling in order stands for it.
  let names = distinct.map { tool in
    zip(tools, witnesses).lazy.filter { $0.0 == tool }.map(\.1.scan.tool).min() ?? ""
  }
  var reasons = distinct.count > 1 ? ["\(list(names)) \(agreement(site, finding))"] : []
  guard distinct.count < witnesses.count else { return reasons }
  for (tool, name) in zip(distinct, names) {
    let count = tools.count { $0 == tool }
    if count > 1 { reasons.append("\(name) reports it \(count) times") }
  }
  return reasons
}

private func agreement(_ site: Site, _ finding: Finding) -> String {
  switch site.sort {
  case .dependency:
    let names = finding.ids.isEmpty ? finding.ruleId : finding.ids.joined(separator: " = ")
    return "name the same vulnerability (\(names)) in the same package and place"
  case .code:
    let shared = finding.sharedWeakness.map { "CWE-\($0)" } ?? "the same weakness"
    return "report \(shared) in one file, at most \(tolerance) lines apart"
  case .infrastructure: return "apply the same rule (\(finding.ruleId)) to the same resource"
  case .secret:
    return finding.witnesses.allSatisfy { $0.secretDigest != nil }
      ? "report the same secret in one file" : "report a secret on the same line"
  case .service, .license: return "report \(finding.ruleId) in the same place"
  }
}

private func list(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}

extension Finding {
  /// The smallest CWE that all witnesses name, else the smallest that any names.
  var sharedWeakness: Int? {
    if witnesses.count == 1 { return witnesses[0].cwes.min() }
    guard var shared = witnesses.first.map({ Set($0.cwes) }) else { return nil }
    for witness in witnesses.dropFirst() { shared.formIntersection(witness.cwes) }
    return shared.min() ?? cwes.min()
  }
}
