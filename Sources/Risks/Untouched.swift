import Interning
import Model

/// Whether the changes leave the place of each observation as it was: its lines and those beside them, the steps of its
/// flow, and its package.
///
/// - Parameter isTouchedAgain: Whether the change that is judged touches a file that these changes touch. Then what lies in no
///   file, such as a package of an image, may have been gone in between: it has no place that could be followed.
package func areUntouched(
  _ observations: [Observation], in facts: HistoryFacts, isTouchedAgain: Bool
) -> [Bool] {
  var touches = Touches(of: facts)
  return observations.map { one in
    let touch = touches.touch(one)
    return !touch.isByChange && !(touch.isNoFile && isTouchedAgain)
  }
}
