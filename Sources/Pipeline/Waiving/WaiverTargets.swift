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
    let identifiers = decision.judgements.map { FindingIdentifiers($0.risk.finding) }
    for id in ids {
      switch NamedFindings(named: id, among: identifiers) {
      case .one(let index): found.append(decision.judgements[index])
      case .all(let indices) where indices.count == 1: found.append(decision.judgements[indices[0]])
      case .several(let indices):
        problems.append(ambiguous(id, list(indices.map { decision.judgements[$0] }), of: indices.count))
      case .all(let indices):
        problems.append(
          Diagnostic(
            .findingUnknown, "`\(id.displayText(limit: 40))` means \(indices.count) findings",
            because: list(indices.map { decision.judgements[$0] }), help: "name each by its id, or pass --blocking"))
      case .none: problems.append(unknown(id))
      }
    }
    if allBlocking { found += blocking }
    if found.isEmpty, problems.isEmpty {
      problems = [
        Diagnostic(.findingUnknown, "no finding is named", because: blockingList, help: "name findings by their ids")
      ]
    }
    // Without the findings of a report that could not be read, an id may be unknown for that reason alone.
    let errors = decision.diagnostics.filter { $0.severity == .error }
    guard problems.isEmpty else { throw PipelineError(errors + problems) }
    var seen = Set<String>()
    return found.filter { seen.insert($0.risk.finding.id).inserted }
  }

  private var blocking: [Judgement] { decision.judgements.filter { $0.effect == .deny } }

  private func unknown(_ id: String) -> Diagnostic {
    let names = decision.judgements.map { String($0.risk.finding.id.prefix(max(8, id.utf8.count))) }
    return Diagnostic(
      .findingUnknown, "no finding has the id `\(id.displayText(limit: 40))`",
      because: blockingList,
      help: nearest(to: id, among: names).map { "did you mean \($0)?" }
        ?? "gatehouse check --format json lists all ids; name the report that has the finding")
  }

  private var blockingList: [String] {
    list(blocking) + (blocking.count > listed ? ["and \(blocking.count - listed) more"] : [])
  }

  private func list(_ findings: [Judgement]) -> [String] {
    findings.prefix(listed).map { "\($0.risk.finding.id.prefix(12)) is \($0.what), \($0.position)" }
  }
}

/// How many findings a message lists.
private let listed = 8
