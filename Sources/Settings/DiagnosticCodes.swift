import Model

// Diagnostic codes of configuration files.

extension DiagnosticCode {
  package static let policyUnknownKey = DiagnosticCode(
    "policy-unknown-key",
    "The key is unknown here. Check its spelling: an unknown key is an error, because it would otherwise have no "
      + "effect.")
  package static let policyWrongType = DiagnosticCode(
    "policy-wrong-type",
    "The value has a different type than its key requires.")
  package static let policyInvalidValue = DiagnosticCode(
    "policy-invalid-value",
    "The value is not allowed for its key.")
  package static let policyValueUnlikely = DiagnosticCode(
    "policy-value-unlikely",
    "The value is allowed, and hardly any finding has it: it reads like a regular expression or a range, or has an unknown type "
      + "of package. What is said about it would have no effect.")

  package static let ofSettings: [DiagnosticCode] = [
    policyUnknownKey, policyWrongType, policyInvalidValue, policyValueUnlikely,
  ]
}
