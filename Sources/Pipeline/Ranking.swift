import Interning
import Model
import System

/// Judgements in the order in which they are told: blocking first, then the worst, then by place; the id makes the order total.
///
/// Ranks are sorted, not judgements: they are small. Places are few, and are numbered in their order first.
func ranked(_ judgements: [Judgement]) -> [Judgement] {
  let places = inParallel(over: judgements.indices) { $0.map { place(of: judgements[$0].risk.finding) } }
  let order = Order(of: places)
  var ids: [InternedString] = []
  ids.reserveCapacity(judgements.count)
  var sorted = radixSorted(
    judgements.indices.map { index in
      let finding = judgements[index].risk.finding
      ids.append(finding.$id)
      return rank(judgements[index].effect, finding, place: order[places[index]])
    })
  for alike in runsOfEqual(in: sorted) { sorted[alike].sort { ids[$0.position] < ids[$1.position] } }
  return sorted.map { judgements[$0.position] }
}

private func place(of finding: Finding) -> InternedString {
  finding.location.$path.interned ?? InternedString(finding.location.description)
}

/// Texts by their places in the order of all of them, found by their numbers.
private struct Order {
  private var ranks: [UInt32]

  init(of texts: [InternedString]) {
    let count = texts.reduce(0) { max($0, $1.number) }
    ranks = Array(repeating: 0, count: Int(count) + 1)
    var distinct: [InternedString] = []
    for text in texts where ranks[Int(text.number)] == 0 {
      ranks[Int(text.number)] = 1
      distinct.append(text)
    }
    for (rank, text) in sortedByBytes(distinct).enumerated() { ranks[Int(text.number)] = UInt32(rank) }
  }

  subscript(text: InternedString) -> UInt32 { ranks[Int(text.number)] }
}

/// The grade, the place and the line, from the highest bit down.
private func rank(_ effect: Effect, _ finding: Finding, place: UInt32) -> UInt64 {
  // Unknown may be anything: it stands before low, behind medium.
  let severity = finding.severity.map { 2 * Int($0.rawValue) } ?? 2 * Int(Severity.low.rawValue) + 1
  let grade = 63 - (16 * effect.rank + severity)
  let line = min(max(0, finding.location.startLine ?? 0), Int(Int32.max))
  return UInt64(grade) << 58 | UInt64(place) << 31 | UInt64(line)
}
