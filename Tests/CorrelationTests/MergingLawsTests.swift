import Model
import TestSupport
import Testing

@testable import Correlation

/// What must hold of any reports whatever, tried on statements crowded into few places.
struct MergingLawsTests {
  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `every statement is a observation of one finding, and the most severe one stands`(seed: UInt64) {
    let dense = Dense(seed: seed, count: 120)
    let findings = merged(dense.observations)
    let observations = findings.flatMap { $0.observations.map { $0.at.pointer ?? "" } }
    #expect(observations.sorted() == dense.observations.map { $0.at.pointer ?? "" }.sorted())
    #expect(Set(findings.map(\.id)).count == findings.count)
    for finding in findings {
      #expect(finding.severity == finding.observations.compactMap(\.severity).max())
      #expect((finding.state == .open) == finding.observations.contains { $0.state == .open })
      #expect(finding.mergeReasons.isEmpty == (finding.observations.count == 1))
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `two statements of one finding never differ in what the law of their sort asks`(seed: UInt64) {
    for finding in merged(Dense(seed: seed, count: 120).observations) {
      let numbers = Set(
        finding.observations.map { Set($0.ids.map { $0.uppercased() }.filter { $0.hasPrefix("CVE-") }) })
      #expect(numbers.subtracting([[]]).count <= 1, "two CVEs in one finding: \(finding.ids)")
      #expect(Set(finding.observations.map(\.location.path)).count == 1)
      #expect(Set(finding.observations.compactMap { $0.component?.version }).count <= 1)
      guard Set(finding.observations.map(\.scan.tool)).count > 1 else { continue }
      switch finding.kind {
      case .sast, .iast:
        let kinds = finding.observations.map { one in Set(one.cwes + one.cwes.flatMap(WeaknessHierarchy.ancestors)) }
        #expect(kinds.dropFirst().allSatisfy { !$0.isDisjoint(with: kinds[0]) }, "no weakness of one kind")
        let starts = finding.observations.compactMap(\.location.startLine)
        let ends = finding.observations.compactMap { $0.location.endLine ?? $0.location.startLine }
        #expect(starts.max() ?? 0 <= ends.min() ?? 0, "no line in common")
      case .secret: #expect(Set(finding.observations.compactMap(\.secretDigest)).count <= 1)
      default: break
      }
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `neither the order of statements nor the split into reports changes a finding`(seed: UInt64) {
    let dense = Dense(seed: seed, count: 120)
    let findings = merged(dense.observations)
    var random = Seeded(seed * 77)
    for _ in 0..<3 { #expect(merged(dense.observations.shuffled(using: &random)) == findings) }
    let said = Said(findings)
    for pieces in [2, 7] {
      let split = dense.split(in: pieces, by: &random).shuffled(using: &random)
      #expect(Said(merged(split)) == said)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a report that is given twice has its observations twice and no finding more`(seed: UInt64) {
    let dense = Dense(seed: seed, count: 120)
    let (once, twice) = (
      merged(dense.observations), merged(dense.observations + dense.observations.map { $0.told(in: "copy") })
    )
    #expect(twice.map(\.id) == once.map(\.id))
    #expect(twice.map(\.severity) == once.map(\.severity))
    #expect(twice.map(\.state) == once.map(\.state))
    #expect(twice.map { $0.observations.count } == once.map { $0.observations.count * 2 })
    #expect(twice.allSatisfy { $0.mergeReasons.contains { $0.hasSuffix("times") } })
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `one more report takes no finding away, and none becomes less severe or closed`(seed: UInt64) {
    let (dense, more) = (Dense(seed: seed, count: 100), Dense(seed: seed + 1000, count: 30))
    let before = merged(dense.observations)
    let after = merged(dense.observations + more.observations.map { $0.told(in: "more") })
    var holders: [String: Finding] = [:]
    for finding in after {
      for observation in finding.observations where observation.at.file != "more" {
        holders[observation.at.pointer ?? ""] = finding
      }
    }
    for finding in before {
      for observation in finding.observations {
        let holder = holders[observation.at.pointer ?? ""]
        #expect(holder != nil)
        #expect(rank(holder?.severity) >= rank(observation.severity))
        #expect(observation.state != .open || holder?.state == .open)
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a report of other files changes nothing`(seed: UInt64) {
    let (dense, other) = (Dense(seed: seed, count: 100), Dense(seed: seed, count: 100, path: "other/"))
    let both = merged(dense.observations + other.observations)
    #expect(both.filter { $0.location.path?.hasPrefix("other/") != true } == merged(dense.observations))
    #expect(both.filter { $0.location.path?.hasPrefix("other/") == true } == merged(other.observations))
  }

  /// Lists are divided into parts for threads (`ThreadLimits`): in a run of at least 8,192 elements, here of 2, so that there is
  /// a boundary everywhere. The findings must not depend on where it is.
  @Test(arguments: 1...20 as ClosedRange<UInt64>, [2, 4, 64])
  func `the parts that threads work on cannot be told from the findings`(seed: UInt64, parts: Int) {
    let many = (Dense(seed: seed, count: 120).observations + Estate(seed: seed, size: 60).observations)
      .map { $0.told(in: $0.scan.report) }
    let whole = correlate(many).map(\.wrappedValue)
    #expect(inSmallParts(parts) { correlate(many).map(\.wrappedValue) } == whole)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `the parts that threads work on cannot be told from what is new`(seed: UInt64) {
    let findings = merged(Estate(seed: seed, size: 60).observations)
    let changes = FileChanges((0..<50).map { FileChange(path: "src/file\($0).py", status: .modified, added: [9...11]) })
    let whole = dated(findings, changes: changes, now: Timestamp(seconds: 1_000_000))
    #expect(Set(whole.map(\.newness.newness)).count == 3)
    #expect(inSmallParts(64) { dated(findings, changes: changes, now: Timestamp(seconds: 1_000_000)) } == whole)
  }

  @Test(arguments: [2, 513, 5000])
  func `as many results on one line are as many findings, in the same order each time`(count: Int) {
    let said = (0..<count).map { code("A", line: 1, rule: "rule-\($0)") }
    let findings = merged(said)
    #expect(findings.count == count)
    #expect(Set(findings.map(\.id)).count == count)
    for _ in 0..<3 { #expect(merged(said.shuffled()) == findings) }
  }
}

/// Findings without the names of the reports.
private struct Said: Equatable {
  private let said: [[String]]

  init(_ findings: [Finding]) {
    said = findings.map { finding in
      [finding.id, finding.ruleId, finding.severity?.name ?? "", finding.state.rawValue] + finding.mergeReasons
        + finding.observations.map { $0.at.pointer ?? "" }.sorted()
    }
  }
}

private func rank(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }
