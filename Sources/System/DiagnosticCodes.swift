package import Model

// Diagnostic codes of output.

extension DiagnosticCode {
  package static let outputFailed = DiagnosticCode(
    "output-failed",
    "The output could not be written. The message names the file and the reason.")
  package static let programFailed = DiagnosticCode(
    "program-failed",
    "Another program that is needed could not be started. The message names it and the reason.")

  package static let ofSystem: [DiagnosticCode] = [
    outputFailed, programFailed,
  ]
}
