import System

/// Runs something with the work for threads divided into parts of two elements, at most `count` of them, and with files read on
/// several threads however short they are. The result must be the same as without.
package func inSmallParts<Result>(_ count: Int = 64, _ body: () throws -> Result) rethrows -> Result {
  var limits = ThreadLimits()
  (limits.minimumPart, limits.maximumParts, limits.minimumBytes) = (2, count, 0)
  return try ThreadLimits.$current.withValue(limits) { try body() }
}
