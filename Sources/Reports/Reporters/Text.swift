import Console
import Model

extension Reporter {
  /// Text for people at a terminal: the verdict, the blocking findings with owners and
  /// reasons, and the remediation plan.
  package static let text = Reporter(
    name: "text", summary: "for people at a terminal (the default)", channel: .text
  ) { decision, canvas, sink in
    var page = Layout(canvas)
    page.header(of: decision)
    page.undecided(decision)
    page.blocking(decision)
    page.remediation(decision)
    page.warned(decision)
    page.notices(decision)
    page.footer(of: decision)
    sink.append(page.text)
  }
}

// The maximal number of findings and warnings that are shown. The rest is counted, with the command that shows it.
private let shownFindings = 40
private let shownNotices = 20
private let shownWarned = 5
private let explainSuppressed = "gatehouse explain --suppressed"

extension Layout {
  fileprivate mutating func header(of decision: Decision) {
    let sign = decision.verdict.sign
    let lead = Lead("\(sign)   ", decision.verdict.paint)
    let comparison = decision.comparisonFacts
    if pair(decision.headline, comparison.joined(separator: " · "), after: lead, paint: bold) { return }
    paragraph(decision.headline, after: lead, hang: lead.columns, paint: bold)
    facts(comparison, after: .indent(lead.columns), hang: lead.columns, paint: dim)
  }

  /// Appends what prevents a decision: invalid inputs and missing evidence.
  fileprivate mutating func undecided(_ decision: Decision) {
    for error in decision.errors.prefix(shown(shownNotices)) {
      blank()
      diagnostic(error)
    }
    if decision.errors.count > shown(shownNotices) { rest(decision.errors.count - shownNotices, "more input") }
    guard !decision.gaps.isEmpty else { return }
    blank()
    line("missing evidence", paint: bold)
    for gap in decision.gaps.prefix(shown(shownFindings)) {
      let state = Lead("  \(padded(gap.state.rawValue, to: 12))  ") { $0.yellow($1) }
      split(
        gap.reason.text.displayText(), SourcePosition(file: gap.at.file, line: gap.at.line).description.displayText(),
        after: state, hang: 16
      )
    }
    if decision.gaps.count > shown(shownFindings) { rest(decision.gaps.count - shownFindings, "more piece") }
  }

  fileprivate mutating func remediation(_ decision: Decision) {
    let actions = decision.actions
    guard decision.verdict != .pass, !actions.isEmpty else { return }
    blank()
    let isProven = decision.verdict == .fail && decision.areActionsChecked
    let proof = isProven ? " (checked: with \(actions.count == 1 ? "it" : "them") this change passes)" : ""
    let aim =
      decision.verdict == .fail
      ? "to pass" : decision.preview == nil ? "to get an answer" : "to pass by the policy of this change"
    paragraph("\(aim), \(plural(actions.count, "action"))\(proof)", paint: bold)
    let digits = String(min(actions.count, shown(shownFindings))).utf8.count
    for (index, action) in actions.prefix(shown(shownFindings)).enumerated() {
      let number = String(index + 1)
      let lead = Lead("  \(blanks(digits - number.utf8.count))\(number)  ") { $0.green($1) }
      let closes = action.closes.isEmpty ? "" : "closes \(grouped(action.closes.count))"
      split(action.text.displayText(), closes, after: lead, hang: lead.columns)
      if let other = action.alternative {
        paragraph("or \(other.displayText())", after: .indent(lead.columns), hang: lead.columns, paint: dim)
      }
    }
    if actions.count > shown(shownFindings) { rest(actions.count - shownFindings, "more action") }
  }

  /// Appends the findings that warn, as one line each, because warnings that are only counted are overlooked.
  fileprivate mutating func warned(_ decision: Decision) {
    let count = decision.warnedCount
    guard count > 0 else { return }
    blank()
    line(
      "\(plural(count, "finding")) \(count == 1 ? "warns" : "warn") and \(count == 1 ? "does" : "do") not block",
      paint: bold)
    for judgement in decision.warned.prefix(shown(shownWarned)) { warning(judgement, in: decision) }
    guard count > shown(shownWarned) else { return }
    facts(
      ["and \(decision.leftOut(decision.judged(.warn).dropFirst(shownWarned)))", "--all shows them all"],
      after: .indent(2), hang: 2, paint: dim)
  }

  /// Appends warnings about the inputs, such as a waiver that ends soon or a change of the policy.
  fileprivate mutating func notices(_ decision: Decision) {
    let notices = decision.notices
    guard !notices.isEmpty else { return }
    blank()
    var shared: [String] = []
    for notice in notices.prefix(shown(shownNotices)) {
      // The file is not printed again when the sentence names it.
      let isNamed = notice.position.map { $0.line == nil && notice.text.contains($0.file) } ?? true
      let position = isNamed ? "" : notice.position?.description.displayText() ?? ""
      split(notice.text.displayText(), position, after: Lead("! ") { $0.yellow($1) }, hang: 2)
      // A reason that is the same for consecutive warnings is printed once.
      let because = notice.because == shared ? [] : notice.because
      shared = notice.because
      facts((because + [notice.help ?? ""]).map { $0.displayText() }, after: .indent(2), hang: 2, paint: dim)
    }
    if notices.count > shown(shownNotices) { rest(notices.count - shownNotices, "more warning") }
  }

  fileprivate mutating func footer(of decision: Decision) {
    blank()
    let steps = decision.funnelSteps()
    facts(steps, between: " → ", opening: "→ ")
    let suppressed = decision.suppressionFacts
    if !suppressed.isEmpty, !pair(suppressed.joined(separator: "; "), explainSuppressed) {
      facts(suppressed, between: "; ")
      line(explainSuppressed, paint: dim)
    }
    if steps.isEmpty, suppressed.isEmpty { line("no report was read", paint: dim) }
  }
}

extension Verdict {
  fileprivate var sign: String {
    switch self {
    case .pass: "✓ pass"
    case .fail: "✗ fail"
    case .undecided: "? undecided"
    }
  }

  fileprivate func paint(_ style: Style, _ text: String) -> String {
    switch self {
    case .pass: style.green(text)
    case .fail: style.red(text)
    case .undecided: style.yellow(text)
    }
  }
}
