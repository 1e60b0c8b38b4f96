import Model

// Diagnostic codes of VEX documents and statements.

extension DiagnosticCode {
  package static let vexInvalid = DiagnosticCode(
    "vex-invalid",
    "The VEX statement breaks its standard, so it sets nothing aside.")

  package static let ofVEX: [DiagnosticCode] = [
    vexInvalid, 
  ]
}
