import Documents
import Model

/// Judgements in the order in which they are told: blocking first, then the worst, then by place; the id makes the order total.
///
/// Ranks are sorted, not judgements: they are small. Places are few, and are numbered in their order first.
func ranked(_ judgements: [Judgement]) -> [Judgement] {
  let places = inParallel(over: judgements.indices) { $0.map { place(of: judgements[$0].risk.finding) } }
  let order = Dictionary(uniqueKeysWithValues: Set(places).sorted().enumerated().map { ($1, $0) })
  let ranks = judgements.indices.map { Rank(judgements[$0], place: order[places[$0]] ?? 0, at: $0) }
  return ranks.sorted().map { judgements[$0.index] }
}

private func place(of finding: Finding) -> Text {
  finding.location.$path.interned ?? Text(finding.location.description)
}

private struct Rank: Comparable {
  let grade: Int
  let place: Int
  let line: Int
  let id: Text
  let index: Int

  init(_ judgement: Judgement, place: Int, at index: Int) {
    let finding = judgement.risk.finding
    let effect = Effect.allCases.firstIndex(of: judgement.effect) ?? 0
    // Unknown may be anything: it stands before low, behind medium.
    let severity = finding.severity.map { 2 * Int($0.rawValue) } ?? 2 * Int(Severity.low.rawValue) + 1
    grade = -(16 * effect + severity)
    (self.place, self.index) = (place, index)
    (line, id) = (finding.location.startLine ?? 0, finding.$id)
  }

  static func < (one: Rank, other: Rank) -> Bool {
    if one.grade != other.grade { return one.grade < other.grade }
    if one.place != other.place { return one.place < other.place }
    return one.line != other.line ? one.line < other.line : one.id < other.id
  }
}
