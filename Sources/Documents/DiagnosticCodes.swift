package import Model

// JSON and YAML that cannot be read, by code.

extension DiagnosticCode {
  package static let jsonDuplicateKey = DiagnosticCode(
    "json-duplicate-key",
    "An object has one key twice. Readers disagree which one counts, so none does.")
  package static let jsonTooDeep = DiagnosticCode("json-too-deep", "The nesting is deeper than the limit of 512.")
  package static let jsonUnexpectedType = DiagnosticCode(
    "json-unexpected-type",
    "A value has another JSON type than the format promises, so the report cannot be read in full.")
  package static let yamlInvalid = DiagnosticCode("yaml-invalid", "The file is not YAML.")
  package static let yamlUnsupported = DiagnosticCode(
    "yaml-unsupported",
    "Aliases, anchors, tags, merge keys and second documents are refused: each has hidden a change from a reviewer.")
  package static let yamlDuplicateKey = DiagnosticCode(
    "yaml-duplicate-key",
    "A mapping has one key twice; only one of them would count, and not for every reader the same.")
  package static let yamlBidirectional = DiagnosticCode(
    "yaml-bidirectional",
    "A bidirectional control makes the text look other than it is (Trojan Source). It is shown escaped.")
  package static let internalError = DiagnosticCode(
    "internal-error",
    "Gatehouse itself is at fault. The gate stays closed; please report it.")

  package static let ofDocuments: [DiagnosticCode] = [
    jsonDuplicateKey, jsonTooDeep, jsonUnexpectedType, yamlInvalid, yamlUnsupported, yamlDuplicateKey,
    yamlBidirectional, internalError,
  ]
}
