import Documents
import Model

/// What Semgrep says that it could not do: `cli_error` and `skipped_target` in semgrep-interfaces.
enum SemgrepErrors {
  /// Records the files that were read in part or not at all, and the errors that leave the whole run incomplete.
  ///
  /// The level is `warn` where a file was read in part or a rule timed out on it, and `error` where a rule or the scan did
  /// not run. Some versions give errors of single files the level `error` as well.
  static func note(in root: JSONValue, _ report: inout ReportBuilder) throws(Diagnostic) {
    var named: Set<String> = []
    for error in try root.list("errors") {
      let (type, file) = (type(of: error), error.stated("path"))
      let text = "Semgrep: \(firstLine(of: error.text("message") ?? type ?? "no message"))"
      let isMild = error.text("level") == "warn" || error.text("level") == "info"
      if let file, ofFiles.contains(type ?? "") || (error.text("level") == "warn" && !ofNoFile.contains(type ?? "")) {
        named.insert(file)
        report.noteUnread(file, lines: try lines(of: error, type), text)
      } else if isMild {
        report.warnings.append(
          Diagnostic(.evidencePartial, text, severity: .warning, at: SourcePosition(file: report.input.name)))
      } else {
        report.fail("Semgrep reports an error: \(firstLine(of: error.text("message") ?? type ?? "no message"))")
      }
    }
    try noteSkipped(in: root, besides: named, &report)
  }

  /// Records files that were skipped because something went wrong. Those that options and ignore files exclude are skipped
  /// as intended. The list is there with `--verbose` only, and names the files of the errors again.
  private static func noteSkipped(
    in root: JSONValue, besides named: Set<String>, _ report: inout ReportBuilder
  ) throws(Diagnostic) {
    guard let paths = try root.object("paths") else { return }
    for (index, skipped) in try paths.list("skipped").enumerated() {
      guard let file = skipped.stated("path"), let reason = skipped.stated("reason"), failed.contains(reason),
        !named.contains(file)
      else { continue }
      report.noteUnread(
        file, "Semgrep skipped \(file): \(reason.replacing("_", with: " "))",
        at: report.position("/paths/skipped", index))
    }
  }

  /// The name of an error's type, which is the first of a list where the type has a value.
  private static func type(of error: JSONValue) -> String? {
    error["type"]?.kind == .array ? error["type"]?.firstElement?.text : error.scalar("type")
  }

  /// The lines that a partly parsed file lacks; nil where they are not known.
  private static func lines(of error: JSONValue, _ type: String?) throws(Diagnostic) -> [ClosedRange<Int>]? {
    guard type == "PartialParsing" else { return nil }
    var lines: [ClosedRange<Int>] = []
    for span in try error.list("spans") {
      guard let first = span["start"]?.line("line"), let last = span["end"]?.line("line"), first <= last else {
        return nil
      }
      lines.append(first...last)
    }
    return lines.isEmpty ? nil : lines
  }

  /// Types of errors in one file.
  private static let ofFiles: Set = [
    "Lexical error", "Syntax error", "Other syntax error", "AST builder error", "PartialParsing",
    "Internal matching error", "Too many matches", "Timeout", "Out of memory", "Stack overflow",
  ]

  /// Types of errors that are about no file that was scanned: those of rules, whose path is that of the rule. The data flow
  /// of single functions is given up often and by chance, and the file was read.
  private static let ofNoFile: Set = [
    "Rule parse error", "Pattern parse error", "PatternParseError", "Invalid YAML", "InvalidYaml", "Incompatible rule",
    "IncompatibleRule", "Missing plugin", "InvalidRuleSchemaError", "UnknownLanguageError", "Fixpoint timeout",
  ]

  /// Whether errors of a type are about one file.
  static func isOfFile(_ type: String?) -> Bool { ofFiles.contains(type ?? "") }

  /// The file that the text of an error names, where nothing else does: `Syntax error at line a.py:3:`, or
  /// `Timeout when running some.rule on a.py:`. Nil for any other text, and for errors that are about no file.
  ///
  /// - Parameter isMild: Whether the level says that the run went on, so that an error of an unknown type is about its file.
  static func file(in message: String, _ type: String?, isMild: Bool) -> String? {
    guard !ofNoFile.contains(type ?? "") else { return nil }
    let known = isMild ? ofFiles.union([type].compactMap(\.self)) : ofFiles
    guard let name = known.first(where: { message.hasPrefix("\($0) ") }) else { return nil }
    let line = message.dropFirst(name.count + 1).prefix { !$0.isNewline }
    guard line.last == ":" else { return nil }
    let place = line.dropLast()
    if place.hasPrefix("at line "), let colon = place.lastIndex(of: ":"), Int(place[colon...].dropFirst()) != nil {
      return named(place[..<colon].dropFirst("at line ".count))
    }
    // The id of a rule has no spaces.
    let words = place.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
    guard words.count == 5, words[0] == "when", words[1] == "running", words[3] == "on" else { return nil }
    return named(words[4])
  }

  private static func named(_ path: Substring) -> String? { path.isEmpty ? nil : String(path) }

  /// Reasons for which a file is skipped that Semgrep should have scanned.
  private static let failed: Set = [
    "analysis_failed_parser_or_internal_error", "too_many_matches", "insufficient_permissions",
  ]
}
