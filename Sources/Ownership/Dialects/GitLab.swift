import Model
import Patterns

/// GitLab's CODEOWNERS syntax: entries in sections, of which each decides on its own.
///
/// Documented at docs.gitlab.com, "CODEOWNERS syntax"; decided by GitLab's `ee/lib/gitlab/code_owners/`. Nothing is skipped
/// for an error: a line that is wrong still counts as far as it can be read.
enum GitLab {
  static let standardLocations = ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]

  static func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    var file = GitLabSections()
    while let line = lines.step() {
      let line = stripped(line)
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      if let header = GitLabHeader(line) {
        header.report(to: &lines)
        file.begin(header)
        continue
      }
      if GitLabHeader.isUnclosed(line) {
        lines.report(
          .codeownersInvalidSectionFormat, "the header of this section is not closed, so it is read as an entry",
          about: line.indices, help: "write `]` after the name")
      }
      file.add(entry(line, file.defaultOwners, &lines))
    }
    return file.lines
  }

  /// Parses an entry. GitLab has no comments after an entry.
  private static func entry(
    _ line: ArraySlice<UInt8>, _ defaultOwners: [String]?, _ lines: inout CodeownersLines
  ) -> GitLabEntry {
    var pattern = line[..<(separator(in: line) ?? line.endIndex)]
    let isExclusion = pattern.first == UInt8(ascii: "!")
    if isExclusion { pattern.removeFirst() }
    let words = isExclusion ? [] : line[pattern.endIndex...].split(whereSeparator: isSpace)
    let owners = words.flatMap { GitLabReferences.of($0) }
    if let wrong = words.first(where: { GitLabReferences.of($0).isEmpty }) {
      let isComment = wrong.first == UInt8(ascii: "#")
      lines.report(
        .codeownersMalformedEntryOwner, "`\(String(decoding: wrong, as: UTF8.self))` is not an owner",
        about: wrong.indices,
        help: isComment
          ? "a comment needs a line of its own: owners that it names count"
          : "write `@user`, `@group/subgroup`, an e-mail address, or a role such as `@@maintainer`")
    }
    let entry = GitLabEntry(
      pattern: pattern, key: normalized(pattern), owners: words.isEmpty && !isExclusion ? defaultOwners ?? [] : owners,
      isExclusion: isExclusion, line: lines.number)
    if !isExclusion, words.isEmpty, defaultOwners == nil {
      lines.report(
        .codeownersMissingEntryOwner, "this entry has no owner, and its section names no default owners",
        about: pattern.indices,
        help: "write an owner after the pattern, or `!` before it to take files out of the section")
    }
    let text = String(decoding: pattern, as: UTF8.self)
    if text.utf8.elementsEqual(pattern) {
      lines.warn(GitHub.invisible(in: text, at: pattern))
    } else {
      lines.report(.encodingInvalid, "the pattern is not UTF-8", about: pattern.indices, help: "save the file as UTF-8")
    }
    if entry.glob == nil {
      lines.report(
        .codeownersInvalidPattern, "the pattern matches nothing: a `[` without `]`, or an empty segment",
        about: pattern.indices, help: "write `\\[` for a bracket")
    }
    return entry
  }

  /// The first whitespace that no backslash precedes.
  private static func separator(in line: ArraySlice<UInt8>) -> Int? {
    line.indices.first { isSpace(line[$0]) && ($0 == line.startIndex || line[$0 - 1] != UInt8(ascii: "\\")) }
  }

  /// The pattern as GitLab gives it to Ruby's `File.fnmatch`, by which it also knows entries again.
  static func normalized(_ pattern: ArraySlice<UInt8>) -> [UInt8] {
    if pattern.elementsEqual("*".utf8) { return Array("/**/*".utf8) }
    var rest = pattern
    if rest.starts(with: "\\#".utf8) { rest.removeFirst() }
    var result: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let next = rest.first, isSpace(next) {
        rest = rest.drop(while: isSpace)
        result.append(UInt8(ascii: " "))
      } else {
        result.append(byte)
      }
    }
    if result.first != UInt8(ascii: "/") { result = Array("/**/".utf8) + result }
    return result.last == UInt8(ascii: "/") ? result + Array("**/*".utf8) : result
  }

  private static func stripped(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop { isSpace($0) || $0 == 0 }
    while let last = line.last, isSpace(last) || last == 0 { line.removeLast() }
    return line
  }

  /// Whether Ruby's `\s` matches the byte.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
