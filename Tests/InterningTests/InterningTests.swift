import Foundation
import Model
import Synchronization
import Testing

@testable import Interning

struct InterningTests {
  @Test func `equal texts are one, and told apart by bytes alone`() {
    #expect(InternedString("a") == InternedString("a"))
    #expect(InternedString("a") != InternedString("A"))
    #expect(InternedString("") == .empty)
    #expect(InternedString("a\u{0}b").wrappedValue == "a\u{0}b")
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    #expect(composed == decomposed)
    #expect(InternedString(composed) != InternedString(decomposed))
    #expect(Array(InternedString(decomposed).wrappedValue.utf8) == Array(decomposed.utf8))
    let (one, other) = (Interned([composed]), Interned([decomposed]))
    #expect(one != other)
    #expect(Array(other.wrappedValue[0].utf8) == Array(decomposed.utf8))
    #expect(CVSSRating(version: "3.1", source: composed) != CVSSRating(version: "3.1", source: decomposed))
  }

  @Test func `the order of texts is that of their bytes`() {
    let texts = ["", "\u{0}", "a", "a\u{0}", "aa", "b", "cafe\u{301}", "caf\u{E9}", "z", "\u{FFFD}", "\u{1F600}"]
    let ordered = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(
      texts.shuffled().map { InternedString($0) }.sorted().map(\.wrappedValue.utf8.count) == ordered.map(\.utf8.count))
    for one in texts {
      for other in texts {
        #expect((InternedString(one) < InternedString(other)) == one.utf8.lexicographicallyPrecedes(other.utf8))
      }
    }
  }

  /// Lengths about the eight bytes that are compared at once, which differ in one byte at any place.
  @Test func `texts that differ in one byte are two`() {
    for count in 0...40 {
      let bytes = [UInt8](repeating: 0x61, count: count)
      let text = InternedString(String(decoding: bytes, as: UTF8.self))
      #expect(text.utf8.count == count)
      for index in bytes.indices {
        var other = bytes
        other[index] = 0x62
        #expect(InternedString(String(decoding: other, as: UTF8.self)) != text)
        #expect(InternedString(utf8: other.span).wrappedValue == String(decoding: other, as: UTF8.self))
      }
    }
    let long = String(repeating: "x", count: 1 << 20)
    #expect(InternedString(long).wrappedValue == long)
    #expect(InternedString(long + "y") != InternedString(long))
  }

  @Test func `a text that is missing is not an empty one`() {
    #expect(InternedOptional<String>(nil as String?).isNil)
    #expect(InternedOptional("").isNil == false)
    #expect(InternedOptional("") != .none)
    #expect(InternedOptional("").interned == .empty)
    var location = Location(path: "a")
    location.path = nil
    #expect(location == Location())
    location.$path = InternedOptional(InternedString("b"))
    #expect(location.path == "b")
  }

  @Test func `a small number holds all lines that there are, and the nearest to those that are none`() {
    for number in [nil, 0, 1, -1, Int(Int32.max), Int(Int32.min) + 1] {
      #expect(CompactInt(number).wrappedValue == number)
    }
    for number in [Int(Int32.max) + 1, .max] { #expect(CompactInt(number).wrappedValue == Int(Int32.max)) }
    for number in [Int(Int32.min), .min] { #expect(CompactInt(number).wrappedValue == Int(Int32.min) + 1) }
    #expect(CompactInt(nil) != CompactInt(0))
  }

  /// Every length about the eight bytes that are compared at once, and a difference at every place.
  @Test func `bytes are the same when each of them is`() {
    for count in 0...40 {
      let bytes = [UInt8](repeating: 0x61, count: count)
      for index in bytes.indices {
        var other = bytes
        other[index] = 0x62
        let isSame = other.withUnsafeBufferPointer { bytes.span.isSame(as: $0.baseAddress!) }
        #expect(!isSame)
      }
      let isSame = bytes.withUnsafeBufferPointer { bytes.isEmpty || bytes.span.isSame(as: $0.baseAddress!) }
      #expect(isSame)
    }
  }

  /// The pools grow while other threads read them. In the first half all say the same at the same time; in the second each
  /// begins somewhere else, so all meet both new texts and known ones.
  @Test func `threads that say the same texts get the same numbers`() {
    let (threads, texts) = (8, 20_000)
    let numbers = Mutex([[UInt32]](repeating: [], count: threads))
    let waiting = Atomic(threads)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      waiting.subtract(1, ordering: .relaxed)
      for _ in 0..<100_000 where waiting.load(ordering: .relaxed) > 0 {}
      let mine = (0..<2 * texts).map { index in
        let place = index < texts ? index : texts + (index + thread * 2_500) % texts
        let text = InternedString("said by many \(place)")
        let own = Interned(["said by \(thread) \(index)", text.wrappedValue])
        let isRight =
          text.wrappedValue == "said by many \(place)" && own.wrappedValue[0] == "said by \(thread) \(index)"
        return (place: place, number: isRight ? text.number : 0)
      }
      numbers.withLock { $0[thread] = mine.sorted { $0.place < $1.place }.map(\.number) }
    }
    let all = numbers.withLock { $0 }
    #expect(all.allSatisfy { $0 == all[0] })
    #expect(Set(all[0]).count == 2 * texts && !all[0].contains(0))
  }

  /// Enough to fill the 32 bits of a hash with some equal ones, and to grow the table nine times.
  @Test func `many texts keep their numbers and bytes while the pool grows`() {
    let texts = (0..<300_000).map { "grown \($0)" }
    let numbers = texts.map { InternedString($0).number }
    #expect(Set(numbers).count == texts.count)
    #expect(texts.indices.allSatisfy { InternedString(texts[$0]).number == numbers[$0] })
    #expect(texts.indices.allSatisfy { String.value(of: numbers[$0]) == texts[$0] })
  }

  @Test func `values of one hash are found by what they are`() {
    let pool = ValuePool<Colliding>()
    let numbers = (0..<500).map { pool.number(of: Colliding(value: $0)) }
    #expect(numbers == (1...500).map { UInt32($0) })
    #expect(
      (0..<500).allSatisfy { pool.number(of: Colliding(value: $0)) == numbers[$0] && pool[numbers[$0]].value == $0 })
  }

  /// Two threads that both find nothing add it once: whoever comes second looks again. Both stand in the look-up at one time,
  /// for the value that they meet there, of the same hash, lets them go on together.
  @Test func `a value that two threads add at one time is one`() {
    for _ in 0..<200 {
      let (pool, gate) = (ValuePool<Meeting>(), Gate())
      _ = pool.number(of: Meeting(value: 0, gate: gate))
      let numbers = Mutex(Set<UInt32>())
      let group = DispatchGroup()
      for _ in 0..<2 {
        group.enter()
        Thread.detachNewThread {
          let number = pool.number(of: Meeting(value: 1, gate: gate))
          numbers.withLock { _ = $0.insert(number) }
          group.leave()
        }
      }
      group.wait()
      #expect(numbers.withLock { $0 } == [2])
    }
  }

  /// Hashes at the end of the table go on at its beginning, before and after it grows.
  @Test func `a table finds what was added, wherever its hash lies`() {
    let table = InterningTable()
    let hashes: [UInt32] = [0, 1, 1022, 1023, 1024, .max, .max - 1, 1 << 31]
    for number in 1...4_000 as ClosedRange<UInt32> {
      table.add(hashes[Int(number) % hashes.count], number, count: Int(number))
    }
    for number in 1...4_000 as ClosedRange<UInt32> {
      #expect(table.find(hashes[Int(number) % hashes.count]) { $0 == number } == number)
    }
    #expect(table.find(77) { _ in true } == 0)
    #expect(table.find(0) { _ in false } == 0)
  }

  @Test func `chunks hold each element where its number says`() {
    let chunks = ChunkedBuffer<Int>()
    for number in 1...70_000 { chunks.add(number * 3, as: UInt32(number)) }
    #expect((1...70_000).allSatisfy { chunks[UInt32($0)] == $0 * 3 })
  }
}

private struct Colliding: Hashable, Sendable {
  let value: Int
  func hash(into hasher: inout Hasher) {}
}

private final class Gate: Sendable {
  private let waiting = Atomic(2)

  /// Until two are here, or nobody else comes for a while.
  func pass() {
    waiting.subtract(1, ordering: .relaxed)
    for _ in 0..<300_000 where waiting.load(ordering: .relaxed) > 0 {}
  }
}

private struct Meeting: Hashable, Sendable {
  let value: Int
  let gate: Gate
  func hash(into hasher: inout Hasher) {}
  static func == (one: Meeting, other: Meeting) -> Bool {
    if one.value != other.value { one.gate.pass() }
    return one.value == other.value
  }
}
