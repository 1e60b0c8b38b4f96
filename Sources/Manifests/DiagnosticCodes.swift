import Model
import System

// Diagnostic codes of lock files and manifests.

extension DiagnosticCode {
  package static let manifestUnreadable = DiagnosticCode(
    "manifest-unreadable",
    "A lock file or manifest does not have the form that its name promises, so it is not known which packages it lists."
  )

  package static let ofManifests: [DiagnosticCode] = [manifestUnreadable]
}

extension Input {
  /// The error for a file that is not certainly read in full.
  func unreadable(_ what: String, line: Int? = nil) -> Diagnostic {
    Diagnostic(.manifestUnreadable, "\(name) \(what)", at: SourcePosition(file: name, line: line))
  }
}
