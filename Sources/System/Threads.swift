import Dispatch
import Synchronization

/// The least work that is shared between threads. The limits change how long something takes and never what comes out. Tests
/// lower them, so that short lists are divided, too.
package struct ThreadLimits: Sendable {
  /// The minimum number of elements in a part. With fewer, threads lose more time on contended reference counts than they
  /// save.
  package var minimumPart = 8192
  package var maximumParts = 4
  /// The minimum size of all files together for which files are read on several threads.
  package var minimumBytes = 8 << 20

  package init() {}

  /// The limits of the current task. They are read once for each list, not for each element.
  @TaskLocal package static var current = ThreadLimits()
}

/// Calls a function for each number from 0 to `count` - 1 on up to as many threads as the machine has cores, and
/// returns the results in order.
///
/// - Parameter isWorthIt: Whether there is enough work for a second thread. If not, all calls are made on this thread.
public func inParallel<Result: Sendable>(
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

/// Calls a function for consecutive parts of a range, in parallel, and returns the concatenated results. A small range
/// is one part.
@inlinable public func inParallel<Result: Sendable>(
  over indices: Range<Int>, _ make: @Sendable (Range<Int>) -> [Result]
) -> [Result] {
  var made = inParts(of: indices, make)
  guard made.count > 1 else { return made[0] }
  var all: [Result] = []
  all.reserveCapacity(made.reduce(0) { $0 + $1.count })
  // Each part is released after it is copied, because the parts can take hundreds of megabytes.
  for number in made.indices {
    all += made[number]
    made[number] = []
  }
  return all
}

/// Calls a function for consecutive parts of a range, in parallel, and returns one result for each part. There are one
/// to four parts.
public func inParts<Result: Sendable>(
  of indices: Range<Int>, _ make: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let limits = ThreadLimits.current
  let parts = max(1, min(indices.count / limits.minimumPart, limits.maximumParts))
  return inParallel(parts) { number in
    let (low, high) = (indices.count * number / parts, indices.count * (number + 1) / parts)
    return make((indices.lowerBound + low)..<(indices.lowerBound + high))
  }
}
