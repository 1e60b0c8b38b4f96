import Documents
import Model

extension Reporter {
  /// For a pull request's comment or a job's summary: 65,536 characters at most, blocking findings first.
  package static let markdown = Reporter(name: "markdown", summary: "for a pull request comment or a job summary") { decision, _ in
    var page = MarkdownPage()
    page.header(of: decision)
    page.undecided(decision)
    page.actions(of: decision)
    page.blocking(decision)
    page.notices(decision)
    page.footer(of: decision)
    return page.text
  }
}

/// GitHub drops a comment over 65,536 characters whole; the tables stop well before, so that the rest always fits.
private let tableBudget = 48_000
private let shownRows = 40

private struct MarkdownPage {
  /// The marker by which a bot finds its own comment. Never holds data.
  var text = "<!-- gatehouse -->\n"

  mutating func header(of decision: Decision) {
    let sign = switch decision.verdict {
    case .pass: "✅ pass"
    case .fail: "❌ fail"
    case .undecided: "⚠️ undecided"
    }
    text += "### \(sign): \(decision.headline)\n\n\(code(decision.scene))\n"
  }

  mutating func undecided(_ decision: Decision) {
    for error in decision.errors.prefix(shownRows) {
      text += "\n- **\(error.code.rawValue)** \(code(error.text)) \(error.place.map { code($0.description) } ?? "")"
      if let help = error.help { text += "\n  \(code(help))" }
    }
    for gap in decision.gaps.prefix(shownRows) {
      text += "\n- **\(gap.state.rawValue)** \(code(gap.reason.text)), asked for by \(code(Place(file: gap.at.file, line: gap.at.line).description))"
    }
    if !decision.errors.isEmpty || !decision.gaps.isEmpty { text += "\n" }
  }

  mutating func actions(of decision: Decision) {
    guard decision.verdict != .pass, !decision.actions.isEmpty else { return }
    let checked = decision.areActionsChecked ? " (checked: with all of it done this change passes)" : ""
    text += "\n**To pass, \(plural(decision.actions.count, "action"))**\(checked)\n\n"
    for (index, action) in decision.actions.prefix(shownRows).enumerated() {
      let closes = action.closes.isEmpty ? "" : " closes \(action.closes.count)"
      text += "\(index + 1). \(code(action.text))\(closes)\n"
    }
    if decision.actions.count > shownRows { text += "\nand \(plural(decision.actions.count - shownRows, "more action"))\n" }
  }

  mutating func blocking(_ decision: Decision) {
    var shown = 0
    var group: String?
    for judgement in decision.blocking.sorted(by: { $0.risk.owners.heading.who < $1.risk.owners.heading.who }) {
      guard text.utf8.count < tableBudget else { break }
      let (who, why) = judgement.risk.owners.heading
      if group != who {
        text += "\n#### \(code(who)) \(code(why))\n\n| severity | what | where | why |\n|---|---|---|---|\n"
        group = who
      }
      text += row(judgement)
      shown += 1
    }
    if shown < decision.blocking.count {
      text += "\nShowing \(grouped(shown)) of \(plural(decision.blocking.count, "blocking finding")).\n"
    }
  }

  private func row(_ judgement: Judgement) -> String {
    let what = "\(code(judgement.what))<br>\(judgement.since.split(separator: ":")[0])"
    let why = (judgement.rules + judgement.considered).map { code($0.clipped(to: 300)) }.joined(separator: "<br>")
    return "| \(judgement.risk.finding.severity.name) | \(what) | \(code(judgement.place.clipped(to: 300))) | \(why) |\n"
  }

  mutating func notices(_ decision: Decision) {
    guard !decision.warnings.isEmpty else { return }
    text += "\n"
    for warning in decision.warnings.prefix(shownRows) {
      text += "- ⚠️ \(code(warning.text))\(warning.because.map { " " + code($0) }.joined())\n"
    }
    if decision.warnings.count > shownRows { text += "- and \(plural(decision.warnings.count - shownRows, "more warning"))\n" }
  }

  mutating func footer(of decision: Decision) {
    guard !decision.funnel.isEmpty else { return }
    text += "\n\(decision.funnelLine)\n"
    if let aside = decision.setAsideLine { text += "\n\(aside)\n" }
  }
}

/// Data as a code span: no markup, mention, reference or HTML acts in it (CommonMark §6.1). A `|` would still end a cell.
private func code(_ data: String) -> String {
  let text = data.inert()
  guard !text.isEmpty else { return "" }
  var longest = 0, run = 0
  for byte in text.utf8 {
    run = byte == UInt8(ascii: "`") ? run + 1 : 0
    longest = max(longest, run)
  }
  let fence = String(repeating: "`", count: longest + 1)
  let pad = longest > 0 ? " " : ""
  return fence + pad + replacing(text.clipped(to: 600), ["|": "\\|"]) + pad + fence
}
