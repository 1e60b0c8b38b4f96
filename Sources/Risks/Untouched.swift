import Interning
import Model

/// Whether the changes leave the place of each observation as it was: its lines and those beside them, the steps of its
/// flow, and its package.
package func areUntouched(_ observations: [Observation], in facts: HistoryFacts) -> [Bool] {
  var touches = Touches(of: facts)
  return observations.map { !touches.touch($0).isByChange }
}
