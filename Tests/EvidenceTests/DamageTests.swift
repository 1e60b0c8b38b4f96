import Foundation
import Model
import Synchronization
import System
import TestSupport
import Testing

@testable import Evidence

/// Damaged reports: cut off, or with bits, bytes, spans, keys or brackets that are not what they were, a report is
/// refused with a place or says no less than before.
///
/// What no reader can tell is left out: that a whole record is lost (`Sample.mayHoldRecord`), or that a word of the tool's
/// became another of its words (`known`). How long the slowest took is said and not judged: `make fuzz` does that.
/// A span that is lost or comes twice may swallow a name, and nothing looks like it.
///
/// Each report has 25 cuts and 40 mutations, which are the same in every run. A plain run takes a sample of 5 and 8 of them and
/// prints its seed; a deep run takes all, also of the corpus. `GATEHOUSE_MUTATIONS` gives a deep run 200 cuts and that many
/// mutations.
@Suite struct DamageTests {
  static let asked = ProcessInfo.processInfo.environment["GATEHOUSE_MUTATIONS"].flatMap { Int($0) }
  static let isLoud = ProcessInfo.processInfo.environment["GATEHOUSE_MUTATIONS_SAY"] != nil

  /// How many cuts and mutations there are.
  fileprivate static let all = asked.map { (cuts: 200, mutations: $0) } ?? (cuts: 25, mutations: 40)
  fileprivate static let sample = (cuts: 5, mutations: 8)

  @Test func `a damaged report of ours is refused or says no less`() throws {
    let reports = try folders(in: fixtures()).flatMap { try folders(in: $0) }.flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.lastPathComponent.hasPrefix("report.") }
    }
    try hold(reports.sorted { $0.path < $1.path })
  }

  @Test(.corpus("scans"), .enabled(if: Depth.isDeep, "only in a deep run"))
  func `a damaged real report is refused or says no less`() throws {
    let scans = try Corpus.find("scans")
    let reports = try FileManager.default.subpathsOfDirectory(atPath: scans.path).sorted()
      .map { scans.appending(path: $0) }
      .filter { url in
        let values = try url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
        return values.isRegularFile == true && values.fileSize ?? 0 <= 64 << 10
      }
    try hold(reports)
  }

  private func hold(_ reports: [URL]) throws {
    if !Depth.isDeep { print("damage: a sample; GATEHOUSE_SEED=\(Depth.seed) takes it again") }
    let tallies = Mutex<[Tally]>([])
    DispatchQueue.concurrentPerform(iterations: reports.count) { index in
      guard let data = try? Data(contentsOf: reports[index]), !data.isEmpty else { return }
      let name = reports[index].pathComponents.suffix(3).joined(separator: "/")
      var tally = Tally(name)
      tally.damage(Sample(Array(data)), chosen(of: name))
      let made = tally
      tallies.withLock { $0.append(made) }
    }
    let all = tallies.withLock { $0 }
    let (made, read, slowest) = (all.map(\.made), all.map(\.read), all.map(\.slowest).max() ?? .zero)
    let (losses, swallowed) = (all.flatMap(\.losses), all.flatMap(\.swallowed))
    print(
      "damage: \(reports.count) reports, \(made.reduce(0, +)) damaged, \(read.reduce(0, +)) read,",
      "\(all.map(\.untellable).reduce(0, +)) less by a record or a word, \(swallowed.count) by a name, \(losses.count) else,",
      "slowest \(slowest) (\(all.max { $0.slowest < $1.slowest }?.name ?? ""))")
    for loss in losses + swallowed where Self.isLoud { print("less: \(loss)") }
    #expect(losses.isEmpty, "\(losses.prefix(5).joined(separator: "\n"))")
    // In a sample one may be there by chance.
    #expect(swallowed.count * 2000 <= made.reduce(0, +) + Depth.choose(2000, deep: 0))
  }
}

/// Which of the cuts and of the mutations of a report are tried.
private typealias Chosen = (cuts: Set<Int>, all: Int, mutations: Set<Int>)

/// The name decides, so that the damage of a report stays what it was when another report is added.
private func chosen(of report: String) -> Chosen {
  let all = DamageTests.all
  guard !Depth.isDeep else { return (Set(0..<all.cuts), all.cuts, Set(0..<all.mutations)) }
  var random = Seeded(Depth.seed &* 1_000_003 &+ number(of: report))
  return (
    Set((0..<all.cuts).shuffled(using: &random).prefix(DamageTests.sample.cuts)), all.cuts,
    Set((0..<all.mutations).shuffled(using: &random).prefix(DamageTests.sample.mutations))
  )
}

/// A number of a name: FNV-1a with 64 bits, which is the same in every run.
private func number(of name: String) -> UInt64 {
  name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// What became of the damaged forms of one report.
private struct Tally {
  let name: String
  var (made, read, untellable) = (0, 0, 0)
  var (losses, swallowed) = ([String](), [String]())
  var slowest = Duration.zero

  init(_ name: String) { self.name = name }

  mutating func damage(_ whole: Sample, _ chosen: Chosen) {
    guard let before = reading(of: whole.bytes, "whole") else { return }
    for cut in chosen.cuts.sorted() {
      let end = whole.bytes.count * cut / chosen.all
      judge(Array(whole.bytes[..<end]), against: before, "cut at \(end)", isTellable: !whole.isOfLines)
    }
    var random = Seeded(number(of: name))
    for count in 0...(chosen.mutations.max() ?? 0) {
      let damage = Damage.allCases[count % Damage.allCases.count]
      // Those that are left out are made, too, for the others depend on the numbers that they take.
      guard let (bytes, lost) = damage.done(to: whole, &random), chosen.mutations.contains(count) else { continue }
      let at = zip(bytes, whole.bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
      let around = String(decoding: bytes[max(0, at - 30)..<min(bytes.count, at + 30)], as: UTF8.self)
      judge(
        bytes, against: before, "\(damage.rawValue) \(around.debugDescription)", isTellable: !whole.mayHoldRecord(lost),
        isSpan: [.lostSpan, .repeatedSpan].contains(damage))
    }
  }

  private struct ReadOptions {
    var (all, open, unread) = (0, 0, 0)
    var state = ReportEvidence.State.present
  }

  private mutating func judge(
    _ bytes: [UInt8], against before: ReadOptions, _ what: String, isTellable: Bool, isSpan: Bool = false
  ) {
    made += 1
    guard let after = reading(of: bytes, what), after.state == .present else { return }
    read += 1
    let kind =
      before.state == .failed || after.unread < before.unread
      ? "forgets the failure" : after.all < before.all ? "less" : after.open < before.open ? "hides" : nil
    guard let kind else { return }
    guard isTellable,
      !known.contains(where: { name.contains($0.report) && ($0.damage.isEmpty || what.contains($0.damage)) })
    else {
      return untellable += 1
    }
    let loss = "\(name) \(kind) \(before.all) \(after.all): \(what)"
    if isSpan { swallowed.append(loss) } else { losses.append(loss) }
  }

  /// What is read, nil where it is refused.
  private mutating func reading(of bytes: [UInt8], _ what: String) -> ReadOptions? {
    let start = ContinuousClock.now
    defer { slowest = max(slowest, start.duration(to: .now)) }
    do {
      let report = try readReport(Input(name: name, bytes: bytes))
      let evidence = ReportEvidence(of: report, binding: binding)
      return ReadOptions(
        all: report.observations.count, open: report.observations.count { $0.state == .open },
        unread: Set(evidence.coverage.unread.map(\.path)).count, state: evidence.state)
    } catch {
      if error.position == nil { losses.append("\(name) is refused without a place: \(what)") }
      return nil
    }
  }
}

/// Where a word decides that could as well be another one: the report, what shows in the damage, and why.
private let known: [(report: String, damage: String, why: String)] = [
  ("hadolint/unparsed", "DL", "the number of the rule alone says that the file was not parsed"),
  ("shellcheck/other-shell", "code", "the number of the rule alone says that the file was not checked"),
  ("sarif/packages-of-images", "Anchore", "the name of the tool alone says that its suppressions mean nothing"),
  ("spdx/version-2", "/GH", "an address is a vulnerability by the id in it alone"),
  ("cppcheck/unparsed", "", "the name of the rule alone says that the file was not parsed"),
  ("actionlint/unparsed", "", "the kind of the error alone says that the file was not parsed"),
  ("kubescape/repository", "subStatus", "a word beside `passed` that nobody knows excepts nothing"),
  ("spdx/version-3", "relationshipType", "a relationship of any other type is no vulnerability"),
  (
    "mend/page", "",
    "how many alerts there are, and where the next are, stands once, in names that tools spell in several ways"
  ),
  ("sonarqube/summarised", "", "the rule alone says that the message lists vulnerabilities"),
  ("grype/unknown-list", "", "what an unknown list holds is told by its names alone"),
  ("snyk/rest-first-page-only", "", "where the next page is stands once"),
  ("veracode/detailed-report", "otherBracket", "a tag that stands alone in its list became a text"),
]

private let binding = EvidenceBinding(
  heads: [], scanned: String(repeating: "a", count: 40), now: Timestamp(seconds: 4_102_444_800))
