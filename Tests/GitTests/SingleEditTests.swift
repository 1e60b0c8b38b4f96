import TestSupport
import Testing

@testable import Git

private func content(_ lines: [String], endsLine: Bool) -> [UInt8] {
  var bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
  if !endsLine, !bytes.isEmpty { bytes.removeLast() }
  return bytes
}

/// All contents of a few lines of three texts, with and without a line feed at the end.
private func contents(ofLines most: Int) -> [[UInt8]] {
  var (all, last) = ([[String]()], [[String]()])
  for _ in 0..<most {
    last = last.flatMap { lines in ["a", "b", ""].map { lines + [$0] } }
    all += last
  }
  return all.flatMap { lines in [true, false].map { content(lines, endsLine: $0) } }
}

struct SingleEditTests {
  @Test func `what is told without a comparison is what the comparison says, for all small contents`() throws {
    let all = contents(ofLines: Depth.choose(3, deep: 4))
    var (known, unequal) = (0, 0)
    for old in all {
      for new in all {
        guard let hunks = SingleEdit.hunks(from: old, to: new) else { continue }
        known += 1
        if try hunks != comparedHunks(from: old, to: new) { unequal += 1 }
      }
    }
    #expect(unequal == 0)
    #expect(known > all.count * all.count / 4)
  }

  @Test func `what is told without a comparison is what the comparison says, for generated edits`() throws {
    var known = 0
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      let old = (0..<random.pick(of: [1, 9, 80])).map { _ in "line \(random.pick(of: Array(0..<30)))" }
      var new = old
      for _ in 0..<random.pick(of: [1, 1, 1, 2]) {
        let at = random.pick(of: Array(0...new.count))
        let added = (0..<random.pick(of: [0, 1, 2, 5])).map { _ in "line \(random.pick(of: Array(0..<40)))" }
        new.replaceSubrange(at..<min(new.count, at + random.pick(of: [0, 1, 3])), with: added)
      }
      let (before, after) = (content(old, endsLine: random.pick(of: [true, false])), content(new, endsLine: true))
      guard let hunks = SingleEdit.hunks(from: before, to: after) else { continue }
      known += 1
      #expect(try hunks == comparedHunks(from: before, to: after), "seed \(seed)")
    }
    #expect(known > Depth.lawSeeds.count / 4)
  }
}
