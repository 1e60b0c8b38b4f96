import Model
import Policies

/// Thrown when the pipeline cannot continue. The verdict is then undecided.
package struct PipelineError: Error {
  package let diagnostics: [Diagnostic]

  /// An error that is met several times is reported once.
  package init(_ diagnostics: [Diagnostic]) {
    var known: Set<Diagnostic> = []
    self.diagnostics = diagnostics.filter { known.insert($0).inserted }
  }
}

/// Runs a step that throws its first error.
func attempt<Value>(_ step: () throws(Diagnostic) -> Value) throws(PipelineError) -> Value {
  do throws(Diagnostic) { return try step() } catch { throw PipelineError([error]) }
}

/// Runs a step that throws all of its errors.
func attempt<Value>(_ step: () throws(PolicyError) -> Value) throws(PipelineError) -> Value {
  do throws(PolicyError) { return try step() } catch { throw PipelineError(error.diagnostics) }
}
