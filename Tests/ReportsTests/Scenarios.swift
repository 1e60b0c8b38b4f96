import Interning
import Model
import Testing

/// A decision made by hand, with a name that says what is special about it. Each reporter renders each of them.
struct Scenario: Sendable, CustomTestStringConvertible {
  let name: String
  let decision: Decision
  var testDescription: String { name }

  init(_ name: String, _ decision: Decision) { (self.name, self.decision) = (name, decision.catalogued) }

  static let all = [
    nothingFound, passes, fails, undecided, judgesItself, suppressed, positions, wide, hostile, many,
  ]
}

// MARK: - Pass

extension Scenario {
  static let nothingFound = Scenario(
    "nothing-found",
    Decision(
      verdict: .pass, base: .main, head: .change, now: .today, policies: [.payments], evidence: [.read("semgrep", 0)],
      funnel: .counts(0, 0, 0, 0, 0)))

  static let passes = Scenario(
    "passes",
    Decision(
      verdict: .pass, base: .main, head: .change, now: .today, policies: [.payments],
      evidence: [.read("semgrep", 9_120), .read("trivy", 880), .read("grype", 0)],
      funnel: .counts(10_000, 7_012, 26, 2, 0),
      judgements: [
        .make(
          .code("go.lang.weak-hash", "Weak hash function", .medium, cwe: 328, "services/pay/hash.go", 12), .warn,
          [.rule("weak-hash-soon", 31, .warning(until: Day.today + 30))]),
        .make(
          .code("yaml.debug-on", "Debug output is on", nil, "deploy/values.yaml", 3), .warn, newness: .inherited,
          [.rule("unknown-severity", 40, effect: .warn, unknown: "severity")]),
        .make(.package("CVE-2025-2002", "lodash", "4.17.1", .high, fixed: "4.17.21"), .allow, by: .vex),
      ]))
}

// MARK: - Fail

extension Scenario {
  static let fails = Scenario(
    "fails",
    Decision(
      verdict: .fail, base: .main, head: .change, now: .today, policies: [.payments],
      evidence: [.read("semgrep", 120), .read("codeql", 80), .read("trivy", 9_800)],
      funnel: .counts(10_000, 7_012, 26, 9, 5),
      judgements: [
        .make(
          .package(
            "CVE-2021-44228", "org.apache.logging.log4j:log4j-core", "2.14.1", .critical, fixed: "2.17.1",
            path: "services/pay/pom.xml", line: 41, seenBy: ["trivy", "grype"], exploited: true, epss: 0.9436,
            reachable: "called-with-trace"),
          .deny, owners: .payments,
          [
            .rule("no-new-high", 12),
            .nearStatement(
              "acme-2026-3", because: "it covers log4j-api",
              at: SourcePosition(file: ".gatehouse/vex/acme.json", pointer: "/statements/2")),
          ]),
        .make(
          .package(
            "CVE-2021-45046", "org.apache.logging.log4j:log4j-core", "2.14.1", .critical, fixed: "2.17.1",
            path: "services/pay/pom.xml", line: 41),
          .deny, owners: .payments, [.rule("no-new-high", 12)]),
        .make(
          .secret, .deny, owners: .cleared(by: SourcePosition(file: "CODEOWNERS", line: 23)), newness: .unknown,
          [.rule("no-secrets", 27)]),
        .make(
          .code(
            "java.sql-injection", "SQL built from a request parameter", .high, cwe: 89, "services/pay/Ledger.java", 88,
            seenBy: ["codeql", "semgrep"]),
          .deny, owners: .payments, newness: .inherited, firstSeen: FirstSeen(.day(-39), .ledger), due: Day.today + -9,
          [
            .rule("overdue", 19), .rule("no-new-high", 12, unknown: "ships"),
            .nearWaiver(
              "W-12", .expired(on: Day.today + -21, daysAgo: 21),
              at: SourcePosition(file: ".gatehouse/waivers.yaml", line: 14, column: 5)),
            .nearException("not-in-execute-path", 44),
          ]),
        .make(
          .code(
            "tf.public-bucket", "The bucket can be read by everybody", nil, "infra/s3.tf", 7, kind: .iac,
            seenBy: ["checkov", "kics"], disputed: [.medium, .high]),
          .deny, owners: .unmatched, newness: .surfaced, firstSeen: FirstSeen(.day(-5), .atLeastSince),
          due: Day.today + 25,
          [.rule("no-new-high", 12, unknown: "severity")]),
      ],
      actions: [
        Action(
          .upgrade, "upgrade log4j-core to 2.17.1 in services/pay/pom.xml",
          package: "pkg:maven/org.apache.logging.log4j/log4j-core",
          to: "2.17.1", closes: ["CVE-2021-44228", "CVE-2021-45046"].map { InternedString(identity($0)) }),
        Action(
          .fix, "fix services/pay/Ledger.java:88 (java.sql-injection)",
          closes: [InternedString(identity("java.sql-injection"))],
          alternative: "a waiver by @acme/appsec, 14 days at most"),
        Action(.fix, "fix infra/s3.tf:7 (tf.public-bucket)", closes: [InternedString(identity("tf.public-bucket"))]),
        Action(
          .rotate, "revoke the secret, then remove it from config/prod.env:2",
          closes: [InternedString(identity("aws-key"))]),
      ],
      areActionsChecked: true,
      diagnostics: [
        Diagnostic(
          .waiverExpired, "waiver W-12 ended 21 days ago, on 2026-11-01", severity: .warning,
          at: SourcePosition(file: ".gatehouse/waivers.yaml", line: 14, column: 5),
          because: ["the finding it was for blocks again"],
          help: "fix what it was for, or ask for a new one; delete this one"),
        Diagnostic(.waiverUnused, "waiver W-3 fits no finding", severity: .warning, help: "delete it"),
      ]))
}

// MARK: - Undecided

extension Scenario {
  static let undecided = Scenario(
    "undecided",
    Decision(
      verdict: .undecided, head: Revision(commit: nil), now: .today, policies: [.payments],
      evidence: [.read("semgrep", 120), .read("trivy", 0, .failed)],
      gaps: [
        Gap(
          kind: .sca, tools: ["trivy", "grype"], paths: ["services/**"], state: .missing,
          reason: Diagnostic(.evidenceMissing, "no report of trivy or grype covers services/**"), at: .policy(5)),
        Gap(
          kind: .sast, paths: ["services/**", "libraries/**"], state: .wrongCommit,
          reason: Diagnostic(
            .reportWrongCommit,
            "semgrep.sarif was made from commit 0badc0de, not from the head 8f3c2e1 that is being judged here"),
          at: .policy(6)),
      ],
      funnel: .counts(120, 118, 20, 1, 1),
      judgements: [
        .make(
          .code("py.eval", "Code built from user input is evaluated", .high, cwe: 95, "tools/run.py", 5), .deny,
          newness: .unknown, [.rule("no-new-high", 12)])
      ],
      actions: [
        Action(.scan, "run trivy or grype over services/** on the head commit and pass its report"),
        Action(.fix, "fix tools/run.py:5 (py.eval)", closes: [InternedString(identity("py.eval"))]),
      ],
      areActionsChecked: true,
      diagnostics: [
        Diagnostic(
          .reportInvalid, "this is no JSON: a comma or the end of the object was expected",
          at: SourcePosition(file: "reports/trivy.json", line: 3, column: 20, pointer: "/Results/0"),
          excerpt: Diagnostic.Excerpt(line: #"    "Severity": "HIGH" "Title": "x""#, column: 24, length: 7),
          because: ["the report ends where the scanner was stopped, so what it would have found is not known"],
          help: "run the scanner again; a report that cannot be read in full counts for nothing"),
        Diagnostic(
          .baseUnknown, "there is no base to compare with", severity: .warning, because: ["everything counts as new"]),
      ]))

  static let judgesItself = Scenario(
    "judges-itself",
    Decision(
      verdict: .fail, base: .main, head: .change, now: .today, policies: [.payments],
      funnel: .counts(3, 3, 3, 1, 1),
      judgements: [
        .make(
          .code("js.xss", "Cross-site scripting", .high, cwe: 79, "web/a.js", 1), .deny,
          [.rule("no-new-high", 12)])
      ],
      diagnostics: [".gatehouse/policy.yaml", "CODEOWNERS"].map { path in
        Diagnostic(
          .policyChanged, "this change edits \(path); the base's version judges it", severity: .warning,
          at: SourcePosition(file: path), because: ["the new version would let 1 finding through"],
          help: "needs a review by @acme/appsec")
      }))

  static let suppressed = Scenario(
    "suppressed",
    Decision(
      verdict: .pass, base: .main, head: .change, now: .today,
      policies: [.payments, PolicyFile(path: "org.yaml", name: "acme", digest: "sha256:02")],
      funnel: .counts(4, 4, 0, 0, 0),
      judgements: Suppression.Kind.allCases.map { kind in
        .make(
          .package("CVE-2026-100\(kind.rawValue.utf8.count)", kind.rawValue, "1.0", .high, fixed: nil), .allow, by: kind
        )
      },
      diagnostics: [
        Diagnostic(
          .vexUnused, "the statement on CVE-2020-1 matches nothing", severity: .note,
          at: SourcePosition(file: ".gatehouse/vex/a.json", pointer: "/statements/0"))
      ]))
}

// MARK: - Texts and places

extension Scenario {
  /// Every sort of place, and none.
  static let positions = Scenario(
    "places",
    Decision(
      verdict: .fail, base: .main, head: .change, now: .today, policies: [.payments], funnel: .counts(6, 6, 6, 6, 6),
      judgements: [
        Location(), Location(url: "https://shop.example/basket?id=1", method: "GET", parameter: "id"),
        Location(resource: "aws_s3_bucket.logs"), Location(image: "registry.example/pay:1.2"),
        Location(path: "/etc/passwd", startLine: 1), Location(path: "a b/ü%#?.py", startLine: 9, endLine: 3),
      ].enumerated().map { index, location in
        var finding = Finding.code("rule-\(index)", "Problem \(index)", .low, "x", 1)
        finding.location = location
        return .make(finding, .deny, [.rule("all", 3)])
      }))

  static let wide = Scenario(
    "wide",
    Decision(
      verdict: .fail,
      base: Revision(commit: String(repeating: "4", count: 40), ref: "refs/heads/release/2026-11-with-a-long-name"),
      head: .change, now: .today,
      policies: [
        PolicyFile(path: "p.yaml", name: "the policy of everything that faces the internet", digest: "sha256:03")
      ],
      funnel: .counts(1_234_567, 1_000_000, 900_000, 800_000, 3),
      judgements: [
        .make(
          .code(
            "cjk", "リクエストのパラメータから組み立てられた検索文がそのまま実行されるため、攻撃者は任意の文を実行できます。必ずプレースホルダを使ってください。", .high, cwe: 89,
            "サービス/支払い/台帳.java", 88),
          .deny,
          owners: .owned(
            (1...9).map { "@acme/team-with-a-long-name-\($0)" },
            by: SourcePosition(file: ".github/CODEOWNERS", line: 107)),
          [.rule("no-new-high", 12)]),
        .make(
          .code(
            "long",
            "A title with so many words that no terminal shows it in one line, which is why it has to be wrapped",
            .medium,
            "services/" + (1...12).map { "directory-\($0)" }.joined(separator: "/") + "/File.java", 1_234),
          .deny, newness: .inherited,
          [.rule("a-rule-with-quite-a-long-name-that-says-all-there-is-to-say", 1_200)]
            + (1...7).map { number in
              .nearWaiver(
                "W-\(number)", .expired(on: Day.today + -number, daysAgo: number),
                at: SourcePosition(file: ".gatehouse/waivers.yaml", line: number))
            }),
        .make(
          .package(
            "CVE-2026-1", "e\u{301}" + String(repeating: "\u{300}", count: 2_000), "1.0", .critical, fixed: "2.0"),
          .deny,
          [.rule("no-new-high", 12)]),
      ]))

  /// A stranger's text wherever a report, a commit or a policy can put one.
  static let hostile = Scenario(
    "hostile", Generated(seed: 1).decision(findings: 8, texts: Strangers.all.filter { $0.utf8.count < 100 }))

  /// More than a page holds.
  static let many = Scenario("many", Generated(seed: 2).decision(findings: 90, texts: ["SQL injection", "weak hash"]))
}
