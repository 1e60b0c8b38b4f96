import Correlation
import Documents
import Git
import Model
import Ownership
import Policies

/// What the change does to the files that judge it, as a difference of verdicts (law 3).
///
/// The base's files decide. The head's are read only to tell the reviewer what merging them would let through.
func tampering(
  _ risks: [Risk], _ decision: Decision, _ scene: Scene, _ trusted: Trusted, _ request: Request,
  in repository: borrowing Repository
) -> [Diagnostic] {
  let touched = judgingFiles(changedIn: scene, trusted)
  guard !touched.isEmpty else { return [] }
  let effect = effectOfNewFiles(risks, decision, scene, trusted, request, in: repository)
  return touched.map { change in
    let owners = trusted.owners(of: change.path).names
    let verb = verb(of: change)
    return Diagnostic(
      .policyChanged, "this change \(verb) \(change.path.inert()); the base's version judges it", severity: .warning,
      at: Place(file: change.path.inert()), because: [effect],
      help: owners.isEmpty
        ? "nobody owns this file: give .gatehouse/ and CODEOWNERS an owner in CODEOWNERS"
        : "needs a review by \(owners.joined(separator: " or "))")
  }
}

private func verb(of change: FileChange) -> String {
  switch change.status {
  case .added: "adds"
  case .deleted: "deletes"
  case .renamed: "moves \((change.oldPath ?? "").inert()) to"
  case .modified, .copied, .typeChanged: "edits"
  }
}

private func judgingFiles(changedIn scene: Scene, _ trusted: Trusted) -> [FileChange] {
  func judges(_ path: String) -> Bool { path.hasPrefix("\(Trusted.home)/") || trusted.paths.contains(path) }
  return (scene.changes ?? [:]).values.filter { judges($0.path) || $0.oldPath.map(judges) == true }
    .sorted { $0.path < $1.path }
}

/// One sentence: how many findings would be judged otherwise with the head's files.
private func effectOfNewFiles(
  _ risks: [Risk], _ decision: Decision, _ scene: Scene, _ trusted: Trusted, _ request: Request,
  in repository: borrowing Repository
) -> String {
  guard let head = scene.head else { return "what the new version would let through is told once it is committed" }
  do throws(Halt) {
    let new = try Trusted.read(at: head.commit, request, in: repository)
    let statements = new.statements.filter { new.policy.trust($0, now: request.now) == nil }
    let context = Context(
      owners: { new.owners(of: $0) }, changes: scene.changes, baseFindings: nil, statements: statements,
      now: request.now, baseTime: scene.baseTime)
    let newness = Dictionary(risks.map { ($0.finding.id, $0.newness) }) { first, _ in first }
    let rejudged = enrich(risks.map(\.$finding), in: context).map { risk in
      var risk = risk
      risk.newness = newness[risk.finding.id] ?? risk.newness
      return new.policy.judge(risk, waivers: new.waivers, now: request.now)
    }
    return difference(from: decision.judgements, to: rejudged)
  } catch {
    return "the new version cannot be read: \(error.diagnostics.first?.text ?? "unknown error")"
  }
}

private func difference(from old: [Judgement], to new: [Judgement]) -> String {
  func denied(_ judgements: [Judgement]) -> Set<String> {
    Set(judgements.filter { $0.effect == .deny }.map(\.risk.finding.id))
  }
  let (before, after) = (denied(old), denied(new))
  let (freed, caught) = (before.subtracting(after).count, after.subtracting(before).count)
  func findings(_ count: Int) -> String { count == 1 ? "1 finding" : "\(count) findings" }
  switch (freed, caught) {
  case (0, 0): return "with the new version every finding is judged the same"
  case (_, 0): return "the new version would let \(findings(freed)) through"
  case (0, _): return "the new version would block \(findings(caught)) more"
  default: return "the new version would let \(findings(freed)) through and block \(findings(caught)) more"
  }
}
