import Documents
import Model

extension ConfigDecoder where Value == String {
  /// Decodes the name of a scanner: one of those that are known, or a tool in a format that any tool may write, like
  /// `sarif:my-scanner`. The tool's name is returned in lower case, with `-` between words.
  package static let tool: ConfigDecoder<String> = text.map { word, node, problems in
    let scanners = problems.scanners
    if scanners.names.contains(word) { return word }
    guard let (format, own) = formatAndTool(of: word) else {
      problems.add(unknownTool(node, word, scanners))
      return nil
    }
    guard scanners.sharedFormats.contains(format) else {
      problems.reportUnknown(node, format, what: "shared format", among: scanners.sharedFormats)
      return nil
    }
    guard !toolWord(of: own).isEmpty else {
      problems.reportInvalid(
        node, "the name of a tool is missing after `\(format):`", help: "write `\(format):my-scanner`")
      return nil
    }
    if let fault = NameFault.wildcard(in: own, help: "write the name of each tool, like `\(format):my-scanner`") {
      problems.reportInvalid(node, "`\(word)` \(fault.text)", help: fault.help)
      return nil
    }
    return "\(format):\(toolWord(of: own))"
  }

  /// The error for a name that no report would have, so that a demand or a rule for it would have no effect.
  private static func unknownTool(_ node: YAMLNode, _ word: String, _ scanners: KnownScanners) -> Diagnostic {
    // A scanner may be called as it calls itself: `Semgrep OSS`.
    let called = scanners.names.filter { isTool(word, $0) }.max { $0.utf8.count < $1.utf8.count }
    let near = called ?? nearest(to: word, among: scanners.names)
    let own = scanners.sharedFormats.contains(word) ? "my-scanner" : word
    let other = "`sarif:\(toolWord(of: own))` is a tool of that name which writes SARIF"
    return node.diagnostic(
      .policyUnknownName, "unknown scanner `\(word)`",
      because: ["a name that no report has would have no effect"],
      help: near.map { "did you mean `\($0)`? \(other)" } ?? other)
  }

  /// Decodes an owner as in CODEOWNERS: `@user`, `@org/team` or an e-mail address.
  package static let handle: ConfigDecoder<String> = ConfigDecoder(.pattern("^(@[^@ ]+|[^@ ]+@[^@ ]+)$")) {
    node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, !text.contains(" ") else {
      problems.reportInvalid(
        node, "an owner is written `@user`, `@org/team` or as an e-mail address",
        help: "write \"@\(isNoName(text) ? "acme/team" : text)\", in quotes")
      return nil
    }
    if let fault = NameFault.wildcard(in: text, help: "write the name of each team or person, as in CODEOWNERS") {
      problems.reportInvalid(node, "`\(text)` \(fault.text)", help: fault.help)
      return nil
    }
    return text
  }
}

/// Whether somebody who wrote this word did not mean the name of a user or a team: it means nobody, everybody or the owners.
private func isNoName(_ text: String) -> Bool {
  text.contains { "@ *<>".contains($0) }
    || ["none", "null", "~", "nobody", "any", "anyone", "all", "everyone", "codeowners", "owner", "owners", "unowned"]
      .contains(text.lowercased())
}
