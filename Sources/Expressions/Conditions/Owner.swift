import Interning
import Model
import Settings

extension Condition {
  static let owner = Condition(
    "owner",
    "The owner of the path, by CODEOWNERS of the base; `none` matches when there is no owner. "
      + "Upper and lower case are equal.",
    reads: Field("owners", .text), as: .words(.owner),
    actual: { $0.risk.owners.names.isEmpty ? "none" : $0.risk.owners.names.joined(separator: " ") },
    examples: [
      .holds("\"@acme/pay\"", "owners: [\"@acme/Pay\", \"@bob\"]"), .fails("\"@acme/pay\"", "owners: [\"@bob\"]"),
      .holds("[\"@acme/pay\", none]", "path: a.py"), .fails("none", "owners: [\"@bob\"]"),
    ],
    parse: { $0.words() },
    test: { wanted, context, _ in
      let names = context.risk.owners.names
      return Truth(
        wanted.contains { owner in
          owner == "none" ? names.isEmpty : names.contains { equalIgnoringCase($0, owner) }
        })
    })
}

extension ConfigDecoder where Value == String {
  fileprivate static let owner: ConfigDecoder<String> = ConfigDecoder(.either([.words(["none"]), handle.schema])) {
    node, problems in
    if case .scalar("none", _) = node.value { return "none" }
    return handle.decode(node, &problems)
  }
}
