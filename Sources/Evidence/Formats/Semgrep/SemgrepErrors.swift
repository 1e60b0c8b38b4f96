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

  /// Reasons for which a file is skipped that Semgrep should have scanned.
  private static let failed: Set = [
    "analysis_failed_parser_or_internal_error", "too_many_matches", "insufficient_permissions",
  ]
}
