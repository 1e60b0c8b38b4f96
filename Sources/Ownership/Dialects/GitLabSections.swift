import Model
import Patterns

/// An entry of GitLab's dialect.
struct GitLabEntry {
  let pattern: ArraySlice<UInt8>
  /// The normalized pattern, by which an entry replaces an earlier one of its section.
  let key: [UInt8]
  let owners: [String]
  let isExclusion: Bool
  let line: Int
  var isOptional = false
  var approvals = 0
  /// The lines of the entries that this one replaces.
  var replaced: [Int] = []

  init(pattern: ArraySlice<UInt8>, key: [UInt8], owners: [String], isExclusion: Bool, line: Int) {
    (self.pattern, self.key, self.owners) = (pattern, key, owners)
    (self.isExclusion, self.line) = (isExclusion, line)
  }

  var glob: Glob? { Glob(fnmatch: key) }
}

/// The sections of a file in GitLab's dialect, in the order of their first headers. Headers of one name, in any letter
/// case, continue one section.
struct GitLabSections {
  private struct Section {
    let name: [UInt8]
    var entries: [GitLabEntry] = []
    var positions: [[UInt8]: Int] = [:]
  }

  /// Entries before the first header belong to a section of this name.
  private var sections = [Section(name: Array("codeowners".utf8))]
  /// The number of the first section of each name in lower case.
  private var numbers = [Array("codeowners".utf8): 0]
  private var current = 0
  private var header: GitLabHeader?

  /// The default owners of the section; nil when its header has no text for them.
  var defaultOwners: [String]? { header.flatMap { $0.hasOwnerText ? $0.owners : nil } }

  mutating func begin(_ header: GitLabHeader) {
    self.header = header
    // The first header is compared with the default section by its bytes, later ones without regard to case.
    let name = Array(String(decoding: header.name, as: UTF8.self).lowercased().utf8)
    let isFirst = sections.count == 1
    if let known = numbers[name], !isFirst || sections[known].name.elementsEqual(header.name) {
      current = known
      return
    }
    current = sections.count
    sections.append(Section(name: Array(header.name)))
    if numbers[name] == nil { numbers[name] = current }
  }

  /// Adds an entry. One of an equal pattern takes the place of the earlier one, also in the order.
  mutating func add(_ entry: GitLabEntry) {
    var entry = entry
    (entry.isOptional, entry.approvals) = (header?.isOptional ?? false, header?.approvals ?? 0)
    if let position = sections[current].positions[entry.key] {
      let earlier = sections[current].entries[position]
      entry.replaced = earlier.replaced + [earlier.line]
      sections[current].entries[position] = entry
    } else {
      sections[current].positions[entry.key] = sections[current].entries.count
      sections[current].entries.append(entry)
    }
  }

  var lines: [CodeownersLine] {
    sections.enumerated().flatMap { number, section in
      // A section is optional only if all of its entries are.
      let isOptional = section.entries.allSatisfy(\.isOptional)
      let name = String(decoding: section.name, as: UTF8.self)
      return section.entries.map { entry in
        let rule = CodeownersRule(
          pattern: String(decoding: entry.pattern, as: UTF8.self), owners: entry.owners, line: entry.line,
          bytes: entry.pattern.indices,
          section: .init(number: number, name: name, isOptional: isOptional, approvals: entry.approvals),
          isExclusion: entry.isExclusion, replaced: entry.replaced)
        return CodeownersLine(rule: rule, pattern: .glob(entry.glob))
      }
    }
  }
}

/// The header of a section: `^[Name][2] @default`. `^` makes its entries optional, the number is that of the approvals that
/// each of them needs, and the owners are those of entries that name none.
struct GitLabHeader {
  let name: ArraySlice<UInt8>
  let isOptional: Bool
  let approvals: Int
  let owners: [String]
  private let line: ArraySlice<UInt8>
  private let ownerBytes: Range<Int>

  /// Nil for a line that is no header. What follows the parts of a header is ignored, as GitLab does.
  init?(_ line: ArraySlice<UInt8>) {
    isOptional = line.first == UInt8(ascii: "^")
    let bracketed = isOptional ? line.dropFirst() : line
    guard bracketed.first == open, let end = bracketed.firstIndex(of: close) else { return nil }
    (self.line, name) = (line, bracketed[(bracketed.startIndex + 1)..<end])
    var rest = line[(end + 1)...]
    let digits = rest.dropFirst().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    if rest.first == open, digits.endIndex < line.endIndex, line[digits.endIndex] == close {
      approvals = digits.reduce(0) { min($0 * 10 + Int($1) - 0x30, 1_000_000) }
      rest = line[(digits.endIndex + 1)...]
    } else {
      approvals = 0
    }
    let owners = rest.first.map(GitLab.isSpace) == true ? rest.prefix(while: Self.mayBeInOwners) : rest.prefix(0)
    ownerBytes = owners.indices
    self.owners = owners.split(whereSeparator: GitLab.isSpace).flatMap { GitLabReferences.of($0) }
  }

  /// Whether more than blanks stands where the default owners are.
  var hasOwnerText: Bool { !line[ownerBytes].allSatisfy(GitLab.isSpace) }

  /// Whether a line begins like a header and has no `]`.
  static func isUnclosed(_ line: ArraySlice<UInt8>) -> Bool {
    let bracketed = line.first == UInt8(ascii: "^") ? line.dropFirst() : line
    return bracketed.first == open && bracketed.count > 1 && !bracketed.contains(close)
  }

  private static func mayBeInOwners(_ byte: UInt8) -> Bool {
    GitLabReferences.isWordByte(byte) || GitLab.isSpace(byte) || "@.-/+".utf8.contains(byte)
  }

  func report(to lines: inout CodeownersLines) {
    if name.allSatisfy(GitLab.isSpace) {
      lines.report(
        .codeownersMissingSectionName, "this section has no name", about: line.startIndex..<(name.endIndex + 1),
        help: "write a name between the brackets")
    }
    if isOptional, approvals > 0 {
      lines.report(
        .codeownersInvalidApprovalRequirement, "an optional section cannot require approvals", about: line.indices,
        help: "delete `^` or the number")
    }
    if owners.isEmpty, hasOwnerText {
      lines.report(
        .codeownersInvalidSectionOwnerFormat, "the default owners of this section name no owner", about: ownerBytes,
        help: "write `@user`, `@group/subgroup`, an e-mail address, or a role such as `@@maintainer`")
    }
  }
}

private let open = UInt8(ascii: "[")
private let close = UInt8(ascii: "]")
