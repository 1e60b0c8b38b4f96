import Model

// Codes of modules above this one, which outputs print like any other.
extension DiagnosticCode {
  static let baseUnknown = DiagnosticCode("base-unknown", "")
  static let evidenceMissing = DiagnosticCode("evidence-missing", "")
  static let policyChanged = DiagnosticCode("policy-changed", "")
}
