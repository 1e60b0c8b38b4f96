import Correlation
import Interning
import Model

/// The findings in the order of their ids, to be compared.
func merged(_ observations: [Observation]) -> [Finding] { correlate(observations).map(\.wrappedValue).inOrder }

func enrich(_ findings: [Finding], in context: Context) -> [Risk] { enrich(findings.map { ArenaRef($0) }, in: context) }
