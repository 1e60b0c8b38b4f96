import Model
import Settings

/// The JSON Schema (draft 2020-12) of a policy file, for editors. It is generated from the decoders of the policy.
package func policySchema() -> String {
  guard case .object(let members) = ConfigDecoder<PolicyPart>.policy.schema else { return "{}\n" }
  return Schema.object(
    [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("Gatehouse policy")),
    ] + members + [("$defs", .object([("when", ConfigDecoder<Expression>.conditions.schema)]))]
  ).description
}
