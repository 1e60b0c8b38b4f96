package import Model

// Diagnostic codes of JSON and YAML files that cannot be read.

extension DiagnosticCode {
  package static let jsonDuplicateKey = DiagnosticCode(
    "json-duplicate-key",
    "An object has the same key twice. Programs disagree about which value counts, so the file is refused.")
  package static let jsonTooDeep = DiagnosticCode(
    "json-too-deep",
    "The JSON is nested more than 512 levels deep, which is the limit.")
  package static let jsonUnexpectedType = DiagnosticCode(
    "json-unexpected-type",
    "A value has a different JSON type than its format requires, so the report cannot be read completely.")
  package static let yamlInvalid = DiagnosticCode(
    "yaml-invalid",
    "The file is not valid YAML, is nested too deeply or has no content.")
  package static let yamlUnsupported = DiagnosticCode(
    "yaml-unsupported",
    "Aliases, anchors, tags, merge keys and further documents are not supported in YAML, because they can hide a "
      + "change from a reviewer. Write the values out.")
  package static let yamlDuplicateKey = DiagnosticCode(
    "yaml-duplicate-key",
    "A mapping has the same key twice. YAML readers disagree about which value counts. Delete one of them.")
  package static let yamlBidirectional = DiagnosticCode(
    "yaml-bidirectional",
    "A bidirectional control character makes the text look different from its content (Trojan Source). Messages show "
      + "it escaped. Delete it.")
  package static let internalError = DiagnosticCode(
    "internal-error",
    "Gatehouse itself failed, so the change does not pass. Please report the defect.")

  package static let ofDocuments: [DiagnosticCode] = [
    jsonDuplicateKey, jsonTooDeep, jsonUnexpectedType, yamlInvalid, yamlUnsupported, yamlDuplicateKey,
    yamlBidirectional, internalError,
  ]
}
