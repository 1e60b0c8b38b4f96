import Model

// Diagnostic codes of VEX documents and statements.

extension DiagnosticCode {
  package static let vexInvalid = DiagnosticCode(
    "vex-invalid",
    "The VEX statement violates its standard, so it does not suppress any finding.")

  package static let ofVEX: [DiagnosticCode] = [
    vexInvalid
  ]
}
