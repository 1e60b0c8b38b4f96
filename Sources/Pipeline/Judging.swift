import Correlation
import Documents
import Evidence
import Git
import Model
import Policies
import Synchronization

/// The gate: may this change pass?
///
/// Read, correlate, enrich, judge, decide. Whatever goes wrong on the way ends in *undecided*, never in *pass* (law 1).
package func check(_ request: Request) -> Decision {
  do throws(Halt) {
    let opened = OpenRepository(try openRepository(request))
    return try judge(request, in: opened)
  } catch {
    return Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics)
  }
}

private func judge(_ request: Request, in opened: OpenRepository) throws(Halt) -> Decision {
  let scene = try Scene.find(request, in: opened.repository)
  var trusted = try Trusted.read(at: scene.rules, request, in: opened.repository)
  try trusted.read(try documents(request.vex, scene, in: opened.repository))
  var heard = hear(for: scene, trusted.policy, request, in: opened)
  try anchor(&heard.observations, at: scene.head?.commit, in: opened)
  let before = try findingsBefore(scene, trusted.policy, request, in: opened)
  let elsewhere = try pathsOutside(scene, of: heard.observations, in: opened)
  let risks = enrich(correlate(heard.handOver()), in: context(scene, trusted, before, elsewhere, request))
  var decision = decide(risks, heard, scene, trusted, request)
  decision.diagnostics += tampering(risks, decision, scene, trusted, request, in: opened.repository)
  decision.settle()
  return decision
}

/// A repository that closures can hold on to, and that threads may ask for files.
///
/// Whatever else is asked of it is asked while no other thread runs: reports are read, and then the rest is done.
final class OpenRepository: @unchecked Sendable {
  let repository: Repository
  /// libgit2 lets one thread at a time into a repository.
  private let known = Mutex(Known())

  /// What was answered for one commit: reports are read for one, and all that is asked later is asked of it too.
  private struct Known {
    var commit: CommitID?
    var isFile: [Text: Bool] = [:]
  }

  init(_ repository: consuming Repository) { self.repository = repository }

  /// Whether the commit has a file of that name. Where that cannot be told, nothing is said against the report.
  func hasFile(_ path: Text, at commit: CommitID) -> Bool {
    do throws(GitError) { return try isFile(path, at: commit) } catch { return true }
  }

  func isFile(_ path: Text, at commit: CommitID) throws(GitError) -> Bool {
    try known.withLock { (known) throws(GitError) in
      if known.commit != commit { known = Known(commit: commit) }
      if let answer = known.isFile[path] { return answer }
      let answer = try repository.entry(path.wrappedValue, at: commit).map { $0.mode != .tree } ?? false
      known.isFile[path] = answer
      return answer
    }
  }

  /// Whether it was asked before, and the commit has no file of that name.
  func isKnownMissing(_ path: Text, at commit: CommitID) -> Bool {
    known.withLock { $0.commit == commit && $0.isFile[path] == false }
  }
}

package func openRepository(_ request: Request) throws(Halt) -> Repository {
  do throws(GitError) {
    return try Repository(
      at: request.repository, environment: request.environment, useEnvironment: request.isStaged,
      trusted: request.trustedRepositories)
  } catch { throw Halt([Diagnostic(error)]) }
}

/// What the scanners say of the head.
private func hear(for scene: Scene, _ policy: Policy, _ request: Request, in opened: OpenRepository) -> Heard {
  let isIndex = request.scanned == "staged"
  let binding = EvidenceBinding(
    heads: scene.scanned, scanned: isIndex ? notYetCommitted : request.scanned,
    scannedSince: isIndex ? request.now : nil, now: request.now)
  var reading = Reading(
    format: request.format, severities: policy.severities, roots: request.roots, binding: binding,
    progress: request.progress)
  if let commit = scene.head?.commit { reading.hasFile = { path in opened.hasFile(path, at: commit) } }
  var heard = Heard(request.reports, reading)
  // A folder may be named and hold nothing.
  if heard.evidence.isEmpty, !heard.diagnostics.contains(where: { $0.severity == .error }) {
    heard.diagnostics.append(
      Diagnostic(
        .nothingToJudge, "no report was given, so nothing was looked at",
        because: request.reports.map { "\($0.inert()) holds no report" },
        help: "pass the scanners' reports, or the folder they are in: gatehouse check reports/"))
  }
  return heard
}

/// What the scanners said of the base; nil when nobody asked them. A base report that cannot be read is an error: without it
/// what was there before would look new, and what is new could look old.
private func findingsBefore(
  _ scene: Scene, _ policy: Policy, _ request: Request, in opened: OpenRepository
) throws(Halt) -> [Finding]? {
  guard !request.baseReports.isEmpty else { return nil }
  guard let base = scene.base else {
    throw Halt([Diagnostic(.usage, "--base-report needs a base", help: "pass --base refs/heads/main")])
  }
  var heard = Heard(
    request.baseReports,
    Reading(
      severities: policy.severities, roots: request.roots,
      binding: EvidenceBinding(heads: [base.commit.description], now: request.now), progress: request.progress))
  // A report of the head given as the base's would make everything look old: it must say what it was made from.
  let refused = heard.diagnostics.filter { $0.severity == .error } + heard.evidence.compactMap(\.reason)
  guard refused.isEmpty else { throw Halt(refused) }
  try anchor(&heard.observations, at: base.commit, in: opened)
  return correlate(heard.observations).inOrder
}

/// The VEX documents that the caller names. One that base or head holds is read from the base, for the change could have
/// written the working tree's (law 3); any other is the caller's own.
private func documents(_ paths: [String], _ scene: Scene, in repository: borrowing Repository) throws(Halt) -> [Input] {
  var inputs: [Input] = []
  for path in paths {
    if let inside = repository.pathInside(path), try isTracked(inside, scene, in: repository) {
      inputs.append(try document(inside, at: scene.rules, in: repository))
    } else {
      inputs.append(try attempt { () throws(Diagnostic) in try Files.read(path, limit: Limit.vex) })
    }
  }
  return inputs
}

private func isTracked(_ path: String, _ scene: Scene, in repository: borrowing Repository) throws(Halt) -> Bool {
  do throws(GitError) {
    if try repository.entry(path, at: scene.rules) != nil { return true }
    guard let head = scene.head else { return try repository.stagedBlob(path, limit: Limit.vex) != nil }
    return try repository.entry(path, at: head.commit) != nil
  } catch { throw Halt([Diagnostic(error)]) }
}

private func document(_ path: String, at commit: CommitID, in repository: borrowing Repository) throws(Halt) -> Input {
  do throws(GitError) {
    if let bytes = try repository.blob(path, at: commit, limit: Limit.vex) { return Input(name: path, bytes: bytes) }
  } catch { throw Halt([Diagnostic(error)]) }
  throw Halt([
    Diagnostic(
      .vexNotTrusted, "commit \(commit.short) has no \(path.inert()); only the change brings it",
      at: Place(file: path.inert()),
      help: "commit the statement to the base branch first")
  ])
}

/// Paths that are no file of the head: a scanner that ran in a subfolder names such. Whether the change touches what they
/// mean cannot be told, so they must not look untouched (law 2).
private func pathsOutside(
  _ scene: Scene, of observations: [Observation], in opened: OpenRepository
) throws(Halt) -> Set<Text> {
  guard let commit = scene.head?.commit ?? scene.base?.commit else { return [] }
  var paths: Set<Text> = []
  for index in observations.indices where observations[index].location.$image.isNil {
    if let path = observations[index].location.$path.interned { paths.insert(path) }
  }
  var outside: Set<Text> = []
  do throws(GitError) {
    for path in paths where scene.changes?[path.wrappedValue] == nil {
      if try !opened.isFile(path, at: commit) { outside.insert(path) }
    }
  } catch { throw Halt([Diagnostic(error)]) }
  return outside
}

private func context(
  _ scene: Scene, _ trusted: Trusted, _ before: [Finding]?, _ elsewhere: Set<Text>, _ request: Request
) -> Context {
  let policy = trusted.policy
  let believed = trusted.statements.filter { policy.trust($0, now: request.now) == nil }
  return Context(
    owners: { trusted.owners(of: $0) }, changes: scene.changes, isInHead: { !elsewhere.contains($0) },
    baseFindings: before, statements: believed, now: request.now, baseTime: scene.baseTime)
}

extension Trusted {
  /// Who answers for a path, by the last rule that matches it.
  func owners(of path: String?) -> Owners {
    guard let path, let file = codeownersPath, let rule = codeowners?.rule(for: path) else { return .unmatched }
    let place = Place(file: file, line: rule.line)
    return rule.owners.isEmpty ? .cleared(by: place) : .owned(rule.owners, by: place)
  }
}

/// From risks to the answer. Pure: the same values give the same bytes.
private func decide(
  _ risks: [Risk], _ heard: Heard, _ scene: Scene, _ trusted: Trusted, _ request: Request
) -> Decision {
  let policy = trusted.policy
  // What is resolved stands at the end.
  let present = Array(risks.prefix { $0.newness.newness != .resolved })
  let judge = Judge(policy, waivers: trusted.waivers, now: request.now)
  let judgements = ranked(inParallel(over: present.indices) { $0.map { judge(present[$0]) } })
  let gaps = policy.gaps(in: heard.evidence, changed: scene.changes?.keys.sorted(), now: request.now)
  var decision = Decision(
    verdict: .undecided, base: scene.base.map(Revision.init),
    head: scene.head.map(Revision.init) ?? Revision(commit: nil),
    now: request.now, policies: policy.files, evidence: heard.evidence, gaps: gaps,
    funnel: funnel(judgements, observations: heard.count), judgements: judgements)
  decision.diagnostics =
    scene.notes + trusted.diagnostics + heard.diagnostics + unusedStatements(trusted, present, request)
  decision.diagnostics += heard.evidence.compactMap { fault(of: $0, policy, gaps) }
  decision.diagnostics += trusted.waivers.audit(judgements, policy: policy, now: request.now)
  decision.actions = actions(for: judgements, gaps: gaps, waivers: policy.waiverTerms)
  decision.areActionsChecked = passes(after: decision.actions, judgements, gaps: gaps)
  return decision
}

extension Decision {
  /// The verdict follows from what is in the decision: an error or a gap leaves it open, a denial fails it.
  mutating func settle() {
    diagnostics = Array(Set(diagnostics)).sorted()
    if !gaps.isEmpty || diagnostics.contains(where: { $0.severity == .error }) {
      verdict = .undecided
    } else {
      verdict = judgements.contains { $0.effect == .deny } ? .fail : .pass
    }
  }
}

extension Revision {
  init(_ resolved: Resolved) { self.init(commit: resolved.commit.description, ref: resolved.ref) }
}

/// From everything the scanners said down to what blocks.
private func funnel(_ judgements: [Judgement], observations: Int) -> [FunnelStep] {
  var standing = (all: 0, concerned: 0, blocking: 0)
  for index in judgements.indices where judgements[index].$suppressedBy.isNil {
    let effect = judgements[index].effect
    standing.all += 1
    if effect != .allow { standing.concerned += 1 }
    if effect == .deny { standing.blocking += 1 }
  }
  return [
    FunnelStep("observations", observations),
    FunnelStep("findings", judgements.count),
    FunnelStep("not-set-aside", standing.all),
    FunnelStep("concerned", standing.concerned),
    FunnelStep("blocking", standing.blocking),
  ]
}

/// What is wrong with a report, whether or not the policy asks for it: a scanner that says it failed, or that looked at
/// other code, has not said that this code is clean (law 1).
private func fault(of evidence: Model.Evidence, _ policy: Policy, _ gaps: [Gap]) -> Diagnostic? {
  guard let reason = evidence.reason else { return nil }
  switch evidence.state {
  case .present, .missing, .stale: return nil
  case .failed: return reason
  case .wrongCommit:
    let isAccepted = policy.requirements.contains { $0.acceptsAnyCommit && evidence.kinds.contains($0.kind) }
    return isAccepted ? nil : reason
  // Without a requirement nobody relies on these; with one there is a gap that tells it.
  case .empty, .unbound: return gaps.contains { $0.reason.place?.file == evidence.file } ? nil : reason.asWarning
  }
}

/// Statements that nobody trusts, or that speak of nothing that was found: an allow-list must not outlive its reason (law 4).
private func unusedStatements(_ trusted: Trusted, _ risks: [Risk], _ request: Request) -> [Diagnostic] {
  let policy = trusted.policy
  let assessments = Set(risks.lazy.map(\.$vex).filter { $0 != .silent }).map(\.wrappedValue)
  let heard = Set(
    assessments.flatMap { $0.near.map(\.statement.at) + ($0.inForce.map { [$0.at] } ?? []) + $0.conflict.map(\.at) })
  return trusted.statements.compactMap { statement in
    if let distrust = policy.trust(statement, now: request.now) { return distrust.asWarning }
    guard !heard.contains(statement.at) else { return nil }
    let name = (statement.vulnerabilities.first ?? "a vulnerability").inert()
    return Diagnostic(
      .vexUnused, "the statement on \(name) matches nothing", severity: .note, at: statement.at,
      help: "remove it, or correct its product")
  }
}
