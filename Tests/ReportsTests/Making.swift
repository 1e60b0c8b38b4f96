import Model
import PackageURL
import Synchronization

// What scenarios are made of: a few facts each, the rest as in a typical run.

func identity(_ name: String) -> String {
  // FNV-1a: any spread of digits will do, as long as it is the same in every run.
  let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

extension Timestamp {
  static let today = Timestamp(seconds: Int64(Day.today.number) * 86_400 + 36_000)
  static func day(_ offset: Int) -> Timestamp { Timestamp(seconds: today.seconds + Int64(offset) * 86_400) }
}

extension Day {
  static let today = Day(number: 20_779)  // 2026-11-22
}

extension Revision {
  static let main = Revision(commit: "41d09aa" + String(repeating: "0", count: 33), ref: "refs/heads/main")
  static let change = Revision(commit: "8f3c2e1" + String(repeating: "0", count: 33))
}

extension PolicyFile {
  static let payments = PolicyFile(path: ".gatehouse/policy.yaml", name: "payments", digest: "sha256:01")
}

extension SourcePosition {
  static func policy(_ line: Int) -> SourcePosition {
    SourcePosition(file: ".gatehouse/policy.yaml", line: line, column: 5)
  }
}

extension [FunnelStep] {
  static func counts(_ counts: Int...) -> [FunnelStep] {
    zip(["observations", "findings", "not-suppressed", "matched", "blocking"], counts).map { FunnelStep($0, $1) }
  }
}

extension ReportEvidence {
  static func read(_ tool: String, _ observations: Int, _ state: State = .present) -> ReportEvidence {
    ReportEvidence(
      file: "reports/\(tool).json", format: tool, tool: tool, kinds: [.sast, .sca], digest: "sha256:00",
      observations: observations,
      state: state, time: .day(-1), commit: Revision.change.commit)
  }
}

extension Owners {
  static let payments = Owners.owned(["@acme/payments"], by: SourcePosition(file: "CODEOWNERS", line: 17))
}

/// Every rule and exception of the scenarios. A judgement names them by position, so all decisions share the list.
enum Catalogue {
  private static let known = Mutex<(rules: [Rule], exceptions: [PolicyException])>(([], []))

  static var rules: [Rule] { known.withLock(\.rules) }
  static var exceptions: [PolicyException] { known.withLock(\.exceptions) }

  static func position(of rule: Rule) -> Int {
    known.withLock { known in
      if let position = known.rules.firstIndex(of: rule) { return position }
      known.rules.append(rule)
      return known.rules.count - 1
    }
  }

  static func position(of exception: PolicyException) -> Int {
    known.withLock { known in
      if let position = known.exceptions.firstIndex(of: exception) { return position }
      known.exceptions.append(exception)
      return known.exceptions.count - 1
    }
  }
}

/// One thing that took part in a judgement.
enum Part {
  case rule(RuleOutcome)
  case exception(ExceptionOutcome)
  case suppressor(Suppressor)

  /// A rule of two conditions, which hold, or of which the second is unknown.
  static func rule(
    _ id: String, _ line: Int, effect: Effect = .deny, unknown: String? = nil,
    _ application: RuleOutcome.Application = .applied, at position: SourcePosition? = nil
  ) -> Part {
    let newness = Predicate(
      condition: "newness", tests: [FieldTest(.oneOf, [.word("introduced"), .word("surfaced")])], at: .policy(line + 1))
    let severity = Predicate(
      condition: unknown ?? "severity", tests: [FieldTest(.atLeast, [.word("high")])], at: .policy(line + 1))
    let rule = Rule(
      id: id, why: "\(id) matches it", effect: effect, appliesToUnknown: true, at: position ?? .policy(line),
      when: .all([.predicate(newness), .predicate(severity)]))
    let truth: Truth = unknown == nil ? .yes : .unknown
    return .rule(
      RuleOutcome(
        rule: Catalogue.position(of: rule), truth: truth, application: application, trace: TruthList([.yes, truth])))
  }

  static func nearWaiver(
    _ id: String, _ obstacle: Suppressor.Obstacle, at position: SourcePosition
  ) -> Part {
    .suppressor(
      Suppressor(
        Suppression(kind: .waiver, at: position, reason: "not called", by: "@acme/appsec"), id: id, obstacle: obstacle))
  }

  static func nearStatement(_ document: String, because: String, at position: SourcePosition) -> Part {
    .suppressor(
      Suppressor(
        Suppression(kind: .vex, at: position, reason: "not called", by: "acme"), id: document, status: .notAffected,
        obstacle: .notApplicable(because: because)))
  }

  static func nearException(_ id: String, _ line: Int) -> Part {
    let kind = Predicate(condition: "kind", tests: [FieldTest(.oneOf, [.word("sast")])], at: .policy(line))
    let reachability = Predicate(
      condition: "reachability", tests: [FieldTest(.oneOf, [.word("unreachable")])], at: .policy(line))
    let exception = PolicyException(
      id: id, why: "it cannot run", effect: .warn, at: .policy(line),
      when: .all([.predicate(kind), .predicate(reachability)]))
    return .exception(
      ExceptionOutcome(
        exception: Catalogue.position(of: exception), truth: .unknown, trace: TruthList([.yes, .unknown])))
  }
}

extension TruthList {
  init(_ truths: [Truth]) {
    self.init()
    for truth in truths { append(truth) }
  }
}

extension Outcome {
  init(_ parts: [Part]) {
    self.init()
    for part in parts {
      switch part {
      case .rule(let rule): rules.append(rule)
      case .exception(let exception): exceptions.append(exception)
      case .suppressor(let suppressor): suppressors.append(suppressor)
      }
    }
  }
}

extension Decision {
  /// With the rules and exceptions that its judgements name.
  var catalogued: Decision {
    var decision = self
    (decision.rules, decision.exceptions) = (Catalogue.rules, Catalogue.exceptions)
    return decision
  }
}

extension Judgement {
  static func make(
    _ finding: Finding, _ effect: Effect, owners: Owners = .payments, newness: Newness = .introduced,
    firstSeen: FirstSeen = FirstSeen(.today, .now), due: Day? = nil, by: Suppression.Kind? = nil, _ parts: [Part] = []
  ) -> Judgement {
    let risk = Risk(
      finding: finding, owners: owners, newness: NewnessResult(newness, because: "the change adds the line"),
      firstSeen: firstSeen)
    let suppressor = by.map {
      Suppressor(
        Suppression(
          kind: $0, at: SourcePosition(file: ".gatehouse/\($0.rawValue).yaml", line: 9),
          reason: "the code is not called", by: "@acme/appsec", until: Day.today + 3),
        id: "S-1", status: $0 == .vex ? .notAffected : nil)
    }
    let all = (suppressor.map { [Part.suppressor($0)] } ?? []) + parts
    return Judgement(risk: risk, effect: effect, due: due.map { DueDate($0) }, outcome: Outcome(all))
  }
}

extension Finding {
  static func code(
    _ rule: String, _ title: String, _ severity: Severity?, cwe: Int? = nil, _ path: String, _ line: Int,
    kind: Observation.Kind = .sast, seenBy tools: [String] = ["semgrep"], disputed: [Severity?] = []
  ) -> Finding {
    let observations = tools.enumerated().map { index, tool in
      var seen = Observation.seen(by: tool, kind, rule, title, Location(path: path, startLine: line))
      seen.severity = disputed.isEmpty ? severity : disputed[index]
      seen.cwes = cwe.map { [$0] } ?? []
      return seen
    }
    var finding = Finding(id: identity(rule), observations: observations, like: observations[0])
    finding.severity = disputed.compactMap(\.self).max() ?? severity
    finding.isSeverityDisputed = !disputed.isEmpty
    return finding
  }

  static func package(
    _ name: String, _ component: String, _ version: String, _ severity: Severity?, fixed: String?,
    path: String = "package-lock.json", line: Int? = nil, seenBy tools: [String] = ["trivy"], exploited: Bool? = nil,
    epss: Double? = nil, reachable level: String? = nil
  ) -> Finding {
    let observations = tools.map { tool in
      var seen = Observation.seen(
        by: tool, .sca, name, "A problem in \(component)", Location(path: path, startLine: line))
      (seen.ids, seen.severity) = ([name], severity)
      seen.component = Component(
        purl: purl(of: component, version), ecosystem: "npm", name: component, version: version)
      seen.fixedVersions = fixed.map { [$0] } ?? []
      (seen.isKnownExploited, seen.epss) = (exploited, epss)
      guard let level else { return seen }
      seen.reachability = .reachable
      seen.reachabilityEvidence = ReachabilityEvidence(level: level, tool: "govulncheck")
      return seen
    }
    return Finding(id: identity(name), observations: observations, like: observations[0])
  }

  static let secret: Finding = {
    var finding = Finding.code(
      "aws-key", "AWS access key", .critical, "config/prod.env", 2, kind: .secret, seenBy: ["gitleaks"])
    finding.cwes = [798]
    return finding
  }()
}

/// Nil where the name is no purl.
private func purl(of component: String, _ version: String) -> PURL? {
  let parts = component.split(separator: ":").map(String.init)
  guard parts.count == 2 else { return try? PURL(type: "npm", name: component, version: version) }
  return try? PURL(type: "maven", namespace: parts[0], name: parts[1], version: version)
}

extension Observation {
  static func seen(
    by tool: String, _ kind: Kind, _ rule: String, _ title: String, _ location: Location
  ) -> Observation {
    let scan = Scan(
      format: tool, tool: tool, time: .day(-1), commit: Revision.change.commit, report: "reports/\(tool).json")
    return Observation(
      scan: scan, kind: kind, ruleId: rule, title: title, location: location,
      at: SourcePosition(file: scan.report, pointer: "/results/0"))
  }
}
