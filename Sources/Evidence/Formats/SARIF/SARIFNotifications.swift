import Documents
import Model

/// The notifications of a run (§3.58): what the tool says of its own work, and which files it could not analyse.
struct SARIFNotifications {
  let locations: SARIFLocationResolver
  /// Whether the tool is Semgrep or made from it. It names the file in the text, and gives `warning` to a file that does not
  /// parse.
  let isOfSemgrep: Bool

  /// Records what an invocation did not scan: the files that a notification names (§3.58.4), and else a part of the run that is
  /// not known, if its level is `error`. One of level `warning` counts where it says that its file was not analysed.
  func take(from invocation: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
    for notification in try invocation.list("toolConfigurationNotifications") where notification.isError {
      report.fail("the scanner reports an error: \(notification.message)")
    }
    let isComplete = invocation.flag("executionSuccessful") == true
    for notification in try invocation.list("toolExecutionNotifications") {
      if isOfSemgrep, isComplete || notification.isWarning, noteUnread(by: notification, &report) { continue }
      let files = try notification.list("locations").compactMap {
        locations.path(of: $0["physicalLocation"]?["artifactLocation"])
      }
      let isUnread = notification.isError ? isComplete : notification.isWarning && notification.tellsOfUnreadFile
      if isUnread, !files.isEmpty {
        for file in files { report.noteUnread(file, "the scanner could not read \(file): \(notification.message)") }
      } else if notification.isError {
        report.fail("the scanner reports an error: \(notification.message)")
      }
    }
  }

  /// Records the file that a notification of Semgrep is about, as its JSON does; false when it is about none.
  private func noteUnread(by notification: JSONValue, _ report: inout ReportBuilder) -> Bool {
    guard notification.isError || notification.isWarning, !notification.has("locations") else { return false }
    let (type, message) = (notification["descriptor"]?.text("id"), notification.message)
    guard let file = SemgrepErrors.file(in: message, type, isMild: notification.isWarning) else {
      // It says that a file was not read, and not which one.
      guard SemgrepErrors.isOfFile(type) else { return false }
      report.fail("Semgrep reports an error: \(firstLine(of: message))")
      return true
    }
    report.noteUnread(file, "Semgrep: \(firstLine(of: message))")
    return true
  }
}

/// Whether a tool's name in SARIF is one of Semgrep's: `Semgrep OSS`, `Semgrep PRO`, `Opengrep OSS`.
func isSemgrep(_ name: String?) -> Bool {
  guard let name = name?.lowercased() else { return false }
  return name.hasPrefix("semgrep") || name.hasPrefix("opengrep")
}

extension JSONValue {
  /// What a notification says.
  fileprivate var message: String {
    self["message"]?.text("text") ?? self["descriptor"]?.text("id") ?? "no message"
  }

  /// Whether the level of a notification is `error` (§3.58.6) or an unknown word.
  fileprivate var isError: Bool {
    self["level"].map { level in !["none", "note", "warning"].contains { level.text == $0 } } ?? false
  }

  /// Whether the level of a notification is `warning`, which it is without one (§3.58.6).
  fileprivate var isWarning: Bool { self["level"].map { $0.equals("warning") } ?? true }

  /// Whether a notification says that a file was not analysed, or not in full. A warning may as well be about the file's
  /// content, of which the tool has seen all.
  fileprivate var tellsOfUnreadFile: Bool {
    let name = self["descriptor"]?.text("id") ?? ""
    let said = "\(name)\n\(message)".lowercased().replacing("-", with: " ").replacing("_", with: " ")
    return phrasesOfUnreadFiles.contains { said.contains($0) }
  }
}

/// Words by which tools say that they did not analyse a file. CodeQL's names are among them: `py/diagnostics/syntax-error`,
/// `js/diagnostics/extraction-errors`.
private let phrasesOfUnreadFiles = [
  "syntax error", "parse error", "parser error", "parsing error", "parsing failed", "extraction error",
  "extraction failed", "analysis failed", "timed out", "out of memory", "stack overflow",
  "could not parse", "cannot parse", "can't parse", "unable to parse", "failed to parse", "not be parsed",
  "could not analy", "cannot analy", "unable to analy", "failed to analy", "not be analy", "not analysed",
  "not analyzed", "could not scan", "cannot scan", "unable to scan", "failed to scan", "not be scanned", "not scanned",
  "could not read", "cannot read", "unable to read", "failed to read", "not be read", "could not process",
  "cannot process", "unable to process", "failed to process", "not be processed", "could not extract",
  "failed to extract", "not be extracted",
]
