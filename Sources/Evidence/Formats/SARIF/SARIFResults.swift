import Documents
import Interning
import Model

extension SARIFRun {
  /// One result (§3.27). Nil for `pass` and `notApplicable`: they say that there is no problem, and prove the scan.
  func observation(_ result: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation? {
    let outcome = SARIFOutcome(result)
    guard outcome != .passed else { return nil }
    let named = result.stated(interned: "ruleId")
    let rule = rules.rule(for: result, named: named)
    let id =
      named ?? result["rule"]?.stated(interned: "id") ?? rule.flatMap { $0.id == .empty ? nil : $0.id } ?? unnamed
    let ids = names(id, of: rule)
    let properties = result["properties"]
    let kind = kind(of: rule, isVulnerability: ids != noNames, id: id, properties)
    let said = rule?.title == nil ? try message(of: result, rule).map { InternedString($0) } : nil
    var observation = Observation(
      scan: $scan, kind: kind, ruleId: id, title: rule?.title ?? said ?? id, location: try location(of: result),
      at: position)
    observation.$nativeSeverity = InternedOptional(
      outcome == .informational ? none : ratingScore(properties) ?? rule?.score ?? level(result, rule, id, outcome))
    observation.$ids = ids
    try setWeaknesses(of: &observation, from: result, rule: rule, properties)
    try setState(of: &observation, from: result)
    observation.fingerprints = try fingerprints(of: result)
    let firstSeen = result["provenance"]?["firstDetectionTimeUtc"]?.scalarBytes
    observation.firstSeen = firstSeen.flatMap { Timestamp(bytes: $0) }
    if kind.isDependency { try setDependency(of: &observation, from: result, properties) }
    return observation
  }

  /// Names of vulnerabilities: in the result's id, then those of its rule.
  private func names(_ id: InternedString, of rule: SARIFRule?) -> Interned<[String]> {
    if let rule, rule.id == id { return rule.ids }
    return Interned(merged(vulnerabilities(in: id.wrappedValue), rule?.ids.wrappedValue ?? []))
  }

  private func kind(of rule: SARIFRule?, isVulnerability: Bool, id: InternedString, _ properties: JSONValue?)
    -> Observation.Kind
  {
    if let kind = rule?.kind { return kind }
    if properties?.has("exposure") == true { return .sca }
    if isVulnerability { return tool.kind == .container ? .container : .sca }
    return SARIFTool.kind(ofRule: id) ?? tool.kind ?? .sast
  }

  /// A result that is no failure has level `none` (§3.27.9).
  private func level(_ result: JSONValue, _ rule: SARIFRule?, _ id: InternedString, _ outcome: SARIFOutcome) -> InternedString? {
    guard outcome == .failed else { return none }
    guard tool.rates else { return nil }
    return result.stated(interned: "level") ?? rules.level(of: rule, id: id)
  }

  private func setWeaknesses(
    of observation: inout Observation, from result: JSONValue, rule: SARIFRule?, _ properties: JSONValue?
  ) throws(Diagnostic) {
    if let rule { observation.$cwes = rule.cwes }
    if let field = properties?["cwe"] {
      for number in try Weakness.numbers(in: field) { observation.cwes.add(weakness: number) }
    }
    for taxon in try result.list("taxa") { observation.cwes.add(weakness: try weakness(of: taxon)) }
  }

  private func setDependency(
    of observation: inout Observation, from result: JSONValue, _ properties: JSONValue?
  ) throws(Diagnostic) {
    try setPackage(of: &observation, from: result)
    guard let claim = tool.reachability(of: result, properties) else { return }
    observation.reachability = claim.word
    observation.reachabilityEvidence = ReachabilityEvidence(level: claim.level, tool: scan.tool, commit: scan.commit)
  }

  /// A value of either kind of fingerprint (§3.27.16, §3.27.17); what is no text identifies nothing.
  private func fingerprints(of result: JSONValue) throws(Diagnostic) -> Fingerprints {
    let found = (try result.object("partialFingerprints"), try result.object("fingerprints"))
    var fingerprints = Fingerprints()
    try found.0?.members().forEachScalar { fingerprints[$0] = $1 }
    try found.1?.members().forEachScalar { fingerprints[$0] = $1 }
    return fingerprints
  }

  /// §3.54: a reference to a taxon of `run.taxonomies`, by id or by index.
  private func weakness(of taxon: JSONValue) throws(Diagnostic) -> Int? {
    let component = taxon["toolComponent"]
    let isCWE = component?.text("name")?.uppercased() == "CWE"
    if let id = taxon.scalar("id") { return Weakness.number(id, isBare: isCWE) }
    guard let index = taxon.integer("index"),
      let taxonomy = try value.list("taxonomies").at(component?.integer("index") ?? 0)
    else { return nil }
    let isTaxonomyCWE = taxonomy.text("name")?.uppercased() == "CWE"
    return try taxonomy.list("taxa").at(index)?.scalar("id").flatMap { Weakness.number($0, isBare: isTaxonomyCWE) }
  }
}

/// `security-severity`, where it is a number or a severity in words: some tools write `null` into it.
func ratingScore(_ properties: JSONValue?) -> InternedString? {
  guard let value = properties?["security-severity"], let score = value.internedScalar else { return nil }
  if value.number != nil { return score }
  let word = score.wrappedValue
  return Double(word) != nil || Format.sarif.severities[word.lowercased()] != nil ? score : nil
}

private let (unnamed, none) = (InternedString("unnamed"), InternedString("none"))
private let noNames = Interned<[String]>.none()

private func merged(_ first: [String], _ second: [String]) -> [String] { first + second.filter { !first.contains($0) } }

/// What a result's kind (§3.27.9) means for a gate.
enum SARIFOutcome {
  /// `fail`, which is also what a missing kind means.
  case failed
  /// `open` and `review`: nobody knows yet.
  case undecided
  case informational
  /// `pass` and `notApplicable`.
  case passed

  init(_ result: JSONValue) {
    switch result.text("kind")?.lowercased() {
    case nil, "fail": self = .failed
    case "pass", "notapplicable": self = .passed
    case "informational": self = .informational
    // `open`, `review`, and a word of a later version: not good news.
    case .some: self = .undecided
    }
  }
}

extension SARIFRun {
  /// §3.27.24 baselineState and §3.35 suppressions: an empty array says "not suppressed"; one that is under review or rejected
  /// does not count, and makes the others not count.
  private func setState(of observation: inout Observation, from result: JSONValue) throws(Diagnostic) {
    if result["baselineState"]?.equals("absent") == true {
      (observation.state, observation.stateReason) = (.fixed, "absent from this run, in the baseline before")
      return
    }
    let suppressions = try result.list("suppressions")
    guard let first = suppressions.first, !suppressions.contains(where: \.isNotAccepted) else { return }
    observation.state = .suppressed
    observation.stateReason = first.text("justification") ?? first.text("kind")
  }
}

extension JSONValue {
  /// Only the word itself accepts; a suppression without one counts as accepted.
  fileprivate var isNotAccepted: Bool { self["status"].map { !$0.equals("accepted") } ?? false }
}

extension JSONList {
  /// The element of that number, from 0.
  func at(_ index: Int) -> JSONValue? { index < 0 ? nil : dropFirst(index).first { _ in true } }
}

extension JSONValue {
  /// The list in an object that may be missing; properties are the tool's own, so that what is no list counts as none.
  func list(_ object: StaticString, _ key: StaticString) throws(Diagnostic) -> [JSONValue] {
    guard let list = self[object]?[key], list.kind == .array else { return [] }
    return Array(try list.elements())
  }
}
