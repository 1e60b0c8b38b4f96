import Correlation
import Model

/// The findings in the order of their ids, to be compared.
func merged(_ observations: [Observation]) -> [Finding] { correlate(observations).inOrder }
