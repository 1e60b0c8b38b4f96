import Interning
import Model

/// Decisions of any size with any texts in every field that a stranger can fill; the same for the same seed.
struct Generated {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func next(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int(truncatingIfNeeded: (z ^ (z >> 31)) >> 2) % bound
  }

  private mutating func one<Element>(of choices: [Element]) -> Element { choices[next(choices.count)] }

  /// Blocking first, then warned, then suppressed, as the judge orders them.
  func decision(findings count: Int, texts: [String]) -> Decision {
    var random = self
    func position(_ random: inout Generated) -> SourcePosition {
      SourcePosition(file: random.one(of: texts), line: 1 + random.next(900))
    }
    // Variety ends somewhere: large decisions repeat it under other ids, which is much quicker than to invent more.
    let models = (0..<min(count, 1_000)).map { _ in random.judgement(texts) }
    let judgements = (0..<count).map { random.positioned(models[$0 % models.count], at: $0, of: count) }
    let blocking = judgements.count { $0.effect == .deny }
    let standing = judgements.count { !$0.isSuppressed }
    let diagnostics = texts.flatMap { text in
      [Diagnostic.Severity.error, .warning].map { severity in
        Diagnostic(
          severity == .error ? .reportInvalid : .policyChanged, text, severity: severity, at: position(&random),
          excerpt: Diagnostic.Excerpt(line: text, column: 1, length: 3), because: [text], help: text)
      }
    }
    let isOpen = count > 0 && texts.count > 2
    return Decision(
      verdict: isOpen ? .undecided : blocking > 0 ? .fail : .pass,
      base: Revision(commit: "41d09aa", ref: "refs/heads/" + texts[0]),
      head: .change, now: .today, policies: [PolicyFile(path: texts[0], name: texts[0], digest: "sha256:04")],
      evidence: texts.prefix(3).map { .read($0, count) },
      gaps: isOpen
        ? texts.map {
          Gap(
            kind: .sast, tools: [$0], paths: [$0], state: .missing, reason: Diagnostic(.evidenceMissing, $0),
            at: SourcePosition(file: $0, line: 3))
        } : [],
      funnel: .counts(2 * count, count, standing, standing, blocking), judgements: judgements,
      actions: texts.prefix(blocking).map {
        Action(.upgrade, $0, package: $0, to: $0, closes: [InternedString(identity("finding-0"))], alternative: $0)
      },
      areActionsChecked: true, diagnostics: isOpen ? diagnostics : []
    ).catalogued
  }

  private mutating func judgement(_ texts: [String]) -> Judgement {
    func text(_ random: inout Generated) -> String { random.one(of: texts) }
    let tools = [text(&self), "trivy"].prefix(1 + next(2))
    let path = "services/\(text(&self))/file-\(next(500)).go"
    let severity: Severity? = one(of: [.critical, .high, .medium, .low, .some(.none), nil])
    var finding =
      next(2) == 0
      ? Finding.code(text(&self), text(&self), severity, cwe: 79, path, 1 + next(2_000), seenBy: Array(tools))
      : Finding.package(
        "CVE-2026-\(1_000 + next(3_000))", text(&self), text(&self), severity, fixed: text(&self), path: path,
        seenBy: Array(tools))
    if next(20) == 0 { finding.location = Location(url: text(&self), method: text(&self), parameter: text(&self)) }
    let named = Owners.owned([text(&self), text(&self)], by: SourcePosition(file: text(&self), line: 3))
    let owners = one(of: [Owners.payments, .unmatched, named])
    let position = SourcePosition(file: text(&self), line: 7, pointer: text(&self))
    let near: [Part] = [
      .nearStatement(text(&self), because: text(&self), at: position),
      .nearWaiver(
        text(&self), .partial(uncovered: [text(&self), text(&self), text(&self)].joined(separator: ", ")), at: position),
    ]
    let suppressor = Suppressor(
      Suppression(kind: one(of: Suppression.Kind.allCases), at: position, reason: text(&self), by: text(&self)),
      id: text(&self))
    let parts =
      [.rule(text(&self), 3, unknown: next(3) == 0 ? text(&self) : nil, at: position)] + near.prefix(next(3))
      + (next(2) == 0 ? [.suppressor(suppressor)] : [])
    return Judgement(
      risk: Risk(
        finding: finding, owners: owners,
        newness: NewnessResult(one(of: [.introduced, .surfaced, .inherited, .unknown]), because: text(&self)),
        firstSeen: FirstSeen(.day(-next(400)), one(of: [.ledger, .now, .report, .atLeastSince]))),
      effect: .allow, due: next(2) == 0 ? DueDate(Day.today + (next(60) - 30)) : nil, outcome: Outcome(parts))
  }

  /// Half of all findings block, a quarter warns, and of the last quarter some are suppressed.
  private func positioned(_ model: Judgement, at index: Int, of count: Int) -> Judgement {
    var judgement = model
    judgement.risk.finding.id = identity("finding-\(index)")
    judgement.effect = index * 2 <= count ? .deny : index * 4 <= count * 3 ? .warn : .allow
    if judgement.effect > .allow { judgement.outcome.suppressors.removeAll { $0.obstacle == nil } }
    return judgement
  }
}

/// Texts that act on terminals, logs, Markdown, HTML, JSON and paths where nobody stops them.
enum Strangers {
  static let all = [
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}2J", "line\r\n::error file=x::forged\n::add-mask::x",
    "::stop-commands::x",
    "##[error]forged ##vso[task.setvariable variable=a]b ###[x]", "%0A::error::x%25", "a, b: c=d",
    "@acme/everybody fixes #1 GH-2 acme/repository#3",
    "![beacon](https://evil.example/x.png) [link](javascript:alert(1))",
    "<img src=x onerror=alert(1)><script>alert(1)</script></details>", "<!-- gatehouse --> ``` ` `` | a \\| b \\",
    "a|b|c\n|---|\n| x |",
    "```\n~~~\n# heading\n- item\n> quote", "\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069} \u{200b}\u{feff}\u{2028}",
    "=cmd|' /C calc'!A0", "\u{0}\u{8}\u{7f}",
    "../../etc/passwd", "C:\\windows\\system32", "https://evil.example/a.py", "\"}]} , {\"x\": \"\\u0000",
    "e" + String(repeating: "\u{301}", count: 3_000),
    String(repeating: "long ", count: 3_000), String(repeating: "x", count: 20_000), "漢字と\u{1F600}絵文字 ｗｉｄｅ", " ", "`",
    "``", "\\", "|",
  ]
}
