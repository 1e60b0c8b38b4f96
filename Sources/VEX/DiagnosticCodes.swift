import Model

// VEX documents and statements, by code.

extension DiagnosticCode {
  package static let vexInvalid = DiagnosticCode(
    "vex-invalid",
    "The VEX statement breaks its standard, so it sets nothing aside.")

  package static let ofVEX: [DiagnosticCode] = [
    vexInvalid, 
  ]
}
