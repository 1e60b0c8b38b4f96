package import Model

// Output, by code.

extension DiagnosticCode {
  package static let outputFailed = DiagnosticCode("output-failed", "The result could not be written.")

  package static let ofSystem: [DiagnosticCode] = [
    outputFailed,
  ]
}
