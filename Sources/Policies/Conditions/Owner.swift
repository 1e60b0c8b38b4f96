import Model

extension Condition {
  static let owner = Condition(
    "owner", "Who answers for its path, by CODEOWNERS of the base; `none` is nobody. Upper and lower case are one.",
    .oneOrMany(Reader<String>.owner), says: { $0.joined(separator: " or ") },
    actual: { $0.risk.owners.names.isEmpty ? "none" : $0.risk.owners.names.joined(separator: " ") },
    examples: [
      .holds("\"@acme/pay\"", "owners: [\"@acme/Pay\", \"@bob\"]"), .fails("\"@acme/pay\"", "owners: [\"@bob\"]"),
      .holds("[\"@acme/pay\", none]", "path: a.py"), .fails("none", "owners: [\"@bob\"]"),
    ],
    test: { wanted, facts in
      let names = facts.risk.owners.names
      return Truth(wanted.contains { owner in owner == "none" ? names.isEmpty : names.contains { isSame($0, owner) } })
    })
}

extension Reader where Value == String {
  fileprivate static let owner: Reader<String> = Reader(.either([.words(["none"]), handle.schema])) { node, problems in
    if case .scalar("none", _) = node.value { return "none" }
    return handle.read(node, &problems)
  }
}
