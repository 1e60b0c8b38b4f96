import Model
import Patterns
import System

extension Codeowners {
  /// What is doubtful about the rules, given the paths of all files: rules that take no effect, patterns that match nothing,
  /// patterns that occur twice, and rules that leave files without an owner. In the order of the file.
  package func lint(_ paths: [[UInt8]]) -> [Diagnostic] {
    var uses = [RuleUse](repeating: RuleUse(), count: rules.count)
    var (segments, scratch) = (PathSegments(bytes: []), RuleIndex.Scratch())
    for path in paths {
      segments.set(path[...])
      let matching = matcher.all(matching: segments, &scratch)
      let deciding = deciding(among: matching)
      for rule in matching {
        uses[rule].matched += 1
        if deciding.contains(rule) {
          uses[rule].decided += 1
        } else {
          uses[rule].note(decider(of: rule, matching, deciding))
        }
      }
      if let first = deciding.first, deciding.allSatisfy({ rules[$0].owners.isEmpty }), matching.count > 1 {
        uses[first].cleared += 1
      }
    }
    let excerpts = CodeownersExcerpts(input)
    let duplicates = duplicates()
    return rules.indices.flatMap { rule in
      (duplicate(rule, duplicates, excerpts) ?? use(uses[rule], rule, excerpts)).map { [$0] } ?? []
    }.sorted { ($0.position?.line ?? 0, $0.code.name) < ($1.position?.line ?? 0, $1.code.name) }
  }

  /// Warns of the forge's other standard locations at which there is a file, which it does not read.
  package func hidden(in tree: some Tree) throws(Diagnostic) -> [Diagnostic] {
    var hidden: [Diagnostic] = []
    for path in dialect.standardLocations {
      let name = tree.displayName(of: path)
      guard !name.utf8.elementsEqual(input.name.utf8), try DialectChoice.isFile(path, in: tree) else { continue }
      hidden.append(
        Diagnostic(
          .codeownersHidden, "\(name) is not read, because \(dialect.forge) reads \(input.name) first",
          severity: .warning, at: SourcePosition(file: name), help: "move its lines into \(input.name), and delete it"))
    }
    return hidden
  }

  /// The rule that takes a file from another one that matches it: an exclusion, or the last of its section.
  private func decider(of rule: Int, _ matching: [Int], _ deciding: [Int]) -> Int? {
    let section = rules[rule].section?.number
    let rivals = matching.filter { rules[$0].section?.number == section && $0 != rule }
    return rivals.first { rules[$0].isExclusion } ?? rivals.last { deciding.contains($0) }
  }

  /// For each rule, the earlier rule with an equal pattern in its section.
  private func duplicates() -> [Int?] {
    var known: [DuplicateKey: Int] = [:]
    return rules.indices.map { rule in
      let key = DuplicateKey(section: rules[rule].section?.number, pattern: Array(rules[rule].pattern.utf8))
      defer { known[key] = rule }
      return known[key]
    }
  }

  private struct DuplicateKey: Hashable {
    let section: Int?
    let pattern: [UInt8]
  }

  private func duplicate(_ rule: Int, _ duplicates: [Int?], _ excerpts: CodeownersExcerpts) -> Diagnostic? {
    let later = duplicates.firstIndex { $0 == rule }
    let repeated = rules[rule].replaced.last
    guard later != nil || repeated != nil else { return nil }
    let (text, help): (String, String)
    if let repeated {
      text =
        "line \(repeated) has this pattern too: GitLab uses these owners, at the place of line \(rules[rule].replaced[0])"
      help = "keep one of the lines"
    } else if let later, dialect.combination == .union {
      text = "line \(rules[later].line) has this expression too, and both add their owners"
      help = "write the owners on one line"
    } else {
      text = "line \(later.map { rules[$0].line } ?? 0) has this pattern too and replaces these owners"
      help = "write all owners on one line, and delete the other"
    }
    return excerpts.diagnostic(.codeownersDuplicate, text, at: rules[rule], help: help)
  }

  private func use(_ use: RuleUse, _ number: Int, _ excerpts: CodeownersExcerpts) -> Diagnostic? {
    let rule = rules[number]
    if use.matched == 0 {
      return excerpts.diagnostic(
        .codeownersDead, "`\(rule.pattern)` matches no file", at: rule, help: "correct the pattern, or delete the line")
    }
    if use.decided == 0, !rule.isExclusion {
      let lines = use.takenBy.sorted().map { String(rules[$0].line) }
      let others = use.takesMore ? " and others" : ""
      return excerpts.diagnostic(
        .codeownersShadowed,
        "`\(rule.pattern)` owns nothing: line\(lines.count == 1 ? "" : "s") \(lines.joined(separator: ", "))\(others) "
          + "take\(lines.count == 1 && !use.takesMore ? "s" : "") \(use.matched == 1 ? "the file" : "all \(use.matched) files")",
        at: rule, help: "move the line below them, or delete it")
    }
    if use.cleared > 0 {
      return excerpts.diagnostic(
        .codeownersCleared,
        "`\(rule.pattern)` leaves \(use.cleared) file\(use.cleared == 1 ? "" : "s") without an owner",
        .note, at: rule, help: "write an owner after the pattern unless this is meant")
    }
    return nil
  }
}

/// How the files of a tree use a rule.
private struct RuleUse {
  var matched = 0
  /// The number of files whose owners the rule determines.
  var decided = 0
  /// The number of files that it leaves without an owner though other rules match them.
  var cleared = 0
  /// The first rules that take files from this one.
  var takenBy: [Int] = []
  var takesMore = false

  mutating func note(_ rule: Int?) {
    guard let rule, !takenBy.contains(rule) else { return }
    if takenBy.count < 3 { takenBy.append(rule) } else { takesMore = true }
  }
}

/// The lines of a file, for diagnostics that underline a pattern.
private struct CodeownersExcerpts {
  private let name: String
  private let lines: [ArraySlice<UInt8>]

  init(_ input: Input) {
    name = input.name
    lines = input.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  func diagnostic(
    _ code: DiagnosticCode, _ text: String, _ severity: Diagnostic.Severity = .warning, at rule: CodeownersRule,
    help: String
  ) -> Diagnostic {
    let line = lines[rule.line - 1]
    let column = scalars(line[..<max(line.startIndex, rule.bytes.lowerBound)]) + 1
    let length = scalars(line[max(line.startIndex, rule.bytes.lowerBound)..<min(line.endIndex, rule.bytes.upperBound)])
    return Diagnostic(
      code, text, severity: severity, at: SourcePosition(file: name, line: rule.line, column: column),
      excerpt: .init(
        line: String(decoding: line.prefix(4096), as: UTF8.self), column: column, length: length), help: help)
  }

  private func scalars(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
