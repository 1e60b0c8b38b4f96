import Model

extension Testimony {
  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  func finding(of cluster: [Int], at site: Site) -> Finding {
    let witnesses = cluster.map { observations[$0] }
    // The words of the most severe witness; the first in canonical order among equals.
    let first =
      witnesses.enumerated().min { ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset) }?.element
      ?? witnesses[0]
    var finding = Finding(id: "", witnesses: witnesses, like: first)
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
    if component?.purl == nil, let named = witnesses.first(where: { $0.component?.purl != nil }) {
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
  var names: [String: String] = [:]
  for name in witnesses.lazy.flatMap(\.ids) { names[uppercased(name)] = min(name, names[uppercased(name)] ?? name) }
  return names.sorted { (authority($0.key), $0.key) < (authority($1.key), $1.key) }.map(\.value)
}

private func authority(_ name: String) -> Int { name.hasPrefix("CVE-") ? 0 : name.hasPrefix("GHSA-") ? 1 : 2 }

// MARK: - Why they are one

private func mergedBecause(_ witnesses: [Observation], tools: [Int], at site: Site, as finding: Finding) -> [String] {
  var names: [Int: String] = [:]
  for (tool, witness) in zip(tools, witnesses) {
    names[tool] = min(witness.scan.tool, names[tool] ?? witness.scan.tool)
  }
  let all = names.sorted { $0.key < $1.key }.map(\.value)
  var reasons: [String] = []
  if all.count > 1 { reasons.append("\(list(all)) \(agreement(site, finding))") }
  for (tool, name) in names.sorted(by: { $0.key < $1.key }) {
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
    guard var shared = witnesses.first.map({ Set($0.cwes) }) else { return nil }
    for witness in witnesses.dropFirst() { shared.formIntersection(witness.cwes) }
    return shared.min() ?? cwes.min()
  }
}
