import Model

// Configuration files, by code.

extension DiagnosticCode {
  package static let policyUnknownKey = DiagnosticCode(
    "policy-unknown-key",
    "The policy language has no such key. A typo would otherwise never fire.")
  package static let policyWrongType = DiagnosticCode(
    "policy-wrong-type",
    "The value has another type than its key asks for.")
  package static let policyInvalidValue = DiagnosticCode(
    "policy-invalid-value",
    "The value is not one that its key can take.")

  package static let ofSettings: [DiagnosticCode] = [
    policyUnknownKey, policyWrongType, policyInvalidValue,
  ]
}
