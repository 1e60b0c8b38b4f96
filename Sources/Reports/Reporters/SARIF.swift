import Documents
import Model

extension Reporter {
  /// For code scanning: what is not set aside. Code scanning shows suppressed results as open alerts, so they stay out.
  package static let sarif = Reporter(name: "sarif", summary: "SARIF 2.1.0 for code scanning: what is not set aside") { decision, canvas in
    sarifLog(decision, decision.judgements.filter { $0.suppressedBy == nil }, canvas)
  }

  /// For auditors: everything, with what suppressed it.
  package static let sarifFull = Reporter(name: "sarif-full", summary: "SARIF 2.1.0 of everything, with suppressions") { decision, canvas in
    sarifLog(decision, decision.judgements, canvas)
  }
}

/// Code scanning refuses a run with more results or rules than this; blocking findings come first, so the cut takes the rest.
private let resultLimit = 25_000

private func sarifLog(_ decision: Decision, _ judgements: [Judgement], _ canvas: Canvas) -> String {
  let shown = Array(judgements.prefix(resultLimit))
  let rules = SARIFRules(shown)
  // A finding without a file is shown at the file that judges it: code scanning shows nothing without a place.
  let fallback = decision.policies.map(\.path).first(where: isRepositoryPath) ?? "CODEOWNERS"
  var json = JSONWriter()
  json.object { json in
    json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    json.field("version", "2.1.0")
    json.list("runs", CollectionOfOne(())) { json, _ in
      json.object("tool") { $0.object("driver") { $0.driver(rules, canvas.version) } }
      let policy = decision.policies.first?.name.inert() ?? "none"
      json.object("automationDetails") { $0.field("id", "gatehouse/\(policy)/") }
      json.field("columnKind", "unicodeCodePoints")
      json.list("invocations", CollectionOfOne(())) { $0.invocation(decision, omitted: judgements.count - shown.count); _ = $1 }
      json.list("results", shown) { $0.result($1, rules, fallback) }
    }
  }
  return json.text + "\n"
}

/// The rules of all results: one for each scanner rule, in order of name, with the worst severity seen.
private struct SARIFRules {
  var rules: [(id: String, title: String, severity: Severity?)] = []
  var index: [String: Int] = [:]

  init(_ judgements: [Judgement]) {
    var worst: [String: (title: String, severity: Severity?)] = [:]
    for finding in judgements.map(\.risk.finding) {
      let id = SARIFRules.id(finding)
      let title = finding.title.inert()
      guard let known = worst[id] else {
        worst[id] = (title, finding.severity)
        continue
      }
      worst[id] = (min(known.title, title), max(known.severity ?? .none, finding.severity ?? .none))
    }
    rules = worst.sorted { $0.key < $1.key }.map { ($0.key, $0.value.title, $0.value.severity) }
    for (position, rule) in rules.enumerated() { index[rule.id] = position }
  }

  static func id(_ finding: Finding) -> String {
    let name = finding.kind.isDependency ? finding.primaryName : finding.ruleId
    return name.isEmpty ? "unnamed" : name.inert().clipped(to: 255)
  }
}

extension JSONWriter {
  fileprivate mutating func driver(_ rules: SARIFRules, _ version: String) {
    field("name", "gatehouse")
    field("version", version)
    field("informationUri", "https://github.com/gatehouse/gatehouse")
    list("rules", rules.rules) { json, rule in
      json.field("id", rule.id)
      let title = rule.title.isEmpty ? rule.id : rule.title.clipped(to: 1000)
      json.object("shortDescription") { $0.field("text", title) }
      json.object("fullDescription") { $0.field("text", title) }
      json.object("help") { $0.field("text", "Run gatehouse explain with the finding's id to see why it was judged so.") }
      json.object("properties") { json in
        json.field("tags", ["security"])
        json.field("security-severity", rule.severity.flatMap(securitySeverity))
      }
    }
  }

  fileprivate mutating func invocation(_ decision: Decision, omitted: Int) {
    field("executionSuccessful", decision.verdict != .undecided)
    guard omitted > 0 else { return }
    list("toolExecutionNotifications", CollectionOfOne(())) { json, _ in
      json.field("level", "warning")
      json.object("message") { $0.field("text", "\(grouped(omitted)) findings that rank lower are left out; the JSON has all") }
    }
  }

  fileprivate mutating func result(_ judgement: Judgement, _ rules: SARIFRules, _ fallback: String) {
    let finding = judgement.risk.finding
    let rule = SARIFRules.id(finding)
    field("ruleId", rule)
    field("ruleIndex", rules.index[rule])
    field("level", judgement.effect.sarifLevel)
    object("message") { $0.field("text", judgement.sarifMessage) }
    list("locations", CollectionOfOne(())) { json, _ in
      json.object("physicalLocation") { json in
        let path = finding.location.path.flatMap { isRepositoryPath($0) ? $0 : nil } ?? fallback
        json.object("artifactLocation") { $0.field("uri", uriReference(path)) }
        json.object("region") { json in
          let start = max(1, finding.location.startLine ?? 1)
          json.field("startLine", start)
          json.field("endLine", finding.location.endLine.flatMap { $0 >= start ? $0 : nil })
        }
      }
    }
    // Not a hash of lines: our identity already holds across line shifts, which is what this key is for.
    object("partialFingerprints") { $0.field("primaryLocationLineHash", "\(finding.id):1") }
    if let by = judgement.suppressedBy {
      list("suppressions", CollectionOfOne(())) { json, _ in
        json.field("kind", by.kind == .tool ? "inSource" : "external")
        json.field("status", "accepted")
        json.field("justification", "\(by.kind.rawValue): \(by.reason.inert())")
      }
    }
    object("properties") { json in
      json.field("effect", judgement.effect.rawValue)
      json.field("owners", judgement.risk.owners.names.map { $0.inert() })
      json.field("due", judgement.due?.description)
    }
  }
}

extension Judgement {
  fileprivate var sarifMessage: String {
    ([what, since, "owner \(risk.owners.heading.who)"] + rules + considered).filter { !$0.isEmpty }.joined(separator: ". ").clipped(to: 2000)
  }
}

extension Effect {
  fileprivate var sarifLevel: String {
    switch self {
    case .deny: "error"
    case .warn: "warning"
    case .allow: "note"
    }
  }
}

/// A number in GitHub's band for the severity; nil for none, which has no band above zero.
private func securitySeverity(_ severity: Severity) -> String? {
  switch severity {
  case .critical: "9.5"
  case .high: "8.0"
  case .medium: "5.5"
  case .low: "2.0"
  case .none: nil
  }
}

/// The path as a URI reference (RFC 3986 §4.2): everything but unreserved characters and `/` is percent-encoded.
func uriReference(_ path: String) -> String {
  var result = ""
  for byte in path.utf8 {
    let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || [0x2D, 0x2E, 0x5F, 0x7E, 0x2F].contains(byte)
    if isPlain {
      result.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
  }
  return result
}
