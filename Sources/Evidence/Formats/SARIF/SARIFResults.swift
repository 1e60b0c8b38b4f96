import Documents
import Interning
import Model

extension SARIFRun {
  /// The observation of a result (§3.27); nil for `pass` and `notApplicable`, which prove the scan but are not
  /// problems.
  func observation(_ result: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation? {
    let outcome = SARIFOutcome(result)
    guard outcome != .passed else { return nil }
    let named = result.stated(interned: "ruleId")
    let rule = rules.rule(for: result, named: named)
    let id =
      named ?? result["rule"]?.stated(interned: "id") ?? rule.flatMap { $0.id == .empty ? nil : $0.id } ?? unnamed
    let ids = names(id, of: rule)
    let properties = result["properties"]
    let kind = kind(of: rule, isVulnerability: ids != noIDs, id: id, properties)
    let text = rule?.title == nil ? try message(of: result, rule).map { InternedString($0) } : nil
    var observation = Observation(
      scan: $scan, kind: kind, ruleId: id, title: rule?.title ?? text ?? id, location: try location(of: result),
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

  /// The identifiers of vulnerabilities in the result's rule id, then those of its rule.
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

  /// The level of a result; `none` unless it is a failure (§3.27.9), nil if the tool's level has no meaning.
  private func level(_ result: JSONValue, _ rule: SARIFRule?, _ id: InternedString, _ outcome: SARIFOutcome)
    -> InternedString?
  {
    guard outcome == .failed else { return none }
    guard tool.hasMeaningfulLevel else { return nil }
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
    guard let found = tool.reachability(of: result, properties) else { return }
    observation.reachability = found.word
    observation.reachabilityEvidence = ReachabilityEvidence(level: found.level, tool: scan.tool, commit: scan.commit)
  }

  /// The fingerprints and partial fingerprints (§3.27.16, §3.27.17); values that are not strings are ignored.
  private func fingerprints(of result: JSONValue) throws(Diagnostic) -> Fingerprints {
    let found = (try result.object("partialFingerprints"), try result.object("fingerprints"))
    var fingerprints = Fingerprints()
    try found.0?.members().forEachScalar { fingerprints[$0] = $1 }
    try found.1?.members().forEachScalar { fingerprints[$0] = $1 }
    return fingerprints
  }

  /// The CWE of a taxon (§3.54), which refers to an element of `run.taxonomies` by id or index; nil if it is not a CWE.
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

/// The `security-severity`, if it is a number or a severity word; nil otherwise, since some tools write `"null"`.
func ratingScore(_ properties: JSONValue?) -> InternedString? {
  guard let value = properties?["security-severity"], let score = value.internedScalar else { return nil }
  if value.number != nil { return score }
  let word = score.wrappedValue
  return Double(word) != nil || Format.sarif.severities[word.lowercased()] != nil ? score : nil
}

private let (unnamed, none) = (InternedString("unnamed"), InternedString("none"))
private let noIDs = Interned<[String]>.none()

private func merged(_ first: [String], _ second: [String]) -> [String] { first + second.filter { !first.contains($0) } }

/// The meaning of a result's kind (§3.27.9).
enum SARIFOutcome {
  /// `fail`, or a missing kind.
  case failed
  /// `open` and `review`.
  case undecided
  case informational
  /// `pass` and `notApplicable`.
  case passed

  init(_ result: JSONValue) {
    switch result.text("kind")?.lowercased() {
    case nil, "fail": self = .failed
    case "pass", "notapplicable": self = .passed
    case "informational": self = .informational
    // `open`, `review`, or a word of a later version.
    case .some: self = .undecided
    }
  }
}

extension SARIFRun {
  /// Sets the state by baselineState (§3.27.24) and suppressions (§3.35). An empty list means "not suppressed"; a
  /// suppression that is under review or rejected voids all others.
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
  /// Whether the suppression is under review or rejected; without a status it is accepted.
  fileprivate var isNotAccepted: Bool { self["status"].map { !$0.equals("accepted") } ?? false }
}

extension JSONList {
  /// The element at an index from 0; nil if there is none.
  func at(_ index: Int) -> JSONValue? { index < 0 ? nil : dropFirst(index).first { _ in true } }
}

extension JSONValue {
  /// The list in an object that may be missing. Empty for any other value, since `properties` are defined by each tool.
  func list(_ object: StaticString, _ key: StaticString) throws(Diagnostic) -> [JSONValue] {
    guard let list = self[object]?[key], list.kind == .array else { return [] }
    return Array(try list.elements())
  }
}
