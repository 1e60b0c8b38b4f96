import Foundation
import TestSupport
import Testing

/// The hostile files that could stand for a report, each through the gate itself: what must not be read leaves the verdict
/// open, what may be read is told without acting anywhere.
@Suite struct HostileCorpusTests {
  @Test(.corpus("hostile")) func `every hostile report ends as its manifest says`() throws {
    let folder = try Corpus.find("hostile")
    let (strict, lax) = (try Bench(), try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)]))
    var (right, all) = (0, 0)
    let rows = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8).split(separator: "\n")
    for row in rows.dropFirst().map({ $0.split(separator: "\t").map(String.init) }) {
      let (name, expected) = (row[0], row[2])
      // Times of waivers are no report; the policies' tests read them.
      guard [".json", ".sarif", ".xml"].contains(where: name.hasSuffix), name != "waiver-times.json" else { continue }
      let bytes = try Data(contentsOf: folder.appending(path: name))
      let isAccepted = name.hasSuffix(".sarif") && expected.hasPrefix("accept")
      let fault = try fault(
        of: Report(name) { _ in bytes }, expected: expected, isAccepted: isAccepted, on: isAccepted ? lax : strict)
      (right, all) = (right + (fault == nil ? 1 : 0), all + 1)
      if let fault { Issue.record("\(name), \(expected): \(fault)") }
    }
    Corpus.report("hostile", right: right, all: all)
  }

  private func fault(of report: Report, expected: String, isAccepted: Bool, on bench: Bench) throws -> String? {
    // Only what hangs is caught here: how long reading takes is measured elsewhere.
    let start = ContinuousClock.now
    let answer = try bench.check([report])
    guard start.duration(to: .now) < .seconds(120) else { return "not in time" }
    let isOpen = answer.status == 2 && answer.verdict == "undecided" && !answer.obstacles.isEmpty
    // JSON that is accepted as such is not yet a report.
    guard isAccepted else { return isOpen ? nil : "\(answer.status) \(answer.verdict ?? "")" }
    if isOpen { return expected.contains("exit2") ? nil : "\(answer.obstacles)" }
    for finding in answer.findings where !finding["owners"].list.isEmpty {
      let path = finding["location"]["path"].text ?? ""
      guard path.hasPrefix("src/"), !path.contains("..") else { return "somebody owns '\(path)'" }
    }
    return try bench.everyFormat(of: [report]).texts.first { isActive($0.value) }.map { "active in \($0.key)" }
  }

  private func isActive(_ text: String) -> Bool {
    text.contains("##[")
      || text.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
      }
  }
}
