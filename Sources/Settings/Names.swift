extension ConfigDecoder where Value == String {
  /// Decodes the name of a scanner whose reports this version can read.
  package static let tool: ConfigDecoder<String> = text.map { word, node, problems in
    guard problems.knownTools.contains(word) else {
      problems.reportUnknown(node, word, what: "scanner", among: problems.knownTools)
      return nil
    }
    return word
  }

  /// Decodes an owner as in CODEOWNERS: `@user`, `@org/team` or an e-mail address.
  package static let handle: ConfigDecoder<String> = ConfigDecoder(.pattern("^(@[^@ ]+|[^@ ]+@[^@ ]+)$")) {
    node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, !text.contains(" ") else {
      problems.reportInvalid(
        node, "an owner is written `@user`, `@org/team` or as an e-mail address",
        help: "put it in quotes: \"@acme/team\"")
      return nil
    }
    return text
  }
}
