import Interning
import Model
import Settings

extension Condition {
  static let owner = Condition(
    "owner",
    "The owner of the path, by CODEOWNERS of the base; `none` matches when there is no owner. "
      + "Upper and lower case are equal. A file that the change moves has the owners of its old path; those of the new "
      + "path satisfy rules too, but an exception must hold for both.",
    reads: Field("owners", .text), as: .words(.owner),
    actual: { context in
      let moved = context.risk.move.map { ", and for the new path \(words($0.ownersAtNewPath))" } ?? ""
      return words(context.risk.owners) + moved
    },
    examples: [
      .holds("\"@acme/pay\"", "owners: [\"@acme/Pay\", \"@bob\"]"), .fails("\"@acme/pay\"", "owners: [\"@bob\"]"),
      .holds("[\"@acme/pay\", none]", "path: a.py"), .fails("none", "owners: [\"@bob\"]"),
    ],
    parse: { $0.words() },
    test: { wanted, context, partialMatch in
      let here = Truth(matches(wanted, context.risk.owners))
      guard !context.isBeforeMove, let move = context.risk.move else { return here }
      return Truth(matches(wanted, move.ownersAtNewPath)) == here ? here : partialMatch
    })
}

private func matches(_ wanted: [String]?, _ owners: Owners) -> Bool {
  let names = owners.names
  return (wanted ?? []).contains { owner in
    owner == "none" ? names.isEmpty : names.contains { equalIgnoringCase($0, owner) }
  }
}

private func words(_ owners: Owners) -> String { owners.names.isEmpty ? "none" : owners.names.joined(separator: " ") }

extension ConfigDecoder where Value == String {
  fileprivate static let owner: ConfigDecoder<String> = ConfigDecoder(.either([.words(["none"]), handle.schema])) {
    node, problems in
    guard case .scalar(let word, _) = node.value else { return handle.decode(node, &problems) }
    if word == "none" { return "none" }
    if let help = meaning[word.lowercased()] {
      problems.reportInvalid(node, "`\(word)` is no owner", help: help)
      return nil
    }
    return handle.decode(node, &problems)
  }
}

/// What to write for words that people use for findings without an owner, or for all of them.
private let meaning: [String: String] =
  Dictionary(
    uniqueKeysWithValues: ["none", "null", "~", "nobody", "unowned"].map {
      ($0, "write `none` for findings without an owner")
    }
      + ["*", "any", "all", "anyone", "everyone", "@*"].map {
        ($0, "delete `owner` to match every finding, or write `not: { owner: none }` for those that have one")
      })
