import Interning
import Model
import Policies
import System
import VEX

/// The input of a decision apart from the policy bundle: findings and the facts from the repository's history.
///
/// Equal inputs and equal policy bundles give equal decisions in every command.
package struct DecisionInput: Sendable {
  /// The findings of the head, followed by those of the base that the head no longer has.
  package var findings: [DatedFinding]
  package var observationCount: Int
  package var evidence: [ReportEvidence]
  /// The changes between base and head; nil when there is no base to compare with.
  package var changes: FileChanges?
  /// VEX statements from other sources than the policy bundle, trusted or not.
  package var statements: [Statement]
  package var base: Revision?
  package var head: Revision?
  /// Where the change is judged. Evidence that the policy requires elsewhere only is not asked for.
  package var place: CheckPlace
  package var diagnostics: [Diagnostic]
  /// The paths of the policy that no file has.
  package var unmatchedPaths = UnmatchedPaths.none
  /// What to do to learn the age of findings of which only a lower bound is known; nil when nothing helps.
  package var ageHelp: String?
  /// Keeps the memory of the findings alive.
  package var scope: ArenaScope

  package init(
    findings: [DatedFinding], observationCount: Int = 0, evidence: [ReportEvidence] = [], changes: FileChanges? = nil,
    statements: [Statement] = [], ageHelp: String? = nil, base: Revision? = nil, head: Revision? = nil,
    place: CheckPlace = .ci, diagnostics: [Diagnostic] = [], scope: ArenaScope = .process
  ) {
    (self.findings, self.observationCount, self.evidence) = (findings, observationCount, evidence)
    (self.changes, self.statements, self.base, self.head) = (changes, statements, base, head)
    (self.ageHelp, self.place, self.diagnostics, self.scope) = (ageHelp, place, diagnostics, scope)
  }
}

/// Decides on facts, by a policy bundle, at a given time. The gate, the policy impact and
/// policy tests all use this function.
package func decide(_ input: DecisionInput, by bundle: PolicyBundle, at now: Timestamp) -> Decision {
  let policy = bundle.policy
  let statements = StatementSet(bundle.statements + input.statements, trust: policy.vexTrust, now: now)
  let judge = Judge(policy, waivers: bundle.waivers, baseline: bundle.baseline, now: now)
  let present = presentCount(of: input.findings)
  let findings = input.findings[..<present]
  let judgements = ranked(judgements(of: findings, by: judge, statements, bundle.owners, input.changes))
  let evidence = input.evidence.map { $0.judged(for: input.changes) }
  let gaps = unmet(evidence, policy, input, at: now).map(input.unmatchedPaths.explain)
  var decision = Decision(
    verdict: .undecided, base: input.base, head: input.head, now: now, today: judge.today, policies: policy.files,
    rules: policy.rules, exceptions: policy.exceptions, evidence: evidence, gaps: gaps,
    funnel: funnel(judgements, observations: input.observationCount), judgements: judgements, scope: input.scope)
  decision.waiverLimits = policy.waiverTerms.limits
  decision.waiverLimits?.daysLeft = judge.waiverDaysLeft(for: judgements)
  decision.diagnostics = input.diagnostics + bundle.diagnostics
  decision.diagnostics += statements.unused(in: Set(judgements.lazy.map { $0.risk.$vex }))
  // The runs of one report may have one fault.
  var known: Set<Diagnostic> = []
  decision.diagnostics += evidence.compactMap { fault(of: $0, policy, gaps, at: input.place) }
    .filter { known.insert($0).inserted }
  let audit = bundle.waivers.audit(judgements, policy: policy, now: now)
  decision.waivers = audit.uses
  decision.diagnostics += audit.warnings
  decision.diagnostics +=
    bundle.baseline?.audit(judgements, expiring: policy.waiverTerms.expiring, on: now.day) ?? []
  if judgements.contains(where: { $0.effect == .warn }) {
    decision.diagnostics += policy.warningsAboutDenials(on: now.day)
  }
  decision.diagnostics += [
    policy.deadlineNotice(judgements, help: input.ageHelp), policy.newnessNotice(judgements),
  ].compactMap(\.self)
  decision.settle()
  if decision.verdict == .pass {
    decision.areActionsChecked = true
  } else {
    var assessor = statements.assessor()
    var lookup = OwnerSourceLookup(bundle.owners)
    decision.planActions(resolved: input.findings[present...]) { dated in
      let path = PathOwnership(of: dated.$finding.repositoryPath.interned, &lookup, input.changes)
      return judge(Risk(dated, owners: path.owners, move: path.move, vex: assessor.assess(dated.finding)))
    }
  }
  return decision
}

extension DecisionInput {
  /// Whether no report is there that looked at the paths of a demand: then it is of use to know of paths that no file has.
  func lacksReports(for policy: Policy, at now: Timestamp) -> Bool {
    unmet(evidence.map { $0.judged(for: changes) }, policy, self, at: now)
      .contains { $0.state == .missing && !$0.paths.isEmpty }
  }
}

/// What the policy demands and the evidence does not show.
private func unmet(
  _ evidence: [ReportEvidence], _ policy: Policy, _ input: DecisionInput, at now: Timestamp
) -> [Gap] {
  let changed = input.changes?.sorted.filter(\.bringsContent).map(\.path)
  return policy.gaps(in: evidence, changed: changed, at: input.place, now: now)
}

/// The number of findings that the head has; the resolved ones follow them.
private func presentCount(of findings: [DatedFinding]) -> Int {
  findings.firstIndex { $0.newness.newness == .resolved } ?? findings.count
}

/// The judgements of findings that the head has, in the order of the input.
private func judgements(
  of findings: ArraySlice<DatedFinding>, by judge: Judge, _ statements: StatementSet, _ owners: OwnerSource,
  _ changes: FileChanges?
) -> [Judgement] {
  let ownersByPath = OwnersByPath(owners, changes, of: findings)
  return inParallel(over: findings.indices) { range in
    var assessor = statements.assessor()
    return range.map { index in
      let finding = findings[index]
      let path = ownersByPath[finding.$finding.repositoryPath]
      return judge(Risk(finding, owners: path.owners, move: path.move, vex: assessor.assess(finding.finding)))
    }
  }
}

/// The owners of a path, and where the file was if the change moves it.
private struct PathOwnership {
  let owners: Interned<Owners>
  let move: InternedOptional<Move>

  init(of path: InternedString?, _ source: inout OwnerSourceLookup, _ changes: FileChanges?) {
    let here = source.owners(of: path)
    guard let path, let old = changes?[path]?.oldHome else {
      (owners, move) = (here, .none)
      return
    }
    owners = source.owners(of: InternedString(old))
    move = InternedOptional(Move(from: old, ownersAtNewPath: here.wrappedValue))
  }
}

extension FileChange {
  /// Where the content of the file was at the base, if it was elsewhere.
  fileprivate var oldHome: String? { status == .renamed ? oldPath : origin }
}

/// Caches owners by path. Findings share few paths, and a lookup in CODEOWNERS is slower than one in a table.
private struct OwnersByPath {
  private let known: MemoTable<String, PathOwnership>
  private let ofNoPath: PathOwnership

  init(_ owners: OwnerSource, _ changes: FileChanges?, of findings: ArraySlice<DatedFinding>) {
    let paths = findings.indices.lazy.compactMap { findings[$0].$finding.repositoryPath.interned }
    known = MemoTable(
      paths,
      ofAll: { paths in
        var lookup = OwnerSourceLookup(owners)
        return paths.map { PathOwnership(of: $0, &lookup, changes) }
      })
    var lookup = OwnerSourceLookup(owners)
    ofNoPath = PathOwnership(of: nil, &lookup, changes)
  }

  subscript(path: InternedOptional<String>) -> PathOwnership { path.interned.map { known[$0] } ?? ofNoPath }
}

extension ArenaRef<Finding> {
  /// The path of a file of the repository. A path inside a container image is none, so it has no owners.
  fileprivate var repositoryPath: InternedOptional<String> {
    wrappedValue.location.repositoryPath(wrappedValue.kind)
  }
}

extension Decision {
  /// Sets the verdict: undecided when there is an error or a gap, otherwise fail when a finding blocks, otherwise pass.
  mutating func settle() {
    let reported = Set(diagnostics.filter { $0.severity == .error }.map(\.asWarning))
    // What is an error already is not reported a second time as a warning.
    diagnostics = Array(Set(diagnostics).subtracting(reported)).sorted()
    verdict = Decision.verdict(gaps, diagnostics, isBlocked: judgements.contains { $0.effect == .deny })
  }

  /// A change after which nothing could be judged fails; any other error leaves the verdict undecided.
  static func verdict(_ gaps: [Gap], _ diagnostics: [Diagnostic], isBlocked: Bool) -> Verdict {
    let errors = diagnostics.lazy.filter { $0.severity == .error }
    if !gaps.isEmpty || errors.contains(where: { $0.code != .policyBroken }) { return .undecided }
    return isBlocked || errors.contains { $0.code == .policyBroken } ? .fail : .pass
  }
}

/// The steps from all observations down to the blocking findings.
private func funnel(_ judgements: [Judgement], observations: Int) -> [FunnelStep] {
  var (open, matched, blocking) = (0, 0, 0)
  for index in judgements.indices where !judgements[index].isSuppressed {
    let effect = judgements[index].effect
    open += 1
    if effect != .allow { matched += 1 }
    if effect == .deny { blocking += 1 }
  }
  return [
    FunnelStep("observations", observations),
    FunnelStep("findings", judgements.count),
    FunnelStep("not-suppressed", open),
    FunnelStep("matched", matched),
    FunnelStep("blocking", blocking),
  ]
}

/// The diagnostic for a report that is not accepted as evidence, whether or not the policy requires it. A failed scan,
/// or a scan of another commit, does not show that this commit is clean.
private func fault(of evidence: ReportEvidence, _ policy: Policy, _ gaps: [Gap], at place: CheckPlace) -> Diagnostic? {
  guard let reason = evidence.reason else { return nil }
  let isInGap = gaps.contains { $0.reason.position?.file == evidence.file }
  let unread = evidence.coverage.unread.first { $0.isTouched && !policy.excepts($0.path, of: evidence, at: place) }
  switch evidence.state {
  case .present, .missing, .stale: return nil
  case .failed: return reason
  case .partial: return unread == nil || isInGap ? nil : reason
  case .wrongCommit:
    return policy.acceptsAnyCommit(of: evidence, at: place) ? nil : reason
  // Without a requirement this is a warning. With one, the gap reports it already.
  case .empty, .unbound: return isInGap ? nil : unread?.gap(in: evidence) ?? reason.asWarning
  }
}
