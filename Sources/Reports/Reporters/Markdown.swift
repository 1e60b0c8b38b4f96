import Model

extension Reporter {
  /// Markdown for a pull request comment or a job summary: at most 65,536 characters, blocking findings first.
  package static let markdown = Reporter(
    name: "markdown", summary: "for a pull request comment or a job summary", channel: .text
  ) { decision, _, sink in
    var page = MarkdownPage()
    page.header(of: decision)
    page.undecided(decision)
    page.actions(of: decision)
    page.rules(of: decision)
    page.blocking(decision)
    page.notices(decision)
    page.footer(of: decision)
    sink.append(page.text)
  }
}

private let shownRows = 40
private let shownFindings = 200
private let shownReasons = 6

/// Limits on the length of the page after each of its parts, in bytes. GitHub rejects comments of more than 65,536
/// characters, and bytes are never fewer than characters. The limits leave room for the later parts.
private enum Ceiling {
  static let undecided = 14_000
  static let actions = 24_000
  static let rules = 30_000
  static let findings = 52_000
  static let notices = 62_000
}

private struct MarkdownPage {
  /// The marker by which a bot finds its own comment. It must never contain data.
  var text = "<!-- gatehouse -->\n"

  /// Appends a piece if the page then stays below the limit `ceiling`. Returns false, and
  /// appends nothing, when it does not.
  mutating func add(_ piece: String, below ceiling: Int) -> Bool {
    guard text.utf8.count + piece.utf8.count <= ceiling else { return false }
    text += piece
    return true
  }

  /// Appends as many pieces as fit, then the number of those that were left out.
  mutating func add(_ pieces: [String], of count: Int, below ceiling: Int, _ word: String) {
    let shown = pieces.prefix { add($0, below: ceiling) }.count
    if shown < count { text += "\nand \(plural(count - shown, word))\n" }
  }

  mutating func header(of decision: Decision) {
    text +=
      "### \(decision.verdict.sign): \(decision.headline)\n\n\(code(decision.comparisonFacts.joined(separator: " · ")))\n"
  }

  mutating func undecided(_ decision: Decision) {
    let errors = decision.errors.prefix(shownRows).map { error in
      "\n- **\(error.code.name)** \(code(error.text)) \(code(error.position?.description ?? ""))"
        + (error.help.map { "<br>\(code($0))" } ?? "")
    }
    let gaps = decision.gaps.prefix(shownRows).map { gap in
      "\n- **\(gap.state.rawValue)** \(code(gap.reason.text)), required by \(code(SourcePosition(file: gap.at.file, line: gap.at.line).description))"
    }
    guard !errors.isEmpty || !gaps.isEmpty else { return }
    add(errors + gaps, of: decision.errors.count + decision.gaps.count, below: Ceiling.undecided, "more input")
    text += "\n"
  }

  mutating func actions(of decision: Decision) {
    let actions = decision.actions
    guard decision.verdict != .pass, !actions.isEmpty else { return }
    let isProven = decision.verdict == .fail && decision.areActionsChecked
    let proof = isProven ? " (checked: with \(actions.count == 1 ? "it" : "them") this change passes)" : ""
    text +=
      "\n**\(decision.verdict == .fail ? "To pass" : "To get an answer"), \(plural(actions.count, "action"))**\(proof)\n\n"
    let lines = actions.prefix(shownRows).enumerated().map { index, action in
      let closes = action.closes.isEmpty ? "" : " closes \(grouped(action.closes.count))"
      let other = action.alternative.map { "<br>or \(code($0))" } ?? ""
      return "\(index + 1). \(code(action.text))\(closes)\(other)\n"
    }
    add(lines, of: actions.count, below: Ceiling.actions, "more action")
  }

  /// The rules that block, each with the sentence that the policy has for the people whose change it blocks.
  mutating func rules(of decision: Decision) {
    let rules = decision.blockingRules.filter { $0.why != nil }
    guard !rules.isEmpty else { return }
    let lines = rules.prefix(shownRows).map { "\n- **\(code($0.id))** \(code($0.why ?? ""))" }
    add(lines, of: rules.count, below: Ceiling.rules, "more rule")
    text += "\n"
  }

  mutating func blocking(_ decision: Decision) {
    let count = decision.blockingCount
    var shown = 0
    groups: for group in byOwner(decision.blocking.prefix(shownFindings)) {
      let head =
        "\n#### \(code(group.heading.who)) \(code(group.heading.why))\n\n| severity | what | where | why |\n|---|---|---|---|\n"
      for (index, judgement) in group.judgements.enumerated() {
        let row = row(judgement, in: decision)
        guard add((index == 0 ? head : "") + row, below: Ceiling.findings) else { break groups }
        shown += 1
      }
    }
    if shown < count { text += "\nShowing \(grouped(shown)) of \(plural(count, "blocking finding")).\n" }
  }

  private func row(_ judgement: Judgement, in decision: Decision) -> String {
    let (finding, today) = (judgement.risk.finding, decision.now.day)
    let facts = cell(judgement.facts(on: today).joined(separator: " · "), 600)
    let what = [cell(judgement.what), judgement.since(on: today), facts, "id \(cell(String(finding.id.prefix(8))))"]
      .filter { !$0.isEmpty }.joined(separator: "<br>")
    let (rules, considered) = decision.why(judgement)
    let reasons = rules + considered
    let more = reasons.count > shownReasons ? ["and \(reasons.count - shownReasons) more considered"] : []
    let why = (reasons.prefix(shownReasons).map { cell($0, 300) } + more).joined(separator: "<br>")
    return "| \(finding.severity.name) | \(what) | \(cell(judgement.position)) | \(why) |\n"
  }

  mutating func notices(_ decision: Decision) {
    let notices = decision.notices
    guard !notices.isEmpty else { return }
    text += "\n"
    let lines = notices.prefix(shownRows).map { notice in
      let position = notice.position.flatMap { $0.line == nil ? nil : $0.description } ?? ""
      let facts = [notice.text, position] + notice.because.prefix(2) + [notice.help ?? ""]
      return "- ⚠️ \(facts.map { code($0) }.filter { !$0.isEmpty }.joined(separator: " "))\n"
    }
    add(lines, of: notices.count, below: Ceiling.notices, "more warning")
  }

  mutating func footer(of decision: Decision) {
    if !decision.funnel.isEmpty { text += "\n\(decision.funnelSteps(toolsNamed: false).joined(separator: " → "))\n" }
    let count = decision.warnedCount
    let warned =
      count == 0
      ? nil : "\(plural(count, "finding")) \(count == 1 ? "warns" : "warn") and \(count == 1 ? "does" : "do") not block"
    let facts = [warned].compactMap { $0 } + decision.suppressionFacts
    if !facts.isEmpty { text += "\n\(facts.joined(separator: "; "))\n" }
  }
}

extension Verdict {
  fileprivate var sign: String {
    switch self {
    case .pass: "✅ pass"
    case .fail: "❌ fail"
    case .undecided: "⚠️ undecided"
    }
  }
}

/// Data in a table cell. A `|` would end the cell, even inside a code span (GFM §4.10).
private func cell(_ data: String, _ limit: Int = 400) -> String { code(data, limit, isCell: true) }

/// Data as a code span, in which no markup, mention, reference or HTML is active (CommonMark §6.1).
private func code(_ data: String, _ limit: Int = 400, isCell: Bool = false) -> String {
  var body: [UInt8] = []
  var longest = 0, run = 0
  for byte in data.displayText(limit: limit).utf8 {
    run = byte == tick ? run + 1 : 0
    longest = max(longest, run)
    if byte == UInt8(ascii: "|"), isCell { body.append(UInt8(ascii: "\\")) }
    // Data must not contain the marker, because a bot may search for it without parsing Markdown.
    if byte == UInt8(ascii: "!"), body.last == UInt8(ascii: "<") { body.append(UInt8(ascii: " ")) }
    body.append(byte)
  }
  guard body.contains(where: { $0 != UInt8(ascii: " ") }) else { return "" }
  // The fence is longer than every run of backticks inside. Blanks next to the fence are
  // stripped when the span is parsed.
  let fence = [UInt8](repeating: tick, count: longest + 1)
  let pad = longest > 0 ? [UInt8(ascii: " ")] : []
  return String(decoding: fence + pad + body + pad + fence, as: UTF8.self)
}

private let tick = UInt8(ascii: "`")
