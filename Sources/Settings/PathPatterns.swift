import Model
import Patterns

extension ConfigDecoder where Value == Glob {
  /// Decodes a path pattern.
  package static let glob: ConfigDecoder<Glob> = ConfigDecoder(.type("string", [("minLength", .number(1))])) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    if let fault = foreignPath(text) {
      problems.reportInvalid(node, "invalid pattern `\(text)`: \(fault.text)", help: fault.help)
      return nil
    }
    do throws(GlobError) {
      let glob = try Glob(text)
      if let doubt = unlikelyPath(text) { problems.doubt(node, text, doubt) }
      return glob
    } catch {
      problems.reportInvalid(node, "invalid pattern `\(text)`: \(error.text)", help: error.help)
      return nil
    }
  }
}

/// Why no path of a repository matches a pattern that is meant for another kind of name; nil for other patterns.
private func foreignPath(_ text: String) -> NameFault? {
  let bytes = Array(text.utf8)
  if bytes.first == UInt8(ascii: " ") || bytes.last == UInt8(ascii: " ") {
    return NameFault(
      "it begins or ends with a blank", help: "delete the blank, or write `[ ]` if the file's name has it")
  }
  if bytes.count > 1, bytes[1] == UInt8(ascii: ":"), isLetter(bytes[0]) {
    return NameFault("it begins with the letter of a drive", help: "write the path from the root of the repository")
  }
  let isWindows = bytes.indices.dropLast().contains { index in
    bytes[index] == UInt8(ascii: "\\") && isWordByte(bytes[index + 1])
  }
  return isWindows ? NameFault("it has `\\` between names", help: "write `/`, as git does") : nil
}

/// Why hardly any path matches a pattern; nil for other patterns.
private func unlikelyPath(_ text: String) -> NameFault? {
  if hasChoice(text) || isAnchored(text) {
    return NameFault(
      "reads like an expression of a shell or a regular one, and patterns are those of .gitignore",
      help:
        "write a list of patterns, with `*` and `**`; write `[{]`, `[|]`, `[^]` or `[$]` if the name has the character")
  }
  let tail = text.utf8.reversed().drop { (48...57).contains($0) }
  guard tail.first == UInt8(ascii: ":"), tail.count < text.utf8.count else { return nil }
  return NameFault("ends with the number of a line, and patterns name files", help: "delete the number")
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
