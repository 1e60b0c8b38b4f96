import Correlation
import Foundation
import Interning
import Model
import PackageURL
import Policies
import Risks
import System
import TestSupport
import Testing

@testable import Pipeline

/// The remediation is true: applied, it gives the verdict that it promises.
@Suite struct RemediationTests {
  @Test func `the remediation, applied to what was scanned, lets the change pass`() throws {
    var failed = 0
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      var world = World(&random)
      let decision = try decide(world.observations)
      guard decision.verdict == .fail else { continue }
      failed += 1
      #expect(decision.areActionsChecked, "seed \(seed)")
      for action in decision.actions { world.apply(action) }
      // A scan may find new problems at the new versions, of which no report spoke.
      let reported = Set(decision.judgements.flatMap(\.risk.finding.ids))
      let after = try decide(world.observations.filter { reported.contains($0.ids[0]) })
      #expect(
        after.verdict == .pass,
        "seed \(seed): \(decision.actions.map(\.text)) leaves \(after.actions.map(\.text))")
    }
    #expect(failed > 0)
  }

  @Test func `where waivers may be had, the others of a package are still closed by an upgrade`() throws {
    var parted = 0
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      var world = World(&random)
      let decision = try decide(world.observations, waivable: true)
      guard decision.verdict == .fail else { continue }
      #expect(decision.areActionsChecked, "seed \(seed)")
      let alternatives = decision.actions.filter { $0.alternative != nil }
      if Set(decision.actions.compactMap(\.package)).count < decision.actions.count { parted += 1 }
      // What can be waived is, and the rest is done.
      let waived = InternedSet(alternatives.flatMap(\.closes))
      let ids = decision.judgements.filter { waived.contains($0.risk.finding.$id) }.flatMap(\.risk.finding.ids)
      for action in decision.actions where action.alternative == nil { world.apply(action) }
      let reported = Set(decision.judgements.flatMap(\.risk.finding.ids)).subtracting(ids)
      let after = try decide(world.observations.filter { reported.contains($0.ids[0]) }, waivable: true)
      #expect(
        after.verdict == .pass, "seed \(seed): \(decision.actions.map(\.text)) leaves \(after.actions.map(\.text))")
      for action in alternatives { #expect(action.kind == .fix) }
    }
    #expect(parted > 0)
  }

  @Test func `a finding without a known fix does not hide the upgrade that closes the others`() throws {
    let fixed = observation("CVE-2026-1", "x", "1.0.0", fixed: ["1.0.7", "2.0.6"], type: "npm")
    let other = observation("CVE-2026-2", "x", "1.0.0", fixed: ["1.0.5"], type: "npm")
    let unfixed = observation("CVE-2026-3", "x", "1.0.0", fixed: nil, type: "npm")
    for all in [[fixed, other, unfixed], [unfixed, other, fixed]] {
      let actions = try decide(all, waivable: true).actions
      #expect(
        actions.map(\.text) == [
          "upgrade x to 1.0.7 in package-lock.json", "replace x in package-lock.json: no fixed version is known",
        ])
      #expect(actions.map(\.closes.count) == [2, 1])
      #expect(actions.map(\.alternative) == [nil, "a waiver by @acme/appsec, 30 days at most"])
      // Without waivers only the replacement helps, and it closes all.
      let alone = try decide(all).actions
      #expect(alone.map(\.text) == ["replace x in package-lock.json: no version without CVE-2026-3 is known"])
      #expect(alone.map(\.closes.count) == [3])
    }
  }

  @Test func `what the change brings is closed first, however few findings an action closes`() throws {
    var input = input([
      observation("CVE-2026-1", "old", "1.0.0", fixed: ["1.0.7"], type: "npm"),
      observation("CVE-2026-2", "old", "1.0.0", fixed: ["1.0.7"], type: "npm"),
      observation("CVE-2026-3", "young", "1.0.0", fixed: ["1.0.7"], type: "npm"),
      observation("CVE-2026-4", "perhaps", "1.0.0", fixed: ["1.0.7"], type: "npm"),
    ])
    input.findings = input.findings.map { dated in
      let newness: Newness =
        switch dated.finding.ids {
        case ["CVE-2026-3"]: .introduced
        case ["CVE-2026-4"]: .unknown
        default: .inherited
        }
      return DatedFinding(
        finding: dated.$finding, firstSeen: dated.firstSeen, newness: Interned(NewnessResult(newness, because: "")))
    }
    let actions = Pipeline.decide(input, by: try bundle(), at: now).actions
    #expect(actions.map { $0.text.split(separator: " ")[1] } == ["young", "perhaps", "old"])
  }

  @Test func `each blocking finding is closed by one action, and no two actions have one text`() throws {
    for seed in 0..<50 {
      var random = Seeded(UInt64(seed))
      let decision = try decide(World(&random).observations)
      let closed = decision.actions.flatMap(\.closes)
      let blocking = decision.judgements.filter { $0.effect == .deny }.map(\.risk.finding.$id)
      #expect(closed.sorted() == blocking.sorted())
      #expect(Set(decision.actions.map(\.text)).count == decision.actions.count)
    }
  }

  /// With work that grows with the square of the findings, this would take many minutes.
  @Test(.timeLimit(.minutes(1))) func `a remediation for many findings is made at once`() throws {
    let observations = (0..<20_000).map { index in
      observation(
        "CVE-\(index)", "libx", "1.0.0", fixed: ["1.0.\(index % 500 + 1)", "2.\(index % 300).0"], type: "npm")
    }
    #expect(try decide(observations).actions.count == 1)
  }

  @Test(arguments: [
    Situation("npm", "4.17.15", [["4.17.19"], ["4.17.21"]], "4.17.21"),
    Situation("npm", "2.5.0", [["1.9.9"]], nil), Situation("npm", "2.5.0", [["2.5.0"]], nil),
    Situation("npm", "2.5.0", [["latest"]], nil), Situation("npm", "2.5.0", [["2.6.0"], []], nil),
    Situation("npm", nil, [["1.9.9"], ["1.10.0"]], "1.10.0"),
    Situation("npm", "1.0.0-rc.1", [["1.0.0"], ["1.0.0-rc.2"]], "1.0.0"),
    Situation(
      "golang", "v20.10.17+incompatible", [["25.0.2", "24.0.9"], ["23.0.15", "26.1.5", "27.1.1", "25.0.6"]], "25.0.6"),
    Situation("pypi", "3.2.5", [["2.2.28", "3.2.13", "4.0.4"], ["3.2.17", "4.0.9", "4.1.6"]], "3.2.17"),
    Situation("pypi", "1!1.0", [["2.0"]], nil), Situation("pypi", "2.0", [["2.0.post1"], ["2.0rc1"]], nil),
    Situation("pypi", "2.0rc1", [["2.0"], ["2.0rc2"]], "2.0"),
    Situation(
      "deb", "2.31-13+deb11u6", [["2.31-13+deb11u7"], ["2.31-13+deb11u10"], ["2.31-13+deb11u9"]], "2.31-13+deb11u10"),
    Situation("deb", "1:2.3-1", [["1:2.3-1+deb11u1", "2.9-1"]], "1:2.3-1+deb11u1"),
    Situation("deb", "1:2.3-1", [["2.9-1"]], nil),
    Situation(
      "rpm", "32:9.11.36-3.el8", [["32:9.11.36-8.el8_8.2"], ["32:9.11.36-11.el8_9.1"]], "32:9.11.36-11.el8_9.1"),
    Situation("apk", "1.1.1k-r0", [["1.1.1l-r0"], ["1.1.1n-r1"]], "1.1.1n-r1"),
    Situation("maven", "2.8.0", [["2.15.0", "2.3.1", "2.12.2"], ["2.3.2", "2.12.4", "2.17.1"]], "2.12.4"),
    Situation("maven", "5.2.5.RELEASE", [["5.3.18", "5.2.20.RELEASE"]], "5.2.20.RELEASE"),
    Situation("composer", "dev-main", [["5.4.1"]], nil), Situation("composer", "5.4.0", [["dev-main"]], nil),
    Situation("composer", "5.4.x-dev", [["5.4.1"]], nil), Situation("composer", "5.4.1", [["5.4.1.0"]], nil),
    Situation("gem", "1.13.3-java", [["1.13.3"]], nil), Situation("gem", "1.13.3-x86_64-linux", [["1.13.4"]], "1.13.4"),
    Situation("npm", "1.2.0", [["1.2.9+"]], nil), Situation("npm", "1.2.0", [["2.x"]], nil),
    Situation("npm", "1.2.0", [["1.2.9/2.0.1"]], nil), Situation("npm", "latest", [["1.2.9"]], nil),
    Situation("npm", "^1.2.0", [["1.2.9"]], nil), Situation("golang", "(devel)", [["1.2.9"]], nil),
    Situation("maven", "1.2.0", [["1.2.+"]], nil), Situation("deb", "1.2-1", [["1.2-2+"]], nil),
    Situation("npm", "1.2.0", [["2020-01-01"]], nil), Situation("maven", "1.2.0", [["4f5e6d7c"]], nil),
    Situation("pypi", "1.2.0", [["2.0-or-later", "2.1"]], "2.1"), Situation("rpm", "1.2-1", [["see-CVE-2026-1"]], nil),
    Situation("generic", "1.0", [["2.0"]], "2.0"), Situation("generic", "1.0-foo", [["0.9"]], nil),
    Situation("generic", "r12", [["r13"]], nil),
  ])
  func `an upgrade goes to the smallest newer version that closes all, or there is none`(_ situation: Situation) throws
  {
    let observations = situation.fixes.enumerated().map { index, fixed in
      observation("CVE-2026-\(index)", "x", situation.installed, fixed: fixed, type: situation.type)
    }
    for order in [observations, observations.reversed()] {
      let decision = try decide(order)
      #expect(decision.actions.map(\.to) == [situation.target])
      #expect(decision.actions.map(\.closes.count) == [situation.fixes.count])
    }
  }

  @Test func `the strictest of several tools decides, and no fix by one tool is none`() throws {
    let trivy = observation("CVE-2026-1", "x", "1.0.0", fixed: ["1.0.1", "2.0.0"], type: "npm")
    var grype = observation("CVE-2026-1", "x", "1.0.0", fixed: ["1.0.2"], type: "npm", tool: "grype")
    #expect(try decide([trivy, grype]).actions.map(\.to) == ["1.0.2"])
    grype.fixedVersions = []
    #expect(try decide([trivy, grype]).actions.map(\.to) == [nil])
    grype.fixedVersions = nil
    #expect(try decide([trivy, grype]).actions.map(\.to) == ["1.0.1"])
  }

  @Test func `no upgrade goes to a version that is known to be vulnerable elsewhere`() throws {
    let here = observation("CVE-2026-1", "x", "1.0.0", fixed: ["2.0.0", "3.1.0"], type: "npm")
    let there = observation("CVE-2026-2", "x", "2.0.0", fixed: ["2.0.5"], type: "npm", path: "other/package-lock.json")
    let action = try decide([here, there]).actions.first { $0.text.hasSuffix("in package-lock.json") }
    #expect(action?.to == "3.1.0")
  }

  @Test func `the package that a tool names is upgraded for a dependency, with all that goes with it`() throws {
    var npm = observation("GHSA-1", "minimist", nil, fixed: ["0.2.4"], type: "npm", tool: "npm")
    npm.upgrade = ParentUpgrade(Component(purl: try .init("pkg:npm/mkdirp@1.0.4"), name: "mkdirp"), isBreaking: true)
    let trivy = observation("CVE-2026-9", "minimist", "0.0.8", fixed: ["1.2.6", "0.2.4"], type: "npm")
    let decision = try decide([npm, trivy])
    #expect(
      decision.actions.map(\.text) == [
        "upgrade mkdirp to 1.0.4 (a breaking change) in package-lock.json, which requires minimist"
      ])
    #expect(decision.actions[0].closes.count == 2 && decision.actions[0].package == "pkg:npm/mkdirp")
  }

  @Test(arguments: ["2020-01-01", "latest", ">=2", "^2.0.0", "4f5e6d7c8b", "n/a"])
  func `no parent is upgraded to what is no version`(version: String) throws {
    var npm = observation("GHSA-1", "minimist", nil, fixed: ["0.2.4"], type: "npm", tool: "npm")
    npm.upgrade = ParentUpgrade(Component(purl: try .init("pkg:npm/mkdirp"), name: "mkdirp", version: version))
    #expect(try decide([npm]).actions.map(\.text) == ["upgrade minimist to 0.2.4 in package-lock.json"])
  }

  @Test func `packages of one source of an operating system are upgraded together`() throws {
    let names = ["libc6", "libc-bin", "locales"]
    let source = names.map { observation("CVE-2026-1", $0, "2.36-9", fixed: ["2.36-9+deb12u4"], type: "deb") }
    let other = observation("CVE-2026-1", "zlib1g", "1:1.2.13-1", fixed: ["1:1.2.13-2"], type: "deb")
    let decision = try decide(source + [other])
    #expect(decision.actions.map(\.closes.count) == [3, 1])
    #expect(decision.actions[0].to == "2.36-9+deb12u4")
  }

  @Test func `what an upgrade moves to another version is judged there`() throws {
    let blocking = observation("CVE-2026-1", "x", "1.0.0", fixed: ["1.1.0"], type: "npm")
    let waived = observation("CVE-2026-2", "x", "1.0.0", fixed: [], type: "npm")
    let statement = Statement(
      vulnerabilities: ["CVE-2026-2"], products: [.init(purls: [try .init("pkg:npm/x@1.0.0")])], status: .notAffected,
      justification: .vulnerableCodeNotPresent, timestamp: now, issuer: "vendor", document: "d",
      at: SourcePosition(file: "v"))
    var bundle = try bundle(trusting: "vendor")
    bundle.statements = [statement]
    let decision = Pipeline.decide(input([blocking, waived]), by: bundle, at: now)
    #expect(decision.judgements.map(\.effect) == [.deny, .allow])
    // At 1.1.0 the statement no longer applies, and nothing fixes the other one.
    #expect(decision.actions.map(\.to) == [nil])
  }

  @Test func `a failed scan asks for another scan, and another error for nothing`() throws {
    var input = input([observation("CVE-2026-1", "x", "1.0.0", fixed: ["1.1.0"], type: "npm")])
    let failed = Diagnostic(.reportMissing, "the scan failed", at: SourcePosition(file: "r.json"))
    input.evidence = [
      ReportEvidence(
        file: "r.json", format: "trivy", tool: "trivy", digest: "", observations: 1, state: .failed, reason: failed)
    ]
    let one = Pipeline.decide(input, by: try bundle(), at: now)
    #expect(one.verdict == .undecided && !one.areActionsChecked)
    #expect(one.actions.first?.text == "run trivy again on the head commit and pass its report (failed)")
    input.diagnostics = [Diagnostic(.reportMissing, "something else", at: SourcePosition(file: "x"))]
    #expect(Pipeline.decide(input, by: try bundle(), at: now).actions.isEmpty)
  }
}

/// One package with advisories, and the version to upgrade to; nil when none is known.
struct Situation: Sendable, CustomTestStringConvertible {
  let type: String
  let installed: String?
  let fixes: [[String]]
  let target: String?

  init(_ type: String, _ installed: String?, _ fixes: [[String]], _ target: String?) {
    (self.type, self.installed, self.fixes, self.target) = (type, installed, fixes, target)
  }

  var testDescription: String { "\(type) \(installed ?? "-") \(fixes)" }
}

private let now = Timestamp(seconds: 1_795_348_800)

private func decide(_ observations: [Observation], waivable: Bool = false) throws -> Decision {
  Pipeline.decide(input(observations), by: try bundle(waivable: waivable), at: now)
}

private func input(_ observations: [Observation]) -> DecisionInput {
  let scope = ArenaScope()
  let findings = dateFindings(correlate(observations, in: scope), in: HistoryFacts(changes: FileChanges([]), now: now))
  return DecisionInput(findings: findings, observationCount: observations.count, scope: scope)
}

private func bundle(trusting issuer: String? = nil, waivable: Bool = false) throws -> PolicyBundle {
  let shop = URL(filePath: #filePath).appending(path: "../../../examples/shop/base").standardizedFileURL
  var bundle = try PolicyBundle.load(from: FolderTree(shop.path, description: "the example"))
  let trust =
    issuer.map { "vex:\n  trust:\n    - { issuer: \($0), products: [\"pkg:npm/*\"], statuses: [not_affected] }\n" }
    ?? ""
  let terms = waivable ? "waivers: { approvers: [\"@acme/appsec\"], longest: { critical: 14d, high: 30d } }\n" : ""
  let text =
    "gatehouse: 1\nname: t\n\(trust)\(terms)rules:\n  - { id: r, why: w, when: { severity: { at-least: none } }, effect: deny }\n"
  bundle.policy = try Policy.read([Input(name: ".gatehouse/policy.yaml", bytes: Array(text.utf8))])
  (bundle.statements, bundle.waivers) = ([], .none)
  return bundle
}

private func observation(
  _ id: String, _ name: String, _ version: String?, fixed: [String]?, type: String, tool: String = "trivy",
  path: String = "package-lock.json"
) -> Observation {
  let scan = Scan(format: tool, tool: tool, report: "\(tool).json")
  let isSystem = ["deb", "rpm", "apk"].contains(type)
  let namespace = isSystem ? "debian" : type == "maven" ? "g" : nil
  let purl = try? PURL(type: type, namespace: namespace, name: name, version: version)
  var one = Observation(
    scan: scan, kind: isSystem ? .container : .sca, ruleId: id, title: id,
    location: isSystem ? Location(image: "img:1") : Location(path: path), at: SourcePosition(file: "\(tool).json"))
  (one.ids, one.severity, one.fixedVersions) = ([id], .high, fixed)
  one.component = Component(purl: purl, name: name, version: version)
  return one
}

/// Packages with their versions, and advisories with the versions that they affect: what a scanner would find.
private struct World {
  private struct Advisory {
    let id: String
    let package: Int
    /// By release line, the first version of it that is fixed. Lines after the last are not affected.
    let fixes: [Int: Int]

    func affects(_ version: (line: Int, patch: Int)) -> Bool {
      if let fix = fixes[version.line] { return version.patch < fix }
      return version.line < fixes.keys.max() ?? .max
    }
  }

  private let type: String
  private var installed: [Int: (line: Int, patch: Int)] = [:]
  private var advisories: [Advisory] = []

  init(_ random: inout Seeded) {
    type =
      ["npm", "pypi", "deb", "rpm", "maven", "gem", "golang", "nuget", "cargo"].randomElement(using: &random) ?? "npm"
    for package in 0..<Int.random(in: 1...4, using: &random) {
      installed[package] = (Int.random(in: 0...9, using: &random), Int.random(in: 0...12, using: &random))
      for number in 0..<Int.random(in: 1...5, using: &random) {
        var fixes: [Int: Int] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          fixes[Int.random(in: 0...12, using: &random)] = Int.random(in: 0...20, using: &random)
        }
        advisories.append(Advisory(id: "CVE-2026-\(package)\(number)", package: package, fixes: fixes))
      }
    }
  }

  private func text(_ version: (line: Int, patch: Int)) -> String {
    let text = "\(version.line).0.\(version.patch)"
    return type == "deb" || type == "rpm" ? "1:\(text)-1" : type == "golang" ? "v\(text)" : text
  }

  var observations: [Observation] {
    advisories.compactMap { advisory in
      guard let version = installed[advisory.package], advisory.affects(version) else { return nil }
      let fixes = advisory.fixes.sorted { $0.key < $1.key }.map { text((line: $0.key, patch: $0.value)) }
      return observation(advisory.id, "p\(advisory.package)", text(version), fixed: fixes, type: type)
    }
  }

  mutating func apply(_ action: Action) {
    guard let package = installed.keys.first(where: { action.package?.hasSuffix("/p\($0)") == true }) else { return }
    guard let to = action.to else {
      installed[package] = nil
      return
    }
    let numbers = to.split { !"0123456789".contains($0) }.compactMap { Int($0) }
    let start = type == "deb" || type == "rpm" ? 1 : 0
    installed[package] = (numbers[start], numbers[start + 2])
  }
}
