import Model
import PackageURL

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
  static func policy(_ line: Int) -> SourcePosition { SourcePosition(file: ".gatehouse/policy.yaml", line: line, column: 5) }
}

extension [FunnelStep] {
  static func counts(_ counts: Int...) -> [FunnelStep] {
    zip(["observations", "findings", "not-set-aside", "concerned", "blocking"], counts).map { FunnelStep($0, $1) }
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

extension Reason {
  static func rule(_ id: String, _ line: Int, code: DiagnosticCode = .ruleMatched, unknown: String? = nil) -> Reason {
    Reason(
      unknown == nil ? code : .ruleUnknown, rule: id, "\(id) speaks of it", at: .policy(line),
      trace: [
        Step("newness", wanted: "introduced or surfaced", actual: "introduced", outcome: .yes, at: .policy(line + 1)),
        Step(
          unknown ?? "severity", wanted: "at least high", actual: unknown == nil ? "high" : "unknown",
          outcome: unknown == nil ? .yes : .unknown),
      ])
  }
}

extension Judgement {
  static func make(
    _ finding: Finding, _ effect: Effect, owners: Owners = .payments, newness: Newness = .introduced,
    firstSeen: FirstSeen = FirstSeen(.today, .now), due: Day? = nil, by: Suppression.Kind? = nil, reasons: [Reason] = []
  ) -> Judgement {
    let risk = Risk(
      finding: finding, owners: owners, newness: NewnessResult(newness, because: "the change adds the line"),
      firstSeen: firstSeen)
    let suppression = by.map {
      Suppression(
        kind: $0, at: SourcePosition(file: ".gatehouse/\($0.rawValue).yaml", line: 9), reason: "the code is not called",
        by: "@acme/appsec", until: Day.today + 3)
    }
    return Judgement(risk: risk, effect: effect, suppressedBy: suppression, due: due, reasons: reasons)
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
