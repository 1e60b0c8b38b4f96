import System

/// Runs something with work for threads cut into pieces of two elements, at most `pieces` of them, and with files read on
/// several threads however short they are. What comes out must be what comes out without.
package func inSmallPieces<Result>(_ pieces: Int = 64, _ body: () throws -> Result) rethrows -> Result {
  var limits = ThreadLimits()
  (limits.leastElements, limits.mostPieces, limits.leastBytes) = (2, pieces, 0)
  return try ThreadLimits.$current.withValue(limits) { try body() }
}
