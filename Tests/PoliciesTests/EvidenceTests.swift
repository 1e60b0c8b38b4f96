import Foundation
import Interning
import Model
import PackageURL
import Pipeline
import System
import TestSupport
import Testing
import VEX

@testable import Policies

private func report(
  _ tool: String, _ state: ReportEvidence.State, kinds: Set<Observation.Kind> = [.sast], time: Timestamp? = now,
  covers folders: [String]? = nil, files: [String]? = nil, named name: String? = nil
) -> ReportEvidence {
  var evidence = ReportEvidence(
    file: name ?? "\(tool).json", format: "sarif", tool: tool, kinds: kinds, digest: "sha256:0", observations: 1,
    state: state, time: time)
  evidence.coverage = Coverage(folders: folders, files: files)
  return evidence
}

private let rule = "rules: [{ id: r, when: { kind: sast }, effect: deny }]\n"

@Suite struct EvidenceTests {
  /// Three scanners in five states each: the gate is open only when all three are there.
  @Test func `a dead scanner cannot hide behind a living one`() throws {
    let policy = try policy(
      rule + "evidence: [{ kind: sast, tools: [semgrep, codeql, trivy], paths: [\"services/**\"] }]")
    let states: [ReportEvidence.State?] = [.present, .failed, nil, .stale, .unbound]
    var combinations = 0
    for one in states {
      for two in states {
        for three in states {
          let evidence = zip(["Semgrep OSS", "CodeQL", "Trivy"], [one, two, three]).compactMap { tool, state in
            state.map { report(tool, $0) }
          }
          let gaps = policy.gaps(in: evidence, changed: nil, now: now)
          let expected = zip(["semgrep", "codeql", "trivy"], [one, two, three]).filter { $0.1 != .present }
          #expect(gaps.map(\.tools) == expected.map { [$0.0] })
          #expect(gaps.map(\.state) == expected.map { $0.1 ?? .missing })
          combinations += 1
        }
      }
    }
    #expect(combinations == 125)
  }

  /// Requirements with `commit: any`, and whether one of them lets a report of another commit count.
  @Test(arguments: [
    ("{ kind: sast, tools: [codeql] }", false), ("{ kind: sast, tools: [semgrep] }", true), ("{ kind: sast }", true),
    ("{ kind: sca, tools: [semgrep] }", false), ("{ kind: sast, paths: [\"docs/**\"] }", false),
    ("{ kind: sast, paths: [\"docs/**\", \"web/**\"] }", true), ("{ kind: secret }", false),
  ])
  func `an allowance of another commit reaches no other tool, kind or path`(_ requirement: String, _ isAccepted: Bool)
    throws
  {
    let policy = try policy(rule + "evidence: [\(requirement.dropLast()), commit: any }]")
    let mine = report("Semgrep OSS", .wrongCommit, covers: ["web"])
    #expect(policy.acceptsAnyCommit(of: mine) == isAccepted)
    let both = report("semgrep", .wrongCommit, kinds: [.sast, .secret])
    #expect(!policy.acceptsAnyCommit(of: both), "nothing is said of the other kind")
  }

  @Test(arguments: [
    (-86400, true), (-86401, false), (0, true), (300, true), (301, false),
  ])
  func `a report is good until it is a second too old, or comes from the future`(_ offset: Int, _ isGood: Bool) throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, max-age: 24h }]")
    let gaps = policy.gaps(
      in: [report("semgrep", .present, time: Timestamp(seconds: now.seconds + Int64(offset)))], changed: nil, now: now)
    #expect(gaps.isEmpty == isGood)
    #expect(gaps.first?.reason.code == (isGood ? nil : offset > 0 ? .reportFromFuture : .reportStale))
  }

  @Test func `a report without a date is too old where an age is asked for`() throws {
    let dated = try policy(rule + "evidence: [{ kind: sast, max-age: 24h }]")
    let undated = try policy(rule + "evidence: [{ kind: sast }]")
    #expect(dated.gaps(in: [report("semgrep", .present, time: nil)], changed: nil, now: now).map(\.state) == [.stale])
    #expect(undated.gaps(in: [report("semgrep", .present, time: nil)], changed: nil, now: now).isEmpty)
  }

  @Test(arguments: [ReportEvidence.State.unbound, .wrongCommit, .failed, .empty, .stale, .missing])
  func `any commit will do where the policy says so, and nothing else is forgiven`(_ state: ReportEvidence.State) throws
  {
    let policy = try policy(rule + "evidence: [{ kind: sast, commit: any }]")
    #expect(
      policy.gaps(in: [report("semgrep", state)], changed: nil, now: now).isEmpty
        == [.unbound, .wrongCommit].contains(state))
  }

  @Test(arguments: [
    ("", [CheckPlace.ci, .hook]), (", where: ci", [.ci]), (", where: [hook]", [.hook]),
    (", where: [hook, ci]", [.ci, .hook]),
  ])
  func `a report is required where the policy says so`(_ words: String, _ places: [CheckPlace]) throws {
    let policy = try policy(rule + "evidence: [{ kind: sast\(words) }]")
    for place in CheckPlace.allCases {
      #expect(policy.gaps(in: [], changed: nil, at: place, now: now).isEmpty != places.contains(place))
    }
    #expect(
      policy.gaps(in: [], changed: nil, now: now).isEmpty != places.contains(.ci), "CI is what is meant otherwise")
    let lenient = try PoliciesTests.policy(rule + "evidence: [{ kind: sast, commit: any\(words) }]")
    for place in CheckPlace.allCases {
      #expect(
        lenient.acceptsAnyCommit(of: report("semgrep", .wrongCommit), at: place) == places.contains(place),
        "what is not required here allows nothing here")
    }
  }

  /// Where a test is made, what it expects to be required, and whether that is right.
  @Test(arguments: [
    ("", "[semgrep sast, codeql sast, sca]", true), ("where: hook, ", "[semgrep sast, codeql sast, secret]", true),
    ("where: hook, ", "[semgrep sast, codeql sast]", false), ("where: ci, ", "[]", false),
  ])
  func `a test can say which reports are required where`(_ place: String, _ expected: String, _ isRight: Bool) throws {
    let policy = try policy(
      rule + """
        evidence:
          - { kind: sast, tools: [semgrep, codeql], paths: ["a/**", "b/**"] }
          - { kind: sca, where: ci }
          - { kind: secret, where: [hook] }
        """)
    let text = """
      gatehouse-tests: 1
      now: 2026-11-22T10:00:00Z
      tests: [{ name: t, \(place)given: { kind: sca }, expect: { evidence: \(expected) } }]
      """
    let tests = try PolicyTests.read(Input(name: "tests.yaml", bytes: Array(text.utf8)), tools: tools)
    #expect(tests.tests.flatMap { $0.run(policy).failures }.map(\.code) == (isRight ? [] : [.policyTestFailed]))
  }

  @Test func `one failed run of a scanner leaves a gap, whatever its other runs saw`() throws {
    let policy = try policy(rule + "evidence: [{ kind: sast }]")
    let gaps = policy.gaps(in: [report("semgrep", .present), report("codeql", .failed)], changed: nil, now: now)
    #expect(gaps.map(\.reason.text) == ["codeql.json does not count as the sast report: the tool did not finish"])
  }

  /// Two tools over three paths; each report in one of four states, and over all, one or none of the paths: a cell is filled by
  /// a report of its tool that is present and may speak of its path.
  @Test func `each tool over each path is a cell`() throws {
    let policy = try policy(
      rule + "evidence: [{ kind: sast, tools: [semgrep, codeql], paths: [\"a/**\", \"b/c/**\", \"*.tf\"] }]")
    let scopes: [([String]?, Set<String>)] = [
      (nil, ["a/**", "b/c/**", "*.tf"]), ([""], ["a/**", "b/c/**", "*.tf"]), (["a"], ["a/**"]), (["b"], ["b/c/**"]),
      (["b/c", "a"], ["a/**", "b/c/**"]), (["b/c/d"], []), (["a/b"], []), (["ab"], []), ([], []),
    ]
    for state: ReportEvidence.State in [.present, .failed, .stale, .unbound] {
      for (folders, covered) in scopes {
        let gaps = policy.gaps(
          in: [report("semgrep", state, covers: folders), report("codeql", .present)], changed: nil, now: now)
        #expect(gaps.allSatisfy { $0.tools == ["semgrep"] && $0.paths.count == 1 })
        let open = Dictionary(uniqueKeysWithValues: gaps.map { ($0.paths[0], $0.state) })
        for path in ["a/**", "b/c/**", "*.tf"] {
          let expected: ReportEvidence.State? = covered.contains(path) ? (state == .present ? nil : state) : .missing
          #expect(open[path] == expected, "\(state) over \(folders ?? ["-"]): \(path)")
        }
      }
    }
  }

  @Test(arguments: [
    (["services/pay/a.py"], true), (["services/a.py", "web/b.py"], true), (["web/b.py"], false),
    (["services.py"], false), (["web/services/a.py"], false), ([], false),
  ])
  func `a list of scanned files fills a cell when one of them is there`(_ files: [String], _ isFilled: Bool) throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, paths: [\"services/**\"] }]")
    let gaps = policy.gaps(in: [report("semgrep", .present, files: files)], changed: nil, now: now)
    #expect(gaps.map(\.reason.code) == (isFilled ? [] : [.reportOtherPaths]))
    let said = policy.gaps(in: [report("semgrep", .present, covers: [""], files: files)], changed: nil, now: now)
    #expect(said.isEmpty == isFilled, "what is said beside a report does not outweigh its own list")
  }

  /// What the reports list, what the change touches, and the file that leaves a gap.
  @Test(
    arguments: [
      ([["services/a/x.py"]], ["services/b/new.py"], "services/b/new.py"),
      ([["services/a/x.py"]], ["services/a/x.py", "README.md", "web/y.py"], nil),
      ([["services/a/x.py"]], ["services/b/new.go", "services/b/Makefile", "services/.py"], nil),
      ([["services/a/x.py"], ["services/b/new.py"]], ["services/b/new.py", "services/a/x.py"], nil),
      ([["services/a/x.py"], nil], ["services/b/new.py"], nil),
      ([["services/a/x.py"]], ["services/a/tests/t.py"], nil), ([["services/a/x.py"]], [], nil),
      ([["services/a/\u{e9}.py"]], ["services/a/e\u{301}.py"], "services/a/e\u{301}.py"),
      // All names of a language are of one kind, and one that its scanners leave out is not among them.
      ([["services/a/x.js"]], ["services/b/new.mjs"], "services/b/new.mjs"),
      ([["services/a/x.js"]], ["services/b/new.TSX"], "services/b/new.TSX"),
      ([["services/a/Dockerfile"]], ["services/b/Dockerfile.web"], "services/b/Dockerfile.web"),
      ([["services/a/Makefile"]], ["services/b/Makefile"], "services/b/Makefile"),
      ([["services/a/x.py"]], ["services/b/new.pyi", "services/b/x.json"], nil),
    ] as [([[String]?], [String], String?)])
  func `a changed file that a tool does not list, among others of its kind, is a gap`(
    _ lists: [[String]?], _ changed: [String], _ missing: String?
  ) throws {
    let policy = try policy(
      rule + "evidence: [{ kind: sast, paths: [\"services/**\"], except: [\"services/*/tests/**\"] }]")
    let reports = lists.enumerated().map { report("semgrep", .present, files: $1, named: "\($0).json") }
    let gaps = policy.gaps(in: reports, changed: changed, now: now)
    #expect(gaps.map(\.state) == (missing == nil ? [] : [.partial]))
    if let missing {
      #expect(gaps.first?.reason.text.hasSuffix("\(missing) is not among the files that it lists as scanned") == true)
      #expect(gaps.first?.reason.code == .reportOtherPaths)
    }
    #expect(policy.gaps(in: reports, changed: nil, now: now).isEmpty, "with nothing to compare, one file is enough")
    let anywhere = try PoliciesTests.policy(rule + "evidence: [{ kind: sast }]")
    #expect(anywhere.gaps(in: reports, changed: changed, now: now).isEmpty, "no path is asked for")
    let lenient = try PoliciesTests.policy(rule + "evidence: [{ kind: sast, paths: [\"services/**\"], commit: any }]")
    let older = lists.enumerated().map { report("semgrep", .wrongCommit, files: $1, named: "\($0).json") }
    #expect(lenient.gaps(in: older, changed: changed, now: now).isEmpty, "another commit has other files")
  }

  /// The requirement, and whether an unread file of the change at `services/a/x.py` leaves a gap in it.
  @Test(arguments: [
    ("", true), (", paths: [\"services/**\"]", true), (", paths: [\"web/**\"]", false),
    (", except: [\"services/a/**\"]", false), (", except: [\"web/**\"]", true),
  ])
  func `a file that the tool could not read is a gap where it is asked for`(_ words: String, _ isGap: Bool) throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, tools: [semgrep]\(words) }]")
    var evidence = report("semgrep", .present)
    let fault = Diagnostic(.evidencePartial, "Semgrep: Syntax error", severity: .warning)
    evidence.coverage.unread = [UnreadFile("services/a/x.py", fault: fault)]
    let changes = FileChanges([FileChange(path: "services/a/x.py", status: .added)])
    let gaps = policy.gaps(in: [evidence.judged(for: changes)], changed: ["services/a/x.py"], now: now)
    #expect(gaps.map(\.reason.code) == (isGap ? [.evidencePartial] : []))
    #expect(gaps.first?.reason.because.first == (isGap ? "Semgrep: Syntax error" : nil))
    #expect(policy.gaps(in: [evidence.judged(for: FileChanges())], changed: [], now: now).isEmpty)
    #expect(
      policy.excepts("services/a/x.py", of: evidence, at: .ci) == words.contains("except: [\"services"),
      "only who is asked for it can be excused")
  }

  @Test func `a run that failed elsewhere is no gap here, and one that may have been here is`() throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, paths: [\"services/**\"] }]")
    let good = report("semgrep", .present, covers: ["services"])
    let elsewhere = report("semgrep", .failed, covers: ["web"], named: "web.json")
    #expect(policy.gaps(in: [good, elsewhere], changed: nil, now: now).isEmpty)
    let anywhere = report("semgrep", .failed, named: "any.json")
    #expect(policy.gaps(in: [good, anywhere], changed: nil, now: now).map(\.state) == [.failed])
  }

  @Test func `a report over other paths is told as such`() throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, paths: [\"services/**\"] }]")
    let gap = policy.gaps(in: [report("semgrep", .present, covers: ["web", "docs"])], changed: nil, now: now).first
    #expect(
      gap?.reason.text
        == "semgrep.json does not count as the sast report over services/**: it covers web, docs only")
  }

  @Test func `a file that could not be read is the reason for the gap of the tool it is said to be of`() throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, tools: [semgrep, codeql] }]")
    let gaps = policy.gaps(in: [report("semgrep", .empty, kinds: [])], changed: nil, now: now)
    #expect(gaps.map(\.state) == [.empty, .missing])
    let odd = policy.gaps(in: [report("semgrep", .present, kinds: [])], changed: nil, now: now)
    #expect(odd.map(\.state) == [.missing, .missing], "of no kind at all it fills nothing")
  }

  @Test func `a gap says what was near, and what of the change it concerns`() throws {
    let policy = try policy(rule + "evidence: [{ kind: sast, tools: [codeql], paths: [\"services/**\"] }]")
    let gap = policy.gaps(in: [report("semgrep", .present)], changed: ["a.md", "services/pay/a.py"], now: now).first
    #expect(gap?.reason.text == "the codeql sast report over services/** is missing")
    #expect(gap?.reason.because == ["sast was reported by semgrep only", "this change touches services/pay/a.py"])
    #expect(policy.gaps(in: [report("codeql", .present, kinds: [.sca])], changed: nil, now: now).count == 1)
    #expect(policy.gaps(in: [], changed: ["a.md"], now: now).count == 1, "asked for, whatever the change touches")
  }
}

private let trusting =
  rule + """
    vex:
      trust:
        - { issuer: "https://psirt.example", products: ["pkg:npm/vendor/*", "pkg:npm/%40vendor/*"], statuses: [not_affected] }
        - { issuer: other, products: ["pkg:npm/x"], statuses: [fixed] }
      max-age: 30d
    """

@Suite struct TrustTests {
  private func statement(
    _ issuer: String, _ status: Statement.Status, _ purls: [String],
    justification: Statement.Justification? = .componentNotPresent,
    age: Int64 = 0
  ) throws -> Statement {
    Statement(
      vulnerabilities: ["CVE-2026-1"], products: try purls.map { Statement.Product(purls: [try PURL($0)]) },
      status: status,
      justification: justification, timestamp: Timestamp(seconds: now.seconds - age), issuer: issuer, document: "d",
      at: SourcePosition(file: "v"))
  }

  @Test func `a statement is believed from its issuer, about its products, in its words, in its time`() throws {
    let policy = try policy(trusting)
    let psirt = "https://psirt.example"
    let cases: [(Statement, DiagnosticCode?)] = [
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"]), nil),
      (try statement(psirt, .notAffected, ["pkg:npm/%40vendor/a@1"]), nil),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1", "pkg:npm/x@1"]), .vexNotTrusted),
      (try statement(psirt, .notAffected, ["pkg:npm/vendors/a@1"]), .vexNotTrusted),
      (try statement(psirt, .notAffected, ["pkg:generic/vendor/a@1"]), .vexNotTrusted),
      (try statement(psirt, .notAffected, []), .vexNotTrusted),
      (try statement(psirt + "/", .notAffected, ["pkg:npm/vendor/a@1"]), .vexNotTrusted),
      (try statement(psirt, .fixed, ["pkg:npm/vendor/a@1"]), .vexNotTrusted),
      (try statement("other", .fixed, ["pkg:npm/x@1"], justification: nil), nil),
      (try statement("other", .notAffected, ["pkg:npm/x@1"]), .vexNotTrusted),
      (try statement(psirt, .affected, ["pkg:npm/vendor/a@1"], justification: nil), nil),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"], justification: nil), .vexInvalid),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"], age: 30 * 86400), nil),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"], age: 30 * 86400 + 1), .vexStale),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"], age: -300), nil),
      (try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"], age: -301), .vexFromFuture),
    ]
    for (number, (statement, code)) in cases.enumerated() {
      #expect(refusal(of: statement, by: policy) == code, "case \(number)")
    }
    var twoNames = try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"])
    twoNames.products[0].purls.append(try PURL("pkg:npm/x@1"))
    #expect(
      refusal(of: twoNames, by: policy) == .vexNotTrusted, "one of its names is not the issuer's to speak of")
    var other = try statement(psirt, .notAffected, ["pkg:npm/vendor/a@1"])
    other.products[0].identifiers = ["registry.example/shop:1"]
    #expect(refusal(of: other, by: policy) == .vexNotTrusted, "an image is a name of a product, too")
    other.products[0] = Statement.Product(purls: other.products[0].purls, hashes: ["sha256:ab"])
    #expect(refusal(of: other, by: policy) == .vexNotTrusted, "a hash is one, too")
    let naming = try read(
      trusting.replacing("\"pkg:npm/vendor/*\"", with: "\"pkg:npm/vendor/*\", \"sha256:*\", \"registry.example/*\""))
    #expect(refusal(of: other, by: naming) == nil)
    let distrusting = try withoutTrust()
    #expect(refusal(of: cases[0].0, by: distrusting) == .vexNotTrusted)
  }

  private func withoutTrust() throws -> Policy { try policy(rule) }
  private func read(_ text: String) throws -> Policy { try policy(text) }

  /// The code of the reason why the policy does not trust a statement.
  private func refusal(of statement: Statement, by policy: Policy) -> DiagnosticCode? {
    StatementSet([statement], trust: policy.vexTrust, now: now).unused(in: []).map(\.code).first { $0 != .vexUnused }
  }

  @Test func `statements that contradict each other suppress nothing`() throws {
    let judge = Judge(try policy(trusting), now: now)
    let finding = try given("kind: sast\nids: [CVE-2026-1]").dated(now: now)
    var vex = VEXAssessment(
      results: [VEXResult("CVE-2026-1", inForce: try statement("other", .fixed, ["pkg:npm/x@1"]))])
    #expect(judge(Risk(finding, owners: Interned(.unmatched), vex: Interned(vex))).suppressedBy?.kind == .vex)
    vex.results[0].conflict = [try statement("other", .affected, ["pkg:npm/x@1"])]
    let judgement = judge(Risk(finding, owners: Interned(.unmatched), vex: Interned(vex)))
    #expect(judgement.effect == .deny)
    #expect(judgement.outcome.suppressors.map(\.obstacle) == [.contradicted(count: 1)])
  }
}
