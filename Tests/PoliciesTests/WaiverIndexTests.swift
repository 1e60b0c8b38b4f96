import Interning
import Model
import PackageURL
import System
import TestSupport
import Testing

@testable import Policies

/// Waivers are looked up by what they name instead of being compared with each finding.
@Suite struct WaiverIndexTests {
  private static let matches = [
    "id: cve-2026-1", "id: CVE-2026-2", "rule: sqli", "finding: \(id(3))", "id: GHSA-aaaa-bbbb-cccc, rule: sqli",
    "id: CVE-2026-1, path: services/", "id: CVE-2026-1, path: services/pay", "id: CVE-2026-1, path: \"/a.py\"",
    "id: CVE-2026-1, path: \"*.py\"", "id: CVE-2026-1, path: \"services/*/a.py\"", "rule: sqli, path: \"**/pay/**\"",
    "id: CVE-2026-1, package: \"pkg:pypi/Jinja_2@1.*\"", "id: CVE-2026-1, package: \"pkg:pypi/jinja-2\"",
    "id: CVE-2026-1, package: \"pkg:*/jinja-2\"", "id: CVE-2026-1, package: \"pkg:npm/@acme/*\"",
    "id: CVE-2026-1, package: \"pkg:npm/%40acme/x\", path: services/", "rule: sqli, package: \"pkg:npm/@acme/x@1.2.3\"",
    "id: CVE-2026-1, package: \"pkg:rpm/rhel/a\"", "finding: \(id(3)), path: web/",
    "id: CVE-2026-1, path: a/a/a/a/a/a/",
  ]

  /// The id of a finding.
  private static func id(_ number: Int) -> String { String(repeating: "0", count: 31) + String(number) }

  private static func waivers(_ matches: [String]) throws -> Waivers {
    let entries = matches.enumerated().map { number, match in
      "  - { id: W-\(number), match: { \(match) }, reason: nobody can reach it yet, approved-by: \"@sec\", "
        + "created: 2026-11-20, until: 2026-11-30 }\n"
    }
    return try Waivers.read([
      Input(name: "waivers.yaml", bytes: Array(("gatehouse-waivers: 1\nwaivers:\n" + entries.joined()).utf8))
    ])
  }

  private static func finding(_ number: Int, _ random: inout Seeded) throws -> Finding {
    let packages: [PURL?] = [
      nil, try PURL("pkg:pypi/jinja.2@1.5"), try PURL("pkg:npm/%40acme/x@1.2.3"), try PURL("pkg:rpm/redhat/a@1-2"),
    ]
    let paths = ["services/pay/a.py", "services/pay", "a.py", "web/b.js", "services/a.py", nil]
    let deep = String(repeating: "a/", count: 40) + "a.py"
    let ids = [["CVE-2026-1"], ["GHSA-aaaa-bbbb-cccc", "CVE-2026-1"], ["CVE-2026-2"], ["GHSA-aaaa-bbbb-cccc"], []]
    let observations = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      var one = Observation(
        scan: Scan(format: "sarif", tool: "t", report: "r"), kind: .sca,
        ruleId: ["sqli", "xss"].randomElement(using: &random) ?? "", title: "t",
        at: SourcePosition(file: "r", line: number + 1))
      one.location.path = (paths + [deep]).randomElement(using: &random) ?? nil
      one.ids = ids.randomElement(using: &random) ?? []
      let purl = packages.randomElement(using: &random) ?? nil
      one.component =
        [
          purl.map { Component(purl: $0, name: $0.name) },
          Component(ecosystem: "PyPI", name: "Jinja_2", version: "1.0"),
          nil,
        ].randomElement(using: &random) ?? nil
      return one
    }
    var finding = Finding(id: id(number % 5), observations: observations, like: observations[0])
    finding.aliases = number % 7 == 0 ? [id(3)] : []
    finding.ids = Array(Set(observations.flatMap(\.ids))).sorted()
    return finding
  }

  /// A law: the index leaves out no waiver that covers a part of a finding.
  @Test func `a waiver among many is found like one alone`() throws {
    let policy = try policy("rules: [{ id: r, when: { severity: { at-least: none } }, effect: deny }]")
    let all = try Self.waivers(Self.matches)
    var (random, found) = (Seeded(7), 0)
    for number in 0..<300 {
      let risk = Risk(
        finding: try Self.finding(number, &random), owners: .unmatched,
        newness: NewnessResult(.introduced, because: "x"),
        firstSeen: FirstSeen(now, .now))
      func places(_ waivers: Waivers) -> [SourcePosition] {
        Judge(policy, waivers: waivers, now: now)(risk).outcome.suppressors.map(\.suppression.at)
      }
      let alone = all.all.flatMap { places(Waivers(all: [$0], warnings: [])) }
      #expect(Set(places(all)) == Set(alone))
      found += alone.count
    }
    #expect(found > 300)
  }

  @Test func `a waiver is found by the findings that it means, and not by the id that it names`() throws {
    var all = try Self.waivers(["finding: \(Self.id(1))", "finding: \(Self.id(2))"])
    all.resolve([ExactText(Self.id(1)): [InternedString(Self.id(9))]])
    let index = WaiverIndex(all.all)
    let found = try [9, 1, 2].map { number in
      var finding = try given("kind: sca").finding
      finding.id = Self.id(number)
      return index.positions(for: finding)
    }
    #expect(found == [[0], [], [1]])
  }

  @Test(arguments: [
    ("path: services/s%/", "path: services/s%/b.py"), ("package: \"pkg:npm/p%\"", "package: pkg:npm/p%@1.0"),
    ("package: \"pkg:npm/p@1.%\"", "package: pkg:npm/p@v1.%"),
    ("package: \"pkg:npm/p%\", path: services/s%/", "package: pkg:npm/p%@1.0\npath: services/s%/b.py"),
  ])
  func `of many waivers of one vulnerability few are compared with a finding`(_ match: String, _ text: String) throws {
    let all = try Self.waivers((0..<500).map { "id: CVE-2026-1, \(match.numbered($0))" })
    let index = WaiverIndex(all.all)
    for number in [0, 7, 499] {
      let finding = try given("kind: sca\nids: [CVE-2026-1]\n\(text.numbered(number))").finding
      #expect(index.positions(for: finding).map { all.all[$0].id } == ["W-\(number)"])
    }
  }

  /// With work that grows with the product of waivers and findings, this would take many minutes.
  @Test(.timeLimit(.minutes(1))) func `many waivers of many findings are applied and audited at once`() throws {
    let policy = try policy(
      """
      rules: [{ id: r, when: { severity: { at-least: none } }, effect: deny }]
      waivers: { approvers: ["@sec"], longest: { low: 14d }, expiring: 3d }
      """)
    let (count, first) = (4000, try given("severity: low\nids: [CVE-2026-1]\nkind: sast\npath: p").finding)
    let all = try Self.waivers((0..<count).map { "id: CVE-2026-\($0 / 2), path: services/s\($0)/" })
    let judge = Judge(policy, waivers: all, now: now)
    let judgements = (0..<count).map { number in
      var (finding, one) = (first, first.observations[0])
      (one.ids, one.location.path) = (["CVE-2026-\(number / 2)"], "services/s\(number)/a.py")
      (finding.ids, finding.observations, finding.location) = (one.ids, Observations([one]), one.location)
      return judge(
        Risk(
          finding: finding, owners: .unmatched, newness: NewnessResult(.introduced, because: "x"),
          firstSeen: FirstSeen(now, .now)))
    }
    #expect(judgements.allSatisfy { $0.isSuppressed })
    #expect(all.audit(judgements, policy: policy, now: now).warnings.isEmpty)
  }
}

extension String {
  /// The text with a number in place of each `%`.
  fileprivate func numbered(_ number: Int) -> String { replacing("%", with: "\(number)") }
}
