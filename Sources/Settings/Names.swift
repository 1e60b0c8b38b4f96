import Documents
import Model

extension ConfigDecoder where Value == String {
  /// Decodes the name of a scanner whose reports this version can read.
  package static let tool: ConfigDecoder<String> = text.map { word, node, problems in
    if problems.knownTools.contains(word) { return word }
    guard isToolName(word), nearest(to: word, among: problems.knownTools) == nil else {
      problems.reportUnknown(node, word, what: "scanner", among: problems.knownTools)
      return nil
    }
    // Any tool may write SARIF. A misspelt name resembles a known one.
    problems.warn(
      node.diagnostic(
        .policyUnknownName, "no scanner that Gatehouse knows is called `\(word)`",
        because: ["it is taken for the name that a tool gives itself in SARIF or another shared format"],
        help: "write the tool's name in lower case, with `-` for spaces"))
    return word
  }

  /// Whether a word could be a tool's own name as policies write it: in lower case, with `-` between words.
  private static func isToolName(_ word: String) -> Bool {
    guard let first = word.utf8.first, (0x61...0x7A).contains(first) || (0x30...0x39).contains(first) else {
      return false
    }
    return word.utf8.count > 1
      && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-._+/#".utf8.contains($0) }
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
