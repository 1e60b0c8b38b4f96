import Model
import TestSupport
import Testing

struct LineMapTests {
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `an unchanged line is mapped to itself in the base`(seed: UInt64) {
    var random = Seeded(seed)
    // A file of numbered lines, some of them removed and new ones put in between.
    var head: [Int?] = []
    var removed: [Int] = []
    for line in 1...60 {
      while Int.random(in: 0..<5, using: &random) == 0 { head.append(nil) }
      if Int.random(in: 0..<4, using: &random) == 0 { removed.append(line) } else { head.append(line) }
    }
    let added = head.indices.filter { head[$0] == nil }.map { $0 + 1 }
    let change = FileChange(path: "a", status: .modified, added: ranges(added), removed: ranges(removed))
    let map = LineMap(change)
    for (index, line) in head.enumerated() {
      #expect(map.base(of: index + 1) == line)
      #expect(map.touches(index + 1...index + 1) == (line == nil))
    }
    #expect(map.base(of: head.count + 7) == 67)
  }

  @Test func `a file that the change does not touch maps to itself`() {
    #expect(LineMap(nil).base(of: 9) == 9)
    #expect(!LineMap(nil).touches(1...99))
  }
}

/// Neighbouring lines as ranges.
private func ranges(_ lines: [Int]) -> [ClosedRange<Int>] {
  lines.reduce(into: []) { ranges, line in
    if let last = ranges.last, last.upperBound + 1 == line {
      ranges[ranges.count - 1] = last.lowerBound...line
    } else {
      ranges.append(line...line)
    }
  }
}
