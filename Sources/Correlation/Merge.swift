import Model

/// Makes findings of clusters. What many of them have in common (names, weaknesses, reasons) is worked out once.
struct Merger {
  private let testimony: Testimony
  private var names = Unions<String>(canonicalNames)
  private var weaknesses = Unions<Int> { Set($0.joined()).sorted() }
  private var scores = Unions<Score> { Set($0.joined()).sorted(by: isBefore) }
  private var fixes = Unions<String> { Set($0.joined()).sorted() }
  private var reasons: [Agreement: Interned<[String]>] = [:]

  init(_ testimony: Testimony) { self.testimony = testimony }

  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  mutating func finding(of cluster: Cluster, id: Text) -> Finding {
    guard case .several(let members) = cluster.members else {
      let only = testimony.observations[cluster.first]
      var finding = Finding(id: id, witness: only)
      let number = testimony.names.each[cluster.first]
      finding.$ids = testimony.names.entries[number].canonical
      if cluster.site.sort == .dependency, let name = testimony.names.entries[number].first { finding.$ruleId = name }
      return finding
    }
    let witnesses = members.map { testimony.observations[$0] }
    // The words of the most severe witness; the first in canonical order among equals.
    var first = 0
    for index in witnesses.indices.dropFirst() where rank(witnesses[index].severity) > rank(witnesses[first].severity) {
      first = index
    }
    var finding = Finding(id: id, witnesses: witnesses, like: witnesses[first])
    finding.$ids = names.union(members.map { testimony.names.entries[testimony.names.each[$0]].canonical })
    if cluster.site.sort == .dependency, let name = finding.ids.first { finding.ruleId = name }
    learn(&finding, from: witnesses)
    let agreement = Agreement(witnesses, members.map { testimony.tools[$0] }, cluster.site, finding.$ids)
    if let known = reasons[agreement] {
      finding.$mergedBecause = known
    } else {
      finding.mergedBecause = agreement.reasons(witnesses)
      reasons[agreement] = finding.$mergedBecause
    }
    return finding
  }

  private mutating func learn(_ finding: inout Finding, from witnesses: [Observation]) {
    let severities = Set(witnesses.compactMap(\.severity))
    (finding.severity, finding.isSeverityDisputed) = (severities.max(), severities.count > 1)
    finding.$cwes = weaknesses.union(witnesses.map { $0.$cwes })
    finding.$cvss = scores.union(witnesses.map { $0.$cvss })
    finding.epss = witnesses.compactMap(\.epss).max()
    finding.isKnownExploited = witnesses.compactMap(\.isKnownExploited).max { !$0 && $1 }
    let stated = witnesses.compactMap { $0.$fixedVersions.interned }
    finding.$fixedVersions = stated.isEmpty ? .none : InternedOptional(fixes.union(stated))
    finding.firstSeen = witnesses.compactMap(\.firstSeen).min()
    if finding.component?.purl?.version == nil,
      let named = witnesses.first(where: { $0.component?.purl?.version != nil })
    {
      finding.$component = named.$component
    }
    finding.reachability = strongest(witnesses.map(\.reachability))
    if witnesses.contains(where: { !$0.$reachabilityEvidence.isNil }) {
      finding.reachabilityEvidence = witnesses.compactMap(\.reachabilityEvidence)
    }
    // One tool that keeps the finding open keeps it open.
    if let open = witnesses.first(where: { $0.state == .open }) {
      (finding.state, finding.$stateReason) = (.open, open.$stateReason)
    }
  }
}

/// What lists have together, remembered by the lists: the same few meet again and again.
private struct Unions<Element: InternableElement> {
  private let make: ([[Element]]) -> [Element]
  private var known: [[Interned<[Element]>]: Interned<[Element]>] = [:]

  init(_ make: @escaping ([[Element]]) -> [Element]) { self.make = make }

  mutating func union(_ lists: [Interned<[Element]>]) -> Interned<[Element]> {
    if let union = known[lists] { return union }
    let union = Interned(make(lists.map { $0.wrappedValue }))
    known[lists] = union
    return union
  }
}

private func rank(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }

/// A run or a call seen by one tool stands against all that did not see it; no analysis says nothing.
private func strongest(_ said: [Reachability]) -> Reachability {
  [.reachable, .unreachable, .present].first { said.contains($0) } ?? .unknown
}

private func isBefore(_ one: Score, _ other: Score) -> Bool {
  let (a, b) = (one, other)
  if a.version != b.version { return a.version > b.version }
  if a.score != b.score { return (a.score ?? -1) > (b.score ?? -1) }
  let (here, there) = (a.$vector.interned ?? .empty, b.$vector.interned ?? .empty)
  return here != there ? here < there : (a.$source.interned ?? .empty) < (b.$source.interned ?? .empty)
}

// MARK: - Why they are one

/// What the reasons of a merger are made from.
private struct Agreement: Hashable {
  private let scans: [Interned<Scan>]
  private let tools: [Int]
  private let sort: Site.Sort
  private let names: Interned<[String]>
  private let rules: [Text]
  private let weakness: Int?
  private let areSecretsKnown: Bool

  init(_ witnesses: [Observation], _ tools: [Int], _ site: Site, _ names: Interned<[String]>) {
    (scans, self.tools, sort, self.names) = (witnesses.map { $0.$scan }, tools, site.sort, names)
    rules = Set(witnesses.map { $0.$ruleId }).sorted()
    weakness = sort == .code ? sharedWeakness(Array(witnesses.indices), witnesses) : nil
    areSecretsKnown = witnesses.allSatisfy { !$0.$secretDigest.isNil }
  }

  func reasons(_ witnesses: [Observation]) -> [String] {
    let distinct = Set(tools).sorted()
    // A tool that spells its name in two ways is one; the first spelling in order stands for it.
    let spelled = distinct.map { tool in
      witnesses.indices.lazy.filter { tools[$0] == tool }.map { witnesses[$0].scan.tool }.min() ?? ""
    }
    var reasons = distinct.count > 1 ? ["\(list(spelled)) \(what)"] : []
    guard distinct.count < witnesses.count else { return reasons }
    for (tool, name) in zip(distinct, spelled) {
      let count = tools.count { $0 == tool }
      if count > 1 { reasons.append("\(name) reports it \(count) times") }
    }
    return reasons
  }

  private var rule: String { rules.map(\.wrappedValue).joined(separator: " = ") }

  private var what: String {
    switch sort {
    case .dependency:
      let names = names.wrappedValue
      let shown = names.isEmpty ? rule : names.joined(separator: " = ")
      return "name the same vulnerability (\(shown)) in the same package and place"
    case .code:
      return
        "report \(weakness.map { "CWE-\($0)" } ?? "the same weakness") in one file, at most \(tolerance) lines apart"
    case .infrastructure:
      return rules.count > 1
        ? "ask the same (\(rule)) of the same place" : "apply the same rule (\(rule)) to the same resource"
    case .secret:
      return areSecretsKnown ? "report the same secret in one file" : "report a secret on the same line"
    case .service, .license: return "report \(rule) in the same place"
    }
  }
}

private func list(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}
