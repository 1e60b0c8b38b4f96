import Documents
import Model

extension Reporter {
  /// For people at a terminal: the verdict, what blocks, whose it is, why, and the way to green; nothing else.
  package static let text = Reporter(name: "text", summary: "for people at a terminal (the default)") { decision, canvas in
    var page = Layout(canvas)
    page.header(of: decision)
    page.undecided(decision)
    page.blocking(decision)
    page.wayToGreen(decision)
    page.notices(decision)
    page.footer(of: decision)
    return page.text
  }
}

/// More would not be read; the rest is counted and told how to be seen.
private let shownFindings = 40
/// Findings hang here: two for the indent, eight for the severity, two between.
private let hang = 12

extension Layout {
  fileprivate mutating func header(of decision: Decision) {
    let sign: String
    let paint: (Style, String) -> String
    switch decision.verdict {
    case .pass: (sign, paint) = ("✓ pass", { $0.bold($0.green($1)) })
    case .fail: (sign, paint) = ("✗ fail", { $0.bold($0.red($1)) })
    case .undecided: (sign, paint) = ("? undecided", { $0.bold($0.yellow($1)) })
    }
    split("\(sign)   \(decision.headline)", decision.scene, paint: paint)
  }

  /// What keeps the gate from answering: evidence that is not there, inputs that cannot be taken.
  fileprivate mutating func undecided(_ decision: Decision) {
    for error in decision.errors {
      blank()
      add(error.rendered(style, width: width))
    }
    guard !decision.gaps.isEmpty else { return }
    blank()
    line("evidence that is not there") { $0.bold($1) }
    for gap in decision.gaps {
      paragraph("\(padded(gap.state.rawValue, to: 12)) \(gap.reason.text)", first: "  ", hang: 15)
      paragraph("asked for by \(Place(file: gap.at.file, line: gap.at.line))", first: "               ", hang: 15) { $0.dim($1) }
    }
  }

  fileprivate mutating func blocking(_ decision: Decision) {
    let blocking = decision.blocking
    var owners: [Owners] = []
    for judgement in blocking.prefix(shownFindings) where !owners.contains(where: { $0.heading == judgement.risk.owners.heading }) {
      owners.append(judgement.risk.owners)
    }
    for owner in owners {
      blank()
      let (who, why) = owner.heading
      add("\(style.bold(who))   \(style.dim(why))\n")
      for judgement in blocking.prefix(shownFindings) where judgement.risk.owners.heading == owner.heading {
        finding(judgement)
      }
    }
    if blocking.count > shownFindings {
      blank()
      line("and \(plural(blocking.count - shownFindings, "more finding")) that block; all of them: --format json") { $0.dim($1) }
    }
  }

  private mutating func finding(_ judgement: Judgement) {
    let severity = judgement.risk.finding.severity
    let since = judgement.since
    let what = judgement.what
    let indent = String(repeating: " ", count: hang)
    let head = "  " + severity.paint(style, padded(severity.name, to: hang - 4)) + "  "
    let fits = hang + columns(what) + 2 + columns(since) <= width
    if fits {
      let room = width - hang - columns(what) - columns(since)
      let gap = String(repeating: " ", count: max(2, room))
      add("\(head)\(style.bold(what))\(gap)\(style.dim(since))\n")
    } else {
      paragraph(what, first: head, hang: hang) { $0.bold($1) }
    }
    let facts = (fits ? [] : [since]) + judgement.facts
    paragraph(([judgement.place] + facts).joined(separator: " · "), first: indent, hang: hang)
    paragraph((judgement.rules + judgement.considered).joined(separator: " · "), first: indent, hang: hang) { $0.dim($1) }
  }

  fileprivate mutating func wayToGreen(_ decision: Decision) {
    let actions = decision.actions
    guard decision.verdict != .pass, !actions.isEmpty else { return }
    blank()
    let checked = decision.areActionsChecked ? " (checked: with \(actions.count == 1 ? "it" : "them") this change passes)" : ""
    line("to pass, \(plural(actions.count, "action"))\(checked)") { $0.bold($1) }
    for (index, action) in actions.prefix(shownFindings).enumerated() {
      let number = padded(String(index + 1), to: 2)
      let closes = action.closes.isEmpty ? "" : "closes \(action.closes.count)"
      let left = "  \(number) \(action.text.inert())"
      split(left, closes, hang: 5)
      if let alternative = action.alternative { paragraph(alternative.inert(), first: "     ", hang: 5) { $0.dim($1) } }
    }
    if actions.count > shownFindings { line("  and \(plural(actions.count - shownFindings, "more action"))") { $0.dim($1) } }
  }

  /// Warnings about the inputs: a waiver that ends, a change of the files that judge.
  fileprivate mutating func notices(_ decision: Decision) {
    let warnings = decision.warnings
    guard !warnings.isEmpty else { return }
    blank()
    for warning in warnings.prefix(shownFindings) {
      let place = warning.place.map { " · \($0)" } ?? ""
      paragraph("\(warning.text.inert())\(place.inert())", first: style.yellow("! "), hang: 2)
      for fact in warning.because { paragraph(fact.inert(), first: "  ", hang: 2) { $0.dim($1) } }
      if let help = warning.help { paragraph(help.inert(), first: "  ", hang: 2) { $0.dim($1) } }
    }
    if warnings.count > shownFindings { line("! and \(plural(warnings.count - shownFindings, "more warning"))") { $0.dim($1) } }
  }

  fileprivate mutating func footer(of decision: Decision) {
    guard !decision.funnel.isEmpty else { return }
    blank()
    paragraph(decision.funnelLine, first: "", hang: 0)
    let warned = decision.warned.isEmpty ? nil : "\(plural(decision.warned.count, "finding")) only warn\(decision.warned.count == 1 ? "s" : "")"
    let aside = [warned, decision.setAsideLine].compactMap { $0 }.joined(separator: "; ")
    if !aside.isEmpty { split(aside, "gatehouse explain --set-aside", hang: 0) }
  }
}

extension Severity? {
  func paint(_ style: Style, _ text: String) -> String {
    switch self {
    case .critical: style.bold(style.red(text))
    case .high: style.red(text)
    case .medium: style.yellow(text)
    case .low, .some(.none): style.dim(text)
    case nil: style.yellow(text)
    }
  }
}
