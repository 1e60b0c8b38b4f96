import Correlation
import Evidence
import Interning
import Model
import Ownership
import Pipeline
import Policies
import Reports
import Risks

/// Judges the reports of scanners by policy files, as `gatehouse check` does.
///
/// Reports are read by ``ScanReport``. A gate can judge any number of times; the memory of a decision is freed with it.
///
///     let gate = try Gate(policies: [SourceFile(contentsOf: ".gatehouse/policy.yaml")])
///     let report = try ScanReport(SourceFile(contentsOf: "semgrep.sarif"))
///     let verdict = try gate.decide([report], commit: head, at: now)
///     if verdict.result != .pass { print(verdict.blocking) }
public struct Gate: Sendable {
  private let bundle: PolicyBundle

  /// Reads policy files and, if given, waivers and CODEOWNERS (in the syntax of GitHub).
  ///
  /// - Throws: Every error of the files, not only the first. No policy is an error, too.
  public init(
    policies: [SourceFile], waivers: [SourceFile] = [], codeowners: SourceFile? = nil
  ) throws(GateError) {
    do throws(PolicyError) {
      let policy = try Policy.read(policies.map(\.input), scanners: .all)
      let exceptions = try Waivers.read(waivers.map(\.input))
      let owners = codeowners.map { Codeowners($0.input, dialect: .github) }
      bundle = PolicyBundle(
        policy: policy, waivers: exceptions, owners: owners.map { .codeowners($0) } ?? .none,
        diagnostics: policy.warnings + exceptions.warnings + (owners?.diagnostics ?? []))
    } catch {
      throw GateError(error.diagnostics)
    }
  }

  /// Judges what the reports say of one commit.
  ///
  /// There is no repository here, so nothing is known of the change: a finding counts as neither new nor old. A report
  /// that failed, that names another commit or that the policy requires and that is missing makes the result `undecided`.
  ///
  /// - Parameters:
  ///   - reports: All reports of the commit. None gives `undecided`: silence is not a clean scan.
  ///   - commit: The object id of the commit under review. Reports that name no commit count as reports of this one.
  ///   - seconds: The time of the decision in seconds since 1970-01-01T00:00:00Z, for ages, deadlines and waivers.
  /// - Throws: The error of a report that cannot be read with the severities of the policy.
  public func decide(_ reports: [ScanReport], commit: String, at seconds: Int64) throws(GateError) -> Verdict {
    let (now, scope) = (Timestamp(seconds: seconds), ArenaScope())
    let binding = EvidenceBinding(heads: [commit], scanned: commit, now: now)
    let severities = bundle.policy.severities
    var (observations, evidence, diagnostics) = ([Observation](), [ReportEvidence](), [Diagnostic]())
    for read in reports {
      let report =
        severities.isEmpty
        ? read.report : try ScanReport(read.file, format: read.format, severities: severities).report
      observations += report.observations
      evidence += ReportEvidence.runs(of: report, binding: binding)
      diagnostics += report.warnings
    }
    if reports.isEmpty {
      diagnostics.append(Diagnostic(.nothingToJudge, "no report was given, so nothing was scanned"))
    }
    let findings = dateFindings(Correlation.correlate(observations, in: scope), in: HistoryFacts(now: now))
    let input = DecisionInput(
      findings: findings, observationCount: observations.count, evidence: evidence, head: Revision(commit: commit),
      diagnostics: diagnostics, scope: scope)
    return Verdict(Pipeline.decide(input, by: bundle, at: now))
  }
}

/// The answer of a gate.
public struct Verdict: Sendable, Hashable {
  public enum Result: String, Sendable {
    case pass, fail
    /// Something that the decision needs is missing or wrong, so it is neither: see ``problems``.
    case undecided
  }

  /// A finding and what the policy says of it.
  public struct Judgement: Sendable, Hashable {
    public enum Effect: String, Sendable { case allow, warn, deny }
    public let finding: Finding
    public let effect: Effect
    /// Owners by CODEOWNERS, such as `@acme/payments`.
    public let owners: [String]
    /// What suppresses the finding (`waiver`, `vex`, `exception` or `tool`); nil when nothing does.
    public let suppressedBy: String?
    /// Why, in sentences.
    public let reasons: [String]
  }

  public let result: Result
  /// Every finding, the most urgent one first.
  public let judgements: [Judgement]
  /// Errors and warnings about reports, policy and waivers, and required reports that are missing.
  public let problems: [GateError.Problem]

  /// The findings that make the result `fail`.
  public var blocking: [Judgement] { judgements.filter { $0.effect == .deny } }

  init(_ decision: Decision) {
    result =
      switch decision.verdict {
      case .pass: .pass
      case .fail: .fail
      case .undecided: .undecided
      }
    judgements = decision.judgements.map { judgement in
      Judgement(
        finding: Finding(judgement.risk.finding), effect: Judgement.Effect(judgement.effect),
        owners: judgement.risk.owners.names, suppressedBy: judgement.suppressedBy?.kind.rawValue,
        reasons: decision.reasons(for: judgement).map(\.text))
    }
    problems = GateError(decision.gaps.map(\.reason) + decision.diagnostics).problems
  }
}

extension Verdict.Judgement.Effect {
  fileprivate init(_ effect: Model.Effect) {
    switch effect {
    case .allow: self = .allow
    case .warn: self = .warn
    case .deny: self = .deny
    }
  }
}
