extension ConfigDecoder where Value == String {
  /// Decodes the name of a scanner whose reports this version can read.
  package static let tool: ConfigDecoder<String> = text.map { word, node, problems in
    guard problems.tools.contains(word) else {
      problems.unknown(node, word, what: "scanner", among: problems.tools)
      return nil
    }
    return word
  }

  /// Decodes an owner as in CODEOWNERS: `@user`, `@org/team` or an e-mail address.
  package static let handle: ConfigDecoder<String> = ConfigDecoder(.pattern("^(@[^@ ]+|[^@ ]+@[^@ ]+)$")) {
    node, problems in
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
