import Model
import Reports

/// The findings of a decision that a user names.
struct WaiverTargets {
  private let decision: Decision

  init(_ decision: Decision) { self.decision = decision }

  /// The findings with these ids or beginnings of ids, each once, in the order in which they are named; then all that
  /// block, if they are meant.
  func find(_ ids: [String], allBlocking: Bool) throws(PipelineError) -> [Judgement] {
    var (found, problems) = ([Judgement](), [Diagnostic]())
    for id in ids {
      let named = decision.judgements.filter { $0.risk.finding.isNamed(from: id) && !id.isEmpty }
      if named.count == 1 { found += named } else { problems.append(problem(with: id, named)) }
    }
    if allBlocking { found += blocking }
    if found.isEmpty, problems.isEmpty {
      problems = [
        Diagnostic(.findingUnknown, "no finding is named", because: list(blocking), help: "name findings by their ids")
      ]
    }
    // Without the findings of a report that could not be read, an id may be unknown for that reason alone.
    let errors = decision.diagnostics.filter { $0.severity == .error }
    guard problems.isEmpty else { throw PipelineError(errors + problems) }
    var seen = Set<String>()
    return found.filter { seen.insert($0.risk.finding.id).inserted }
  }

  private var blocking: [Judgement] { decision.judgements.filter { $0.effect == .deny } }

  private func problem(with id: String, _ named: [Judgement]) -> Diagnostic {
    let shown = id.displayText(limit: 40)
    if named.count > 1 {
      return Diagnostic(
        .findingUnknown, "`\(shown)` is the beginning of the ids of \(named.count) findings", because: list(named),
        help: "write more digits")
    }
    let names = decision.judgements.map { String($0.risk.finding.id.prefix(max(8, id.utf8.count))) }
    return Diagnostic(
      .findingUnknown, "no finding has the id `\(shown)`",
      because: list(blocking),
      help: nearest(to: id, among: names).map { "did you mean \($0)?" }
        ?? "gatehouse check --format json lists all ids; name the report that has the finding")
  }

  private func list(_ findings: [Judgement]) -> [String] {
    let shown = findings.prefix(listed).map { "\($0.risk.finding.id.prefix(12)) is \($0.what), \($0.position)" }
    return shown + (findings.count > listed ? ["and \(findings.count - listed) more"] : [])
  }
}

/// How many findings a message lists.
private let listed = 8
