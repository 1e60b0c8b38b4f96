extension ConfigDecoder where Value == String {
  /// A name of a scanner that this Gatehouse reads.
  package static let tool: ConfigDecoder<String> = text.map { word, node, problems in
    guard problems.tools.contains(word) else {
      problems.unknown(node, word, what: "scanner this Gatehouse reads", among: problems.tools)
      return nil
    }
    return word
  }

  /// `@user`, `@org/team` or an e-mail address, as CODEOWNERS names owners.
  package static let handle: ConfigDecoder<String> = ConfigDecoder(.pattern("^(@[^@ ]+|[^@ ]+@[^@ ]+)$")) { node, problems in
    guard let text = text.read(node, &problems) else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, !text.contains(" ") else {
      problems.invalid(
        node, "an owner is written `@user`, `@org/team` or as an e-mail address",
        help: "put it in quotes: \"@acme/team\"")
      return nil
    }
    return text
  }
}
