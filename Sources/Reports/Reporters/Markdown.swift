import Model

extension Reporter {
  /// Markdown for a pull request comment or a job summary: at most as long as the forge allows, blocking findings first.
  package static let markdown = Reporter(
    name: "markdown", summary: "for a pull request comment or a job summary", channel: .text
  ) { decision, canvas, sink in
    var page = MarkdownPage(canvas)
    page.header(of: decision)
    page.undecided(decision)
    page.actions(of: decision)
    page.rules(of: decision)
    page.blocking(decision)
    page.warned(decision)
    page.notices(decision)
    page.footer(of: decision)
    sink.append(page.text)
  }
}

private let shownRows = 40
private let shownReasons = 6

/// Limits on the length of the page after each of its parts, in bytes of a page of 65,536. Bytes are never fewer than the
/// characters that forges count. The limits leave room for the later parts.
private enum Ceiling: Int {
  case undecided = 14_000
  case actions = 24_000
  case rules = 30_000
  case findings = 46_000
  case rest = 54_000
  case warned = 58_000
  case notices = 62_000
}

private struct MarkdownPage {
  /// The marker by which a bot finds its own comment. It must never contain data.
  var text = "<!-- gatehouse -->\n"
  private let canvas: Canvas

  init(_ canvas: Canvas) { self.canvas = canvas }

  /// Appends a piece if the page then stays below a ceiling. Returns false, and appends nothing, when it does not.
  mutating func add(_ piece: String, below ceiling: Ceiling, leaving room: Int = 0) -> Bool {
    let limit = ceiling.rawValue * canvas.commentLimit / Canvas.standardCommentLimit - room
    guard text.utf8.count + piece.utf8.count <= limit else { return false }
    text += piece
    return true
  }

  /// Appends as many pieces as fit, then the number of those that were left out.
  mutating func add(_ pieces: [String], of count: Int, below ceiling: Ceiling, _ word: String) {
    let shown = pieces.prefix { add($0, below: ceiling) }.count
    if shown < count { text += "\nand \(plural(count - shown, word))\n" }
  }

  mutating func header(of decision: Decision) {
    text +=
      "### \(decision.verdict.sign): \(decision.headline)\n\n\(code(decision.comparisonFacts.joined(separator: " · ")))\n"
  }

  mutating func undecided(_ decision: Decision) {
    let most = canvas.shown(shownRows)
    let errors = decision.errors.prefix(most).map { error in
      "\n- **\(error.code.name)** \(code(error.text)) \(code(error.position?.description ?? ""))"
        + (error.help.map { "<br>\(code($0))" } ?? "")
    }
    let gaps = decision.gaps.prefix(most).map { gap in
      "\n- **\(gap.state.rawValue)** \(code(gap.reason.text)), required by \(code(SourcePosition(file: gap.at.file, line: gap.at.line).description))"
    }
    guard !errors.isEmpty || !gaps.isEmpty else { return }
    add(errors + gaps, of: decision.errors.count + decision.gaps.count, below: .undecided, "more input")
    text += "\n"
  }

  mutating func actions(of decision: Decision) {
    let actions = decision.actions
    guard decision.verdict != .pass, !actions.isEmpty else { return }
    let isProven = decision.verdict == .fail && decision.areActionsChecked
    let proof = isProven ? " (checked: with \(actions.count == 1 ? "it" : "them") this change passes)" : ""
    text +=
      "\n**\(decision.verdict == .fail ? "To pass" : "To get an answer"), \(plural(actions.count, "action"))**\(proof)\n\n"
    let lines = actions.prefix(canvas.shown(shownRows)).enumerated().map { index, action in
      let closes = action.closes.isEmpty ? "" : " closes \(grouped(action.closes.count))"
      let other = action.alternative.map { "<br>or \(code($0))" } ?? ""
      return "\(index + 1). \(code(action.text))\(closes)\(other)\n"
    }
    add(lines, of: actions.count, below: .actions, "more action")
  }

  /// The rules that block, each with the sentence that the policy has for the people whose change it blocks.
  mutating func rules(of decision: Decision) {
    let rules = decision.blockingRules.filter { $0.why != nil }
    guard !rules.isEmpty else { return }
    let lines = rules.prefix(canvas.shown(shownRows)).map { "\n- **\(code($0.id))** \(code($0.why ?? ""))" }
    add(lines, of: rules.count, below: .rules, "more rule")
    text += "\n"
  }

  mutating func blocking(_ decision: Decision) {
    let count = decision.blockingCount
    var shown = 0
    groups: for group in byOwner(decision.blocking.prefix(canvas.shown(shownRows))) {
      let head =
        "\n#### \(code(group.heading.who)) \(code(group.heading.why))\n\n| severity | what | where | why |\n|---|---|---|---|\n"
      for (index, judgement) in group.judgements.enumerated() {
        let row = row(judgement, in: decision)
        guard add((index == 0 ? head : "") + row, below: .findings) else { break groups }
        shown += 1
      }
    }
    guard shown < count else { return }
    let rest = decision.judged(.deny).dropFirst(shown)
    collapsed(
      Array(rest), in: decision, decision.leftOut(rest) + " \(count - shown == 1 ? "blocks" : "block")", below: .rest)
  }

  /// The findings that warn, collapsed.
  mutating func warned(_ decision: Decision) {
    let count = decision.warnedCount
    guard count > 0 else { return }
    let effect = "\(count == 1 ? "warns" : "warn") and \(count == 1 ? "does" : "do") not block"
    let positions = Array(decision.judged(.warn))
    collapsed(
      positions, in: decision, "\(plural(count, "finding")) \(effect): \(decision.counts(positions))", below: .warned)
  }

  /// Appends findings as a list that is shown when the reader opens it, and the number of those that do not fit.
  private mutating func collapsed(_ positions: [Int], in decision: Decision, _ summary: String, below ceiling: Ceiling)
  {
    let end = "\n</details>\n"
    // Room for the last line, the end and the number of findings that are left out.
    let room = 300
    guard add("\n<details><summary>\(summary)</summary>\n\n", below: ceiling, leaving: room) else {
      text += "\n\(summary)\n"
      return
    }
    var shown = 0
    for position in positions {
      guard add(brief(decision.judgements[position], in: decision), below: ceiling, leaving: room) else { break }
      shown += 1
    }
    if shown < positions.count { text += "\nand \(decision.leftOut(positions.dropFirst(shown)))\n" }
    text += end
  }

  private func brief(_ judgement: Judgement, in decision: Decision) -> String {
    let id = code(String(judgement.risk.finding.id.prefix(8)))
    let facts = [
      judgement.since(on: decision.now.day), judgement.risk.owners.sentence, decision.laterBlock(of: judgement),
    ].compactMap { $0.map { code($0, 120) } }
    return
      "- \(judgement.risk.finding.severity.name) \(what(judgement, isCell: false)) at \(place(judgement, in: decision, isCell: false))"
      + " \(facts.joined(separator: " ")) id \(id)\n"
  }

  private func row(_ judgement: Judgement, in decision: Decision) -> String {
    let (finding, today) = (judgement.risk.finding, decision.now.day)
    let facts = cell(judgement.facts(on: today).joined(separator: " · "), 600)
    let what = [what(judgement), judgement.since(on: today), facts, "id \(cell(String(finding.id.prefix(8))))"]
      .filter { !$0.isEmpty }.joined(separator: "<br>")
    let (rules, considered) = decision.why(judgement)
    let reasons = rules + considered
    let more = reasons.count > shownReasons ? ["and \(reasons.count - shownReasons) more considered"] : []
    let why = (reasons.prefix(shownReasons).map { cell($0, 300) } + more).joined(separator: "<br>")
    return "| \(finding.severity.name) | \(what) | \(place(judgement, in: decision)) | \(why) |\n"
  }

  /// The problem, with a link to a page about it where one is known.
  private func what(_ judgement: Judgement, isCell: Bool = true) -> String {
    link(code(judgement.what, isCell: isCell), to: judgement.risk.finding.helpURL)
  }

  /// The place of a finding, with a link to the line where the forge is known.
  private func place(_ judgement: Judgement, in decision: Decision, isCell: Bool = true) -> String {
    let location = judgement.risk.finding.location
    let url = location.repositoryPath(judgement.risk.finding.kind).wrappedValue.flatMap { path in
      decision.head?.commit.flatMap { canvas.links?.url(of: path, line: location.startLine, at: $0) }
    }
    return link(code(judgement.position, isCell: isCell), to: url)
  }

  private func link(_ words: String, to url: String?) -> String { url.map { "[\(words)](\($0))" } ?? words }

  mutating func notices(_ decision: Decision) {
    let notices = decision.notices
    guard !notices.isEmpty else { return }
    text += "\n"
    let lines = notices.prefix(canvas.shown(shownRows)).map { notice in
      let position = notice.position.flatMap { $0.line == nil ? nil : $0.description } ?? ""
      let rest = notice.because.count - shownReasons
      let more = rest > 0 ? ["and \(rest) more"] : []
      let facts = [notice.text, position] + notice.because.prefix(shownReasons) + more + [notice.help ?? ""]
      return "- ⚠️ \(facts.map { code($0) }.filter { !$0.isEmpty }.joined(separator: " "))\n"
    }
    add(lines, of: notices.count, below: .notices, "more warning")
  }

  mutating func footer(of decision: Decision) {
    if !decision.funnel.isEmpty { text += "\n\(decision.funnelSteps(toolsNamed: false).joined(separator: " → "))\n" }
    let facts = decision.suppressionFacts
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
