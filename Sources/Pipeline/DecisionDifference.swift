import Model
import Reports

/// How two decisions on the same facts differ: in the effect on each finding, in missing evidence and in the verdict.
struct DecisionDifference {
  private let counts: [Change: Int]
  private let findings: Int
  private let gaps: (before: Int, after: Int)
  private let verdicts: (before: Verdict, after: Verdict)

  private struct Change: Hashable {
    var before: Effect
    var after: Effect
  }

  init(from old: Decision, to new: Decision) {
    let effects = Dictionary(
      new.judgements.indices.lazy.map { (new.judgements[$0].risk.finding.id, new.judgements[$0].effect) },
      uniquingKeysWith: max)
    var counts: [Change: Int] = [:]
    for index in old.judgements.indices {
      let before = old.judgements[index].effect
      let after = effects[old.judgements[index].risk.finding.id] ?? .allow
      if before != after { counts[Change(before: before, after: after), default: 0] += 1 }
    }
    (self.counts, findings) = (counts, old.judgements.count)
    (gaps, verdicts) = ((old.gaps.count, new.gaps.count), (old.verdict, new.verdict))
  }

  /// The difference in one sentence.
  var sentence: String {
    let (freed, caught) = (count(from: .deny), count(to: .deny))
    let parts = [
      part("let", freed, "through"), part("block", caught, more: true),
      part("no longer warn of", count(.warn, .allow)), part("warn of", count(.allow, .warn), more: true),
      gaps.after < gaps.before ? "no longer miss \(pieces(gaps.before - gaps.after))" : nil,
      gaps.after > gaps.before ? "miss \(pieces(gaps.after - gaps.before)) more" : nil,
    ].compactMap(\.self)
    guard !parts.isEmpty else {
      return findings == 0
        ? "there is no finding that could be judged otherwise"
        : "with the new version every finding has the same effect"
    }
    let verdict =
      verdicts.before == verdicts.after
      ? "" : ": \(verdicts.after.rawValue) instead of \(verdicts.before.rawValue)"
    return "the new version would \(enumerated(parts))\(verdict)"
  }

  private func part(_ verb: String, _ count: Int, _ end: String = "", more: Bool = false) -> String? {
    guard count > 0 else { return nil }
    let noun = "\(count) \(more ? "more " : "")finding\(count == 1 ? "" : "s")"
    return "\(verb) \(noun)\(end.isEmpty ? "" : " \(end)")"
  }

  private func pieces(_ count: Int) -> String { "\(count) \(count == 1 ? "piece" : "pieces") of evidence" }

  private func count(_ before: Effect, _ after: Effect) -> Int { counts[Change(before: before, after: after)] ?? 0 }
  private func count(from effect: Effect) -> Int { sum { $0.before == effect } }
  private func count(to effect: Effect) -> Int { sum { $0.after == effect } }
  private func sum(_ isCounted: (Change) -> Bool) -> Int {
    counts.reduce(0) { sum, entry in isCounted(entry.key) ? sum + entry.value : sum }
  }
}
