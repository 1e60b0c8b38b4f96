import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// `doctor [REPORT…]` and `doctor ci`
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is weak in the set-up of the gate.",
    discussion: """
      Examines the clone, what is compared with what, the policy and the owners of the target branch, and the reports that are \
      named. Takes the options of `check`. `gatehouse doctor ci` says only how base and head were found.

      Exit codes: 0 nothing is weak, 1 something is, 2 no change could be judged.

      gatehouse doctor --base refs/heads/main --head refs/heads/change reports/
      """)

  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var request = options.request(output.progress)
    // The one word that is no report.
    let isOfCI = request.reports == ["ci"]
    if isOfCI { request.reports = [] }
    let examination = Examination(request, isOfCI: isOfCI)
    Terminal.print(examination.topics.map(\.text).joined())
    if examination.status != 0 { throw ExitCode(examination.status) }
  }
}

extension Examination.Topic {
  /// The topic as text: what was seen, or what is wrong with it and what to do.
  fileprivate var text: String {
    let sign =
      switch worst {
      case .error: "✗"
      case .warning: "!"
      case .note, nil: "✓"
      }
    var rows: [(name: String, text: String)] = []
    if worst != .error { rows.append(("", summary)) }
    for finding in findings { rows += finding.rows }
    return "\(sign) \(name)\n" + table(rows.filter { !$0.text.isEmpty })
  }
}

extension Diagnostic {
  /// The diagnostic as rows: what and where, why, and what to do.
  fileprivate var rows: [(name: String, text: String)] {
    let place = position.map { " (\($0))" } ?? ""
    return [(severity.rawValue, text + place)] + because.map { ("", $0) }
      + (help.map { [("", "help: \($0)")] } ?? [])
  }
}
