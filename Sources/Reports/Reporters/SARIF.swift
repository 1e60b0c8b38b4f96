import Documents
import Model
import System

extension Reporter {
  /// SARIF for GitHub code scanning, which rejects a run with more than 25,000 results or rules.
  package static let sarif = codeScanning(limit: 25_000)

  /// SARIF without suppressed findings, because code scanning shows suppressed results as open alerts.
  ///
  /// - Parameter limit: The maximal number of results. Findings that do not block are left out first.
  static func codeScanning(limit: Int) -> Reporter {
    Reporter(
      name: "sarif", summary: "SARIF 2.1.0 for code scanning: what is not suppressed", channel: .data,
      wantsLineHashes: true
    ) { decision, canvas, sink in
      let open = decision.judgements.indices.filter { !decision.judgements[$0].isSuppressed }
      SARIFLog(decision, open, limit: limit).write(to: &sink, canvas.version)
    }
  }

  /// SARIF of all findings for auditors, including suppressed ones and what suppressed them.
  package static let sarifFull = Reporter(
    name: "sarif-full", summary: "SARIF 2.1.0 of everything, with suppressions", channel: .data, wantsLineHashes: true
  ) { decision, canvas, sink in
    SARIFLog(decision, Array(decision.judgements.indices), limit: nil).write(to: &sink, canvas.version)
  }
}

private let shownNotifications = 100

/// A SARIF log with one run of one tool, because code scanning rejects a second run with the same category.
private struct SARIFLog {
  let decision: Decision
  /// The positions of the judgements that become results. Positions are used because judgements are large to copy.
  let shown: [Int]
  /// The positions of the findings that were left out.
  let omitted: [Int]
  let rules: SARIFRules
  /// The location of a finding without a file: the policy file, because code scanning needs a location.
  let fallback: String
  /// How many results have each line hash.
  private let hashCounts: [String: Int]

  init(_ decision: Decision, _ positions: [Int], limit: Int?) {
    self.decision = decision
    if let limit, positions.count > limit {
      let blocks = { (position: Int) in decision.judgements[position].effect == .deny }
      let ranked = positions.filter(blocks) + positions.filter { !blocks($0) }
      (shown, omitted) = (Array(ranked.prefix(limit)), Array(ranked.dropFirst(limit)))
    } else {
      (shown, omitted) = (positions, [])
    }
    hashCounts = Dictionary(
      shown.lazy.compactMap { decision.lineHash(of: decision.judgements[$0].risk.finding) }.map { ($0, 1) },
      uniquingKeysWith: +)
    rules = SARIFRules(shown.lazy.map { decision.judgements[$0].risk.finding })
    fallback = uriReference(decision.policies.map(\.path).first(where: isRepositoryPath) ?? "CODEOWNERS")
  }

  func write(to sink: inout ByteSink, _ version: String) {
    sink.json { json in
      json.object { json in
        json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        json.field("version", "2.1.0")
        json.objects("runs", CollectionOfOne(version)) { run(&$0, $1) }
      }
      json.newline()
    }
  }

  private func run(_ json: inout JSONWriter, _ version: String) {
    json.object("tool") { $0.object("driver") { rules.write(to: &$0, version) } }
    // The text before the last slash is the category. Each policy has its own, so that two gates do not close each
    // other's alerts.
    let policy = uriReference(decision.policies.first?.name.displayText(limit: 80) ?? "none")
    json.object("automationDetails") { $0.field("id", "gatehouse/\(policy)/") }
    json.field("columnKind", "unicodeCodePoints")
    json.objects("invocations", CollectionOfOne(decision)) { invocation(&$0, $1) }
    json.objects("results", shown.indices) { result(&$0, $1) }
  }

  /// Writes the invocation, whose `executionSuccessful` is false for an undecided verdict (SARIF 2.1.0 §3.20.14).
  /// Notifications give the reasons.
  private func invocation(_ json: inout JSONWriter, _ decision: Decision) {
    json.field("executionSuccessful", decision.verdict != .undecided)
    let reasons = decision.errors + decision.gaps.map(\.reason)
    var notes = reasons.prefix(shownNotifications).map {
      ("error", "\($0.code.name): \($0.text)".displayText(limit: 1000))
    }
    notes += decision.notices.prefix(shownNotifications).map {
      ("warning", "\($0.code.name): \($0.text)".displayText(limit: 1000))
    }
    if !omitted.isEmpty {
      let all = grouped(shown.count + omitted.count)
      let cut = decision.leftOut(omitted)
      notes.append(("warning", "showing \(grouped(shown.count)) of \(all) findings, blocking ones first; \(cut)"))
    }
    guard !notes.isEmpty else { return }
    json.objects("toolExecutionNotifications", notes) { json, note in
      json.field("level", note.0)
      json.message("message", note.1)
    }
  }

  private func result(_ json: inout JSONWriter, _ index: Int) {
    let (judgement, rule) = (decision.judgements[shown[index]], rules.used[index])
    json.field("ruleId", rules.rules[rule].id)
    json.field("ruleIndex", rule)
    json.field("level", judgement.effect.level)
    let message = judgement.message(in: decision).displayText(limit: SARIFRules.textLimit(at: index))
    json.message("message", message)
    json.objects("locations", CollectionOfOne(judgement.risk.finding.location)) { json, location in
      json.object("physicalLocation") { physical(&$0, location) }
    }
    json.object("partialFingerprints") { $0.field("primaryLocationLineHash", lineHash(of: judgement.risk.finding)) }
    if let by = judgement.suppressedBy {
      json.objects("suppressions", CollectionOfOne(by)) { json, by in
        json.field("kind", by.kind == .tool ? "inSource" : "external")
        json.field("status", "accepted")
        json.field("justification", "\(by.kind.rawValue): \(by.reason.displayText(limit: 1000))")
      }
    }
    json.object("properties") { json in
      json.field("effect", judgement.effect.rawValue)
      json.field("owners", judgement.risk.owners.names.lazy.map { $0.displayText(limit: 200) })
      json.field("due", judgement.due?.description)
    }
  }

  /// The hash that code scanning computes itself where it has the files. Where the sources are not at hand, or several
  /// results have one hash, the id of the finding serves as one: it stays when lines shift, which is the purpose of this key.
  private func lineHash(of finding: Finding) -> String {
    guard let hash = decision.lineHash(of: finding), hashCounts[hash] == 1 else { return "\(finding.id):1" }
    return hash
  }

  private func physical(_ json: inout JSONWriter, _ location: Location) {
    let path = location.path.flatMap { isRepositoryPath($0) ? uriReference($0) : nil }
    json.object("artifactLocation") { $0.field("uri", path ?? fallback) }
    let start = path == nil ? 1 : max(1, location.startLine ?? 1)
    json.object("region") { json in
      json.field("startLine", start)
      json.field("endLine", path == nil ? nil : location.endLine.flatMap { $0 >= start ? $0 : nil })
    }
  }
}

extension Decision {
  /// The hash of a finding's line: as its tool states it, or computed from the sources.
  fileprivate func lineHash(of finding: Finding) -> String? {
    let stated = finding.observations.first { $0.location == finding.location }?.fingerprints["primaryLocationLineHash"]
    return stated ?? lineHashes[finding.id]
  }
}

extension Judgement {
  fileprivate func message(in decision: Decision) -> String {
    let why = decision.why(self)
    let position = risk.finding.location.path == nil ? [self.position] : []
    return
      ([what] + position + [since(on: decision.now.day), risk.owners.sentence]
      + ["id \(risk.finding.id.prefix(8))"] + why.rules + why.considered)
      .joined(separator: ". ")
  }
}

extension Effect {
  /// The level of a result (SARIF 2.1.0 §3.27.10).
  fileprivate var level: String {
    switch self {
    case .deny: "error"
    case .warn: "warning"
    case .allow: "note"
    }
  }
}
