import Synchronization
import TestSupport
import Testing

@testable import System

struct ParallelTests {
  @Test(arguments: [0, 1, 2, 3, 100, 5000]) func `results come in the order of their numbers`(count: Int) {
    for isWorthIt in [true, false] {
      #expect(inParallel(count, isWorthIt: isWorthIt) { $0 * 3 } == (0..<count).map { $0 * 3 })
    }
  }

  @Test(arguments: [0, 1, 8191, 8192, 16_383, 16_384, 16_385, 24_577, 32_768, 40_960, 100_003])
  func `pieces cover the list, each element once, whatever its size`(count: Int) {
    for start in [0, 7] {
      let indices = start..<(start + count)
      let pieces = Mutex<[Range<Int>]>([])
      let made = inParallel(over: indices) { range in
        pieces.withLock { $0.append(range) }
        return range.map { $0 }
      }
      #expect(made == Array(indices))
      let cut = pieces.withLock { $0 }
      #expect(cut.count == max(1, min(4, count / 8192)) && cut.allSatisfy { $0.count >= min(count, 8192) })
    }
  }

  @Test(arguments: [2, 3, 64]) func `a task may have smaller and more parts`(most: Int) {
    inSmallParts(most) {
      for count in [3, 4, 5, 127, 1000] {
        let parts = inParts(of: 0..<count) { $0 }
        #expect(parts.flatMap(Array.init) == Array(0..<count))
        #expect(parts.count == max(1, min(most, count / 2)) && parts.allSatisfy { $0.count >= 2 })
      }
    }
    #expect(inParts(of: 0..<1000) { $0 }.count == 1)
  }

  @Test func `a piece may make more, fewer or none`() {
    let made = inParallel(over: 0..<50_000) { range in range.filter { $0 % 3 == 0 }.flatMap { [$0, $0] } }
    #expect(made == (0..<50_000).filter { $0 % 3 == 0 }.flatMap { [$0, $0] })
    #expect(inParallel(over: 0..<50_000) { _ in [Int]() }.isEmpty)
  }

  @Test func `what is missing stays in its position`() {
    let made: [Int?] = inParallel(100) { $0 % 2 == 0 ? nil : $0 }
    #expect(made.count == 100 && made[1] == 1 && made[2] == nil)
  }

  @Test func `threads may ask for threads`() {
    let made = inParallel(20) { outer in
      inParallel(over: 0..<20_000) { $0.map { $0 + outer } }.reduce(0, +) + inParallel(10) { $0 }.reduce(0, +)
    }
    #expect(made == (0..<20).map { 199_990_000 + 20_000 * $0 + 45 })
  }

  @Test func `what nobody keeps is let go`() {
    final class Counted: Sendable {
      static let alive = Atomic(0)
      init() { Self.alive.add(1, ordering: .relaxed) }
      deinit { Self.alive.subtract(1, ordering: .relaxed) }
    }
    let kept = inParallel(500) { _ in Counted() }
    #expect(Counted.alive.load(ordering: .relaxed) == kept.count)
    _ = inParallel(500) { _ in Counted() }
    _ = inParallel(over: 0..<30_000) { range in range.map { _ in Counted() } }
    #expect(Counted.alive.load(ordering: .relaxed) == 500)
    withExtendedLifetime(kept) {}
  }
}
