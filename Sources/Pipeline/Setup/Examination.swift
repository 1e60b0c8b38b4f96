import Evidence
import Git
import Model
import Ownership
import Policies

/// What `gatehouse doctor` says about the set-up of a gate, topic by topic.
package struct Examination: Sendable {
  /// One part of the set-up.
  package struct Topic: Sendable {
    package var name: String
    /// What was seen.
    package var summary: String
    /// What is wrong: an error keeps every change from a verdict, a warning makes the gate weaker than it seems, and a note
    /// is good to know.
    package var findings: [Diagnostic] = []

    /// The severest finding; nil when there is none.
    package var worst: Diagnostic.Severity? {
      findings.contains { $0.severity == .error }
        ? .error : findings.contains { $0.severity == .warning } ? .warning : findings.isEmpty ? nil : .note
    }
  }

  package private(set) var topics: [Topic] = []

  /// 0 when nothing is weak, 1 when something is, 2 when the gate could not judge.
  package var status: Int32 {
    let worst = topics.map(\.worst)
    return worst.contains(.error) ? 2 : worst.contains(.warning) ? 1 : 0
  }
}

extension Examination {
  /// Examines the set-up for the change that the request names, or that the CI system says.
  ///
  /// - Parameter isOfCI: Whether only that is examined which tells what is compared with what.
  package init(_ request: Request, isOfCI: Bool = false) {
    do throws(PipelineError) {
      let repository = try openRepository(request)
      topics.append(Topic(clone: repository))
      let comparison = try attempt { () throws(Diagnostic) in try Comparison.resolve(request, in: repository) }
      topics.append(Topic(comparison, request))
      guard !isOfCI else { return }
      let deciding = try DecidingBundle(request, comparison, in: repository)
      let unmatched = try attempt { () throws(Diagnostic) in
        try UnmatchedPaths(of: deciding.bundle.policy, deciding.bundle.waivers, comparison, in: repository)
      }
      topics.append(Topic(deciding, unmatched, on: request.now.day))
      topics.append(Topic(owners: deciding.bundle))
      let facts = try Self.facts(request, comparison, deciding.bundle.policy, in: repository)
      topics.append(Topic(facts, comparison, deciding.bundle.policy, unmatched, request))
    } catch {
      topics.append(
        Topic(name: Self.names[min(topics.count, Self.names.count - 1)], summary: "", findings: error.diagnostics))
    }
  }

  /// What the reports say; nil when none was named.
  private static func facts(
    _ request: Request, _ comparison: Comparison, _ policy: Policy, in repository: Repository
  ) throws(PipelineError) -> DecisionInput? {
    guard !request.reports.isEmpty else { return nil }
    var request = request.knowingCheckouts(of: repository)
    request.helpWithoutReports = "name the scanners' reports, or the folder they are in: gatehouse doctor reports/"
    return try DecisionInput(request, comparison, policy, in: repository)
  }

  /// The topics in their order.
  private static let names = ["clone", "change", "policy", "owners", "evidence"]
}

extension Examination.Topic {
  fileprivate init(clone repository: Repository) {
    self.init(
      name: "clone",
      summary: (repository.isShallow ? "a part of the history" : "full history")
        + (repository.hasFilter ? ", not all contents" : ", all objects"))
    if repository.isShallow {
      findings.append(
        Diagnostic(
          .repositoryShallow, "the clone is shallow, so the age of findings and who approved waivers are unknown",
          severity: .warning,
          help: "fetch all history: fetch-depth: 0 of actions/checkout, GIT_DEPTH: \"0\" of GitLab, or "
            + "`git fetch --unshallow \(repository.defaultRemote)`"))
    }
    if repository.hasFilter {
      findings.append(
        Diagnostic(
          .repositoryIncomplete, "the clone is partial, so contents that are needed may be missing", severity: .warning,
          help: "clone without --filter; `git fetch --refetch \(repository.defaultRemote)` brings the rest after "
            + "`git config --unset remote.\(repository.defaultRemote).partialclonefilter`"))
    }
  }

  fileprivate init(_ comparison: Comparison, _ request: Request) {
    let base = comparison.base == nil ? "nothing" : comparison.targetName
    let head = comparison.head?.commit.short ?? "the index"
    self.init(
      name: "change", summary: "\(head), compared with \(base), judged by the policy of \(comparison.rules.short)")
    findings = comparison.notes
  }

  fileprivate init(_ deciding: DecidingBundle, _ unmatched: UnmatchedPaths, on today: Day) {
    let policy = deciding.bundle.policy
    let rules = policy.rules.count
    self.init(name: "policy", summary: "\(policy.name): \(rules) rule\(rules == 1 ? "" : "s")")
    // CODEOWNERS is a topic of its own.
    let ofOwners = Set(DiagnosticCode.ofOwnership)
    findings = deciding.obstacles + deciding.bundle.diagnostics.filter { !ofOwners.contains($0.code) }
    findings +=
      policy.warningsAboutDays(on: today) + policy.warningsAboutDenials(on: today) + policy.advice + unmatched.warnings
    findings += [deciding.bundle.baseline?.warningAboutEnd(expiring: policy.waiverTerms.expiring, on: today)]
      .compactMap(\.self)
    if !policy.rules.contains(where: { $0.effect == .deny }) {
      findings.append(
        Diagnostic(
          .policyStopsNothing, "no rule of the policy denies, so no finding can stop a change", severity: .warning,
          at: policy.files.first.map { SourcePosition(file: $0.path) }, help: "set `effect: deny` where a rule should"))
    }
  }

  fileprivate init(owners bundle: PolicyBundle) {
    let ofOwners = Set(DiagnosticCode.ofOwnership)
    self.init(name: "owners", summary: "no CODEOWNERS")
    findings = bundle.diagnostics.filter { ofOwners.contains($0.code) }.map { one in
      // Without owners nobody is asked for a review of the policy.
      one.code == .codeownersMissing ? one.asWarning : one
    }
    guard case .codeowners(let file) = bundle.owners else { return }
    summary = "\(file.name)"
    findings += bundle.policy.ownersNotNamed(in: file)
    if bundle.owners.owners(of: "\(PolicyBundle.home)/policy.yaml").names.isEmpty {
      findings.append(
        Diagnostic(
          .policyUnowned, "nobody owns .gatehouse/, so a change of the policy needs nobody's review",
          severity: .warning,
          help: "add a line to CODEOWNERS: /.gatehouse/ @org/appsec"))
    }
  }

  fileprivate init(
    _ facts: DecisionInput?, _ comparison: Comparison, _ policy: Policy, _ unmatched: UnmatchedPaths, _ request: Request
  ) {
    let reports = facts?.evidence ?? []
    let count = reports.count
    self.init(
      name: "evidence",
      summary: count == 0
        ? "no report was named; name those of a run to examine them as well"
        : "\(count) report\(count == 1 ? "" : "s")")
    // What the topic of the change has is not said twice.
    findings = facts?.diagnostics.filter { !comparison.notes.contains($0) } ?? []
    let errors = Set(findings.filter { $0.severity == .error }.map(\.asWarning))
    if policy.requirements.isEmpty {
      findings.append(
        Diagnostic(
          .evidenceNotRequired, "the policy asks for no evidence, so a scanner that does not run is not missed",
          severity: .warning, at: policy.files.first.map { SourcePosition(file: $0.path) },
          help: "add it: evidence: \(demand(for: reports.filter { $0.state == .present }))"))
    }
    for report in reports {
      if report.state != .present, let reason = report.reason?.asWarning, !errors.contains(reason) {
        findings.append(reason)
      }
      // What nobody can read says no tool that could be asked for.
      let isNamed = policy.requires(report, at: request.place) || policy.names(toolOf: report)
      let isKnown = report.tool != nil || report.format != "unknown"
      guard !policy.requirements.isEmpty, isKnown, !isNamed else { continue }
      let name = report.tool ?? report.format
      findings.append(
        Diagnostic(
          .evidenceNotRequired, "the policy does not ask for \(name), so a run without it is not missed",
          severity: .warning,
          at: SourcePosition(file: report.file), help: "add it under `evidence` if a change needs it"))
    }
    guard count > 0 else { return }
    let gaps = policy.gaps(in: reports, changed: nil, at: request.place, now: request.now).map(unmatched.explain)
    findings += gaps.filter { $0.state == .missing || $0.state == .stale }.map(\.reason.asWarning)
  }
}

/// What a policy says to require the scans of which there are reports, or an example where there are none.
func demand(for reports: [ReportEvidence]) -> String {
  var demands: [String] = []
  for report in reports {
    let name = report.nameInPolicies
    for kind in report.kinds.sorted() {
      let demand = "{ kind: \(kind.rawValue), tools: [\(name)], commit: head, where: ci }"
      if !demands.contains(demand) { demands.append(demand) }
    }
  }
  return demands.isEmpty
    ? "[{ kind: sast, tools: [semgrep], commit: head, where: ci }], with the scanners that run here"
    : "[\(demands.joined(separator: ", "))]"
}

extension ReportEvidence {
  /// The name under which a policy asks for a report like this one.
  fileprivate var nameInPolicies: String {
    let scanners = KnownScanners.all
    let known = scanners.names.filter { isReport(inFormat: format, by: tool, of: $0) }
    if let longest = known.max(by: { ($0.utf8.count, $1) < ($1.utf8.count, $0) }) { return longest }
    let own = "\(format):\(toolWord(of: tool ?? format))"
    return own.contains { ",[]{} ".contains($0) } ? "\"\(own)\"" : own
  }
}
