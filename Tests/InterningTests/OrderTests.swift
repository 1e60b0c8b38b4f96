import Model
import Testing

@testable import Interning

struct OrderTests {
  @Test(arguments: [0, 1, 2, 33, 1000], [UInt64.max, 255, 1 << 40, 3])
  func `numbers come in ascending order, and equal ones as they stood`(count: Int, most: UInt64) {
    let numbers = (0..<count).map { _ in UInt64.random(in: 0...most) }
    let sorted = radixSorted(numbers)
    let expected = numbers.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    #expect(sorted.map(\.number) == expected.map(\.element))
    #expect(sorted.map(\.position) == expected.map(\.offset))
    let alike = Dictionary(grouping: numbers.sorted().indices) { sorted[$0].number }.values.filter { $0.count > 1 }
    #expect(runsOfEqual(in: sorted).map(Array.init) == alike.sorted { $0[0] < $1[0] })
  }

  /// Lengths about the seven bytes that are looked at together, of few letters, one of which is zero.
  @Test(arguments: [1, 32, 33, 400, 5000])
  func `texts come in the order of their bytes`(count: Int) {
    var texts: Set<InternedString> = []
    for _ in 0..<count {
      let bytes = (0..<Int.random(in: 0...24)).map { _ in [0, 0x61, 0x62, 0x7A].randomElement() ?? UInt8(0x61) }
      texts.insert(InternedString(String(decoding: bytes, as: UTF8.self)))
      texts.insert(InternedString("services/catalog/src/main/\(Int.random(in: 0..<count)).swift"))
    }
    #expect(sortedByBytes(Array(texts)) == texts.sorted())
  }

  @Test func `a list of interned texts is the list of the texts`() {
    for texts in [[], ["a"], ["a", "b"], ["b", "a"], ["a", "a"], ["cafe\u{301}"], ["caf\u{E9}"], ["", ""]] {
      #expect(Interned(texts: texts.map { InternedString($0) }) == Interned(texts))
      #expect(
        Interned(texts: texts.map { InternedString($0) }).wrappedValue.map { Array($0.utf8) }
          == texts.map { Array($0.utf8) })
    }
    #expect(Interned(texts: [InternedString("cafe\u{301}")]) != Interned(["caf\u{E9}"]))
  }

  @Test func `bytes begin with a word or not`() {
    for (text, begins) in [("CVE-1", true), ("CVE-", true), ("CVE", false), ("cVE-1", false), ("", false)] {
      let (does, doesWithNone) = (
        InternedString(text).utf8.begins(with: "CVE-"), InternedString(text).utf8.begins(with: "")
      )
      #expect(does == begins && doesWithNone)
    }
  }

  @Test func `observations are written side by side and taken in turn`() {
    let said = (0..<2_000).map { index in
      Observation(
        scan: Scan(format: "toy", tool: "A", report: "A"), kind: .sast, ruleId: "r\(index)", title: "t",
        at: SourcePosition(file: "A"))
    }
    let scope = ArenaScope()
    var room = Observations.Reservation(for: said.count, in: scope)
    var (start, taken) = (0, [Observations]())
    for length in [0, 1, 1023, 0, 2, 974] {
      for observation in said[start..<(start + length)] { room.add(observation) }
      taken.append(room.taken())
      #expect(taken.last?.elementsEqual(said[start..<(start + length)]) == true)
      start += length
    }
    // Without its scope the room is another's.
    withExtendedLifetime(scope) { #expect(taken.flatMap { Array($0) } == said) }
  }
}

struct ArenaTests {
  @Test func `room is used again when its scope has ended`() {
    let arena = Arena<Int>()
    func run(_ count: Int) -> UInt32 {
      let scope = ArenaScope()
      let first = arena.reserve(count, in: scope)
      for number in 0..<UInt32(count) { arena.put(Int(number), as: first + number) }
      #expect((0..<UInt32(count)).allSatisfy { arena[first + $0] == Int($0) })
      return withExtendedLifetime(scope) { first }
    }
    let first = run(1000)
    #expect(arena.reservedCount == 0)
    for _ in 0..<100 { #expect(run(1000) == first) }
    #expect(run(64) == first)
  }

  @Test func `what is free is joined, and scopes that overlap keep apart`() {
    let arena = Arena<Int>()
    var scopes = (0..<8).map { _ in ArenaScope() }
    let firsts = scopes.map { arena.reserve(64, in: $0) }
    #expect(Set(firsts).count == 8)
    // Freed from both ends to the middle, so that ranges are joined on either side.
    for index in [0, 7, 2, 5, 3, 4, 1, 6] { scopes[index] = ArenaScope() }
    #expect(arena.reservedCount == 0)
    #expect(arena.reserve(512, in: scopes[0]) == firsts[0])
  }
}
