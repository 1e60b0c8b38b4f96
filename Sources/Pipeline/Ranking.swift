import Interning
import Model
import System

/// Sorts judgements for display: blocking first, then by newness, severity, location and line. Ids
/// break ties, so the order is total.
///
/// It sorts ranks, which are smaller than judgements. Locations are few, and are numbered in their order first.
func ranked(_ judgements: [Judgement]) -> [Judgement] {
  let positions = inParallel(over: judgements.indices) { $0.map { position(of: judgements[$0].risk.finding) } }
  let order = Order(of: positions)
  var ids: [InternedString] = []
  ids.reserveCapacity(judgements.count)
  var sorted = radixSorted(
    judgements.indices.map { index in
      let finding = judgements[index].risk.finding
      ids.append(finding.$id)
      return rank(judgements[index], position: order[positions[index]])
    })
  for alike in runsOfEqual(in: sorted) { sorted[alike].sort { ids[$0.position] < ids[$1.position] } }
  return sorted.map { judgements[$0.position] }
}

private func position(of finding: Finding) -> InternedString {
  finding.location.$path.interned ?? InternedString(finding.location.description)
}

/// The rank of each text in byte order, looked up by the number of the interned text.
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

/// Packs the grade, the location and the line, from the highest bits down: 8, 26 and 30 of them.
private func rank(_ judgement: Judgement, position: UInt32) -> UInt64 {
  let finding = judgement.risk.finding
  // An unknown severity ranks between medium and low.
  let severity = finding.severity.map { 2 * Int($0.rawValue) } ?? 2 * Int(Severity.low.rawValue) + 1
  let grade = 255 - (64 * judgement.effect.rank + 16 * judgement.risk.newness.newness.rank + severity)
  let line = min(max(0, finding.location.startLine ?? 0), (1 << 30) - 1)
  return UInt64(grade) << 56 | UInt64(position) << 30 | UInt64(line)
}

extension Newness {
  /// What the change brings ranks highest; what is not known to be older comes before what is.
  var rank: Int {
    switch self {
    case .introduced: 3
    case .surfaced: 2
    case .unknown: 1
    case .inherited, .resolved: 0
    }
  }
}
