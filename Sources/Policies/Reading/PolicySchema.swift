import Model
import Settings

/// The JSON Schema (draft 2020-12) of a policy file, for editors. It is generated from the decoders of the policy.
package func policySchema() -> String {
  ConfigDecoder<PolicyPart>.policy.schema.document(
    "Gatehouse policy", definitions: [("when", ConfigDecoder<Expression>.conditions.schema)])
}

extension Schema {
  /// The schema of a whole file, as JSON.
  func document(_ title: String, definitions: [(String, Schema)] = []) -> String {
    guard case .object(let members) = self else { return "{}\n" }
    return Schema.object(
      [("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title))] + members
        + (definitions.isEmpty ? [] : [("$defs", .object(definitions))])
    ).description
  }
}
