import Git
import Model
import Policies

/// The work cannot go on: what is thrown between the steps of the pipeline. It always ends in *undecided*.
package struct PipelineError: Error {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

/// Runs a step whose room throws an error of its own, and says it in the words of the house.
func attempt<Value>(_ step: () throws(Diagnostic) -> Value) throws(PipelineError) -> Value {
  do throws(Diagnostic) { return try step() } catch { throw PipelineError([error]) }
}

func attempt<Value>(_ step: () throws(GitError) -> Value) throws(PipelineError) -> Value {
  do throws(GitError) { return try step() } catch { throw PipelineError([Diagnostic(error)]) }
}

func attempt<Value>(_ step: () throws(PolicyError) -> Value) throws(PipelineError) -> Value {
  do throws(PolicyError) { return try step() } catch { throw PipelineError(error.diagnostics) }
}

extension Diagnostic {
  /// The room `Git` knows no other room; its codes are spelled as ours, and a test holds the two lists together.
  package init(_ error: GitError) {
    self.init(
      DiagnosticCode.all.first { $0.name == error.code.rawValue } ?? .repositoryUnreadable, error.text, because: error.because, help: error.help
    )
  }
}
