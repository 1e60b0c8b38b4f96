import Model
import Policies

/// The work cannot go on: what is thrown between the steps of the pipeline. It always ends in *undecided*.
package struct PipelineError: Error {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

/// Runs a step that stops at its first error.
func attempt<Value>(_ step: () throws(Diagnostic) -> Value) throws(PipelineError) -> Value {
  do throws(Diagnostic) { return try step() } catch { throw PipelineError([error]) }
}

/// Runs a step that collects its errors.
func attempt<Value>(_ step: () throws(PolicyError) -> Value) throws(PipelineError) -> Value {
  do throws(PolicyError) { return try step() } catch { throw PipelineError(error.diagnostics) }
}
