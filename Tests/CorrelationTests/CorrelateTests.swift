import Evidence
import Model
import PackageURL
import TestSupport
import Testing

struct CorrelateTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `each problem is said once, whatever the order of the reports`(seed: UInt64) {
    let estate = Estate(seed: seed, size: 700)
    let findings = merged(estate.observations)
    let said = findings.map { Set($0.observations.map { estate.truth[$0.at.pointer ?? ""] }) }
    #expect(said.allSatisfy { $0.count == 1 }, "two problems were taken for one")
    #expect(findings.count == estate.problems, "one problem was taken for two")
    #expect(findings.reduce(0) { $0 + $1.observations.count } == estate.observations.count)
    #expect(Set(findings.map(\.id)).count == findings.count)
    var random = Seeded(seed * 31)
    for _ in 0..<4 { #expect(merged(estate.observations.shuffled(using: &random)) == findings) }
  }

  @Test func `an id does not change with severity, words, lines or versions`() {
    let estate = Estate(seed: 9, size: 400)
    let changed = estate.observations.map { observation in
      var observation = observation
      observation.scan = Scan(
        format: "toy", tool: observation.scan.tool, toolVersion: "2", time: Timestamp(seconds: 1), report: "other")
      (observation.severity, observation.title) = (.critical, "another title")
      observation.location.startLine = observation.location.startLine.map { $0 + 100 }
      observation.location.endLine = observation.location.endLine.map { $0 + 100 }
      observation.component = observation.component.map { component in
        Component(purl: component.purl.flatMap { try? PURL("\($0.withoutVersion.bare)@9") }, name: component.name)
      }
      return observation
    }
    let kept = Set(merged(estate.observations).map(\.id)).intersection(merged(changed).map(\.id))
    // Versions of one package fall together above; all that stays apart keeps its id.
    #expect(kept.count == Set(merged(changed).map(\.id)).count)
  }

  @Test func `many results of two tools on one line are paired one to one`() {
    var observations: [Observation] = []
    let count = Depth.choose(10_000, deep: 100_000)
    for index in 0..<count {
      var one = code(index % 2 == 0 ? "A" : "B", line: 1)
      one.location.startColumn = index
      observations.append(one)
    }
    #expect(merged(observations).count == count / 2)
  }

  @Test(arguments: [
    (code("A", line: 10), code("B", line: 10), 1), (code("A", line: 10), code("B", line: 11), 2),
    (code("A", line: 10), code("A", line: 11), 2), (code("A", line: 10), code("A", line: 10), 1),
    (code("A", line: 10, path: "a"), code("B", line: 10, path: "b"), 2),
    (code("A", line: 10, cwes: [79]), code("B", line: 10, cwes: [89]), 2),
    (code("A", line: 10, cwes: [79, 80]), code("B", line: 10, cwes: [20, 79]), 1),
    (code("A", line: 10, cwes: []), code("B", line: 10, cwes: []), 2),
    (code("A", line: nil), code("B", line: nil), 2),
    (package("A", ["CVE-1"]), package("B", ["GHSA-1", "cve-1"]), 1),
    (package("A", ["CVE-1"]), package("B", ["CVE-2"]), 2), (package("A", ["CVE-1"]), package("A", ["CVE-1"]), 1),
    (package("A", ["CVE-1"]), package("B", ["CVE-1"], version: "2"), 2),
    (package("A", ["CVE-1"]), package("B", ["CVE-1"], path: "other/package-lock.json"), 2),
    (package("A", ["CVE-1"], path: nil), package("B", ["CVE-1"], path: nil), 2),
    (package("A", ["CVE-1"], path: nil), package("A", ["CVE-1"], path: nil), 1),
    (package("A", ["CVE-1"], path: "/package-lock.json"), package("B", ["CVE-1"]), 1),
    (secret("A", "d", line: 1), secret("B", "d", line: 9), 1),
    (secret("A", "d", line: 1), secret("B", "e", line: 1), 2),
    (secret("A", "d", line: 1), secret("B", nil, line: 1), 1),
    (secret("A", "d", line: 1), secret("B", nil, line: 2), 2),
    (secret("A", "d", line: 1), secret("A", "d", line: 9), 1),
  ])
  func `two statements are one only when they are sure to be`(one: Observation, other: Observation, count: Int) {
    #expect(merged([one, other]).count == count)
    #expect(merged([other, one]) == merged([one, other]))
  }

  @Test func `pairs are made one to one, the nearest first`() {
    var long = code("B", line: 9)
    long.location.endLine = 12
    let findings = merged([code("A", line: 10), code("A", line: 12), long, code("B", line: 12)])
    let lines = Set(findings.map { Set($0.observations.map { $0.location.startLine ?? 0 }) })
    #expect(lines == [[9, 10], [12]])
  }

  @Test func `names that overlap through a third are one vulnerability`() {
    let all = [package("A", ["CVE-1"]), package("B", ["GHSA-1"]), package("C", ["GHSA-1", "CVE-1", "OSV-1"])]
    let finding = merged(all)
    #expect(finding.count == 1)
    #expect(finding[0].ids == ["CVE-1", "GHSA-1", "OSV-1"])
    #expect(finding[0].ruleId == "CVE-1")
    #expect(
      finding[0].mergeReasons == [
        "A, B and C name the same vulnerability (CVE-1 = GHSA-1 = OSV-1) in the same package and place"
      ])
  }

  @Test func `the highest severity stands and the dispute is shown`() {
    var (low, high, silent) = (code("A", line: 1), code("B", line: 1), code("C", line: 1))
    (low.severity, high.severity, silent.severity) = (.low, .high, nil)
    let finding = merged([low, high, silent])
    #expect(finding.map(\.severity) == [.high])
    #expect(finding[0].isSeverityDisputed)
    #expect(!merged([high, silent])[0].isSeverityDisputed)
  }

  @Test func `one tool that keeps a finding open keeps it open`() {
    var (set, open) = (code("A", line: 1), code("B", line: 1))
    (set.state, set.severity) = (.suppressed, .critical)
    #expect(merged([set, open])[0].state == .open)
    open.state = .falsePositive
    #expect(merged([set, open])[0].state == .suppressed)
  }
}

func code(
  _ tool: String, line: Int?, path: String = "a.py", cwes: [Int] = [89], rule: String? = nil, severity: Severity? = nil
) -> Observation {
  var observation = Observation(
    scan: Scan(format: "toy", tool: tool, report: tool), kind: .sast, ruleId: rule ?? "\(tool)-rule", title: "title",
    location: Location(path: path, startLine: line), at: SourcePosition(file: tool, line: line))
  (observation.cwes, observation.severity) = (cwes, severity)
  return observation
}

func package(
  _ tool: String, _ ids: [String], _ purl: String = "pkg:npm/a", version: String = "1",
  path: String? = "package-lock.json"
) -> Observation {
  var observation = Observation(
    scan: Scan(format: "toy", tool: tool, report: tool), kind: .sca, ruleId: ids[0], title: "title",
    location: Location(path: path), at: SourcePosition(file: tool))
  observation.ids = ids
  observation.component = Component(purl: try? PURL("\(purl)@\(version)"), name: "a")
  return observation
}

func secret(_ tool: String, _ digest: String?, line: Int) -> Observation {
  var observation = Observation(
    scan: Scan(format: "toy", tool: tool, report: tool), kind: .secret, ruleId: "\(tool)-key", title: "title",
    location: Location(path: ".env", startLine: line), at: SourcePosition(file: tool, line: line))
  observation.secretDigest = digest
  return observation
}
