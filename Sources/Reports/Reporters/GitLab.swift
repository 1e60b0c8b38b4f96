import Console
import Documents
import Model
import System

extension Reporter {
  /// A Code Quality report: what blocks or warns, and what leaves the verdict open. GitLab shows in the merge request and beside
  /// the lines what the report of the target branch does not have (docs.gitlab.com, "Code Quality", "Code Quality report format").
  package static let gitlab = Reporter(
    name: "gitlab", summary: "Code Quality, which GitLab shows in the merge request", channel: .data
  ) { decision, _, sink in
    let open = decision.errors.map { Violation($0, in: decision) } + decision.gaps.map { Violation($0, in: decision) }
    var known: Set<String> = []
    sink.json { json in
      json.array { json in
        // GitLab reads no further at an entry that does not fit, and keeps one of several with the same fingerprint.
        for violation in open where known.insert(violation.fingerprint).inserted { json.object(violation.write) }
        for judgement in decision.blocking { json.object(Violation(judgement, in: decision).write) }
        for judgement in decision.warned { json.object(Violation(judgement, in: decision).write) }
      }
      json.newline()
    }
  }
}

/// An entry of the report. Each has all keys, and a file, also where a finding has none.
private struct Violation {
  let description: String
  let check: String
  let fingerprint: String
  let severity: String
  let path: String
  let line: Int

  init(_ judgement: Judgement, in decision: Decision) {
    let finding = judgement.risk.finding
    let file = finding.location.path.flatMap { isRepositoryPath($0) ? $0 : nil }
    let why = decision.why(judgement)
    description =
      ([judgement.what] + (file == nil ? [judgement.position] : [])
      + [judgement.since(on: decision.now.day), judgement.risk.owners.sentence, "id \(finding.id.prefix(8))"]
      + why.rules)
      .joined(separator: " · ")
    (check, fingerprint) = (finding.ruleId, finding.id)
    severity = judgement.risk.finding.severity.codeQuality
    (path, line) = (file ?? decision.policyPath, file == nil ? 1 : max(1, finding.location.startLine ?? 1))
  }

  init(_ gap: Gap, in decision: Decision) {
    var reason = gap.reason
    reason.position = gap.at
    self.init(reason, in: decision)
  }

  init(_ diagnostic: Diagnostic, in decision: Decision) {
    let file = diagnostic.position.map(\.file).flatMap { isRepositoryPath($0) ? $0 : nil }
    description = ([diagnostic.text] + diagnostic.because).joined(separator: " · ")
    (check, severity) = (diagnostic.code.name, "blocker")
    (path, line) = (file ?? decision.policyPath, file == nil ? 1 : max(1, diagnostic.position?.line ?? 1))
    // Without the line, so that an entry which moves is the same one.
    fingerprint = Digest.sha256("\(check)\n\(path)\n\(description)").hex
  }

  func write(to json: inout JSONWriter) {
    json.field("description", description.displayText(limit: 900))
    json.field("check_name", check.displayText(limit: 200))
    json.field("fingerprint", fingerprint)
    // GitLab allows further keys. This one is Code Climate's, and tells `check` that the file is no report of a scanner.
    json.field("engine_name", "gatehouse")
    json.field("severity", severity)
    json.object("location") { json in
      json.field("path", path.neutralized())
      json.object("lines") { $0.field("begin", line) }
    }
  }
}

extension Decision {
  /// A file that the repository has, for what has no file of its own.
  fileprivate var policyPath: String {
    policies.lazy.map(\.path).first(where: isRepositoryPath) ?? ".gatehouse/policy.yaml"
  }
}

extension Severity? {
  /// One of the five words of the format. Unknown is not good news.
  fileprivate var codeQuality: String {
    switch self {
    case .critical: "blocker"
    case .high: "critical"
    case .medium, nil: "major"
    case .low: "minor"
    case Severity.none?: "info"
    }
  }
}
