import Dispatch
import Synchronization

/// When work is shared between threads. It changes the speed and never a result; tests set it so that small inputs are cut, too.
package struct ThreadLimits: Sendable {
  /// The fewest elements of a piece. Less is not worth a thread: two that count references to the same things get in each
  /// other's way.
  package var leastElements = 8192
  package var mostPieces = 4
  /// The fewest bytes for which files are read on several threads: less is read before a second thread is of use.
  package var leastBytes = 8 << 20

  package init() {}

  /// The limits of the current task. They are asked once for each list, never for an element.
  @TaskLocal package static var current = ThreadLimits()
}

/// What a function makes of each number below `count`, in their order, worked out on as many threads as the machine has cores.
///
/// - Parameter isWorthIt: whether there is enough to do for a second thread.
package func inParallel<Result: Sendable>(
  _ count: Int, isWorthIt: Bool = true, _ make: @Sendable (Int) -> Result
) -> [Result] {
  guard count > 1, isWorthIt else { return (0..<count).map(make) }
  let results = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let result = make(number)
    results.withLock { $0[number] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}

/// The same for a list that is cut into pieces, each of which makes a list; small lists are one piece.
package func inParallel<Result: Sendable>(
  over indices: Range<Int>, _ make: @Sendable (Range<Int>) -> [Result]
) -> [Result] {
  var made = inPieces(of: indices, make)
  guard made.count > 1 else { return made[0] }
  var all: [Result] = []
  all.reserveCapacity(made.reduce(0) { $0 + $1.count })
  // Each piece is let go when it was copied: there may be hundreds of megabytes in them.
  for number in made.indices {
    all += made[number]
    made[number] = []
  }
  return all
}

/// The same where a piece makes more than a list; there is one piece at least.
package func inPieces<Result: Sendable>(
  of indices: Range<Int>, _ make: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let limits = ThreadLimits.current
  let pieces = max(1, min(indices.count / limits.leastElements, limits.mostPieces))
  return inParallel(pieces) { number in
    let (low, high) = (indices.count * number / pieces, indices.count * (number + 1) / pieces)
    return make((indices.lowerBound + low)..<(indices.lowerBound + high))
  }
}
