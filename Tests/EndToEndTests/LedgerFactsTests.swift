import Foundation
import TestSupport
import Testing

/// What the records of the base branch prove about findings of a change: since when they are known, and whether the base
/// had them.
@Suite struct LedgerFactsTests {
  /// Records main as it was scanned at a time.
  private func record(
    _ bench: Bench, _ reports: [Report], at now: String, of branch: String = "main",
    _ command: [String] = ["ledger", "record"]
  ) throws {
    let files = try reports.map { try bench.write($0, in: "reports-\(UUID().uuidString)").path }
    let commit = try bench.git("rev-parse", "refs/heads/\(branch)")
    let outcome = try bench.ask(
      command + ["--now", now, "--base", commit, "--head", "refs/heads/\(branch)", "--scanned", commit] + files)
    #expect([0, 1].contains(outcome.status), "\(outcome.errors) \(outcome.output)")
  }

  /// Reports of scans one hour before noon of a day.
  private static func clean(on day: String) -> Report { .sarif([], time: day + "T11:00:00Z") }
  private static func scan(
    _ vulnerability: String = "CVE-2026-1001", package: String = "left-pad", on day: String
  ) -> Report { .trivy(vulnerability, package: package, time: day + "T11:00:00Z") }

  private func finding(_ bench: Bench, _ report: Report = .trivy(), now: String = Bench.now) throws -> JSON {
    let answer = try bench.check([.sarif([], time: now), report], now: now)
    return answer.findings.first { $0["ids"][0].text == "CVE-2026-1001" } ?? answer.decision["diagnostics"]
  }

  @Test func `a vulnerability that the record of the base has is inherited, and known since then`() throws {
    let bench = try Bench()
    #expect(try finding(bench)["newness"].text != "inherited")
    try record(bench, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z")
    let found = try finding(bench)
    #expect(found["newness"].text == "inherited", "\(found)")
    #expect(found["firstSeen"]["source"].text == "ledger" || found["firstSeen"]["source"].text == "git", "\(found)")
    // A later record keeps the time of the first.
    try record(bench, [Self.clean(on: "2026-11-14"), Self.scan(on: "2026-11-14")], at: "2026-11-14T12:00:00Z")
    #expect(try finding(bench)["firstSeen"] == found["firstSeen"])
    // One whose severity rose is new knowledge.
    #expect(try finding(bench, .trivy(severity: "CRITICAL"))["newness"].text == "surfaced")
  }

  @Test func `a vulnerability that the record of the base lacks has surfaced, if that scan looked for it`() throws {
    let bench = try Bench()
    let unknown = try finding(bench)["newness"].text
    try record(bench, [Self.clean(on: "2026-11-12")], at: "2026-11-12T12:00:00Z")
    #expect(try finding(bench)["newness"].text == unknown, "nobody looked at packages")
    try record(
      bench, [Self.clean(on: "2026-11-12"), Self.scan("CVE-2026-2002", package: "other", on: "2026-11-12")],
      at: "2026-11-12T13:00:00Z")
    #expect(try finding(bench)["newness"].text == "surfaced")
  }

  @Test func `records of other commits, imported ones and those from the future prove nothing`() throws {
    let bench = try Bench(changes: [["src/web/index.py": "pass\n"]])
    let unknown = try finding(bench)["newness"].text
    // The change's own record, and that of another change.
    try record(
      bench, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z", of: "change",
      ["check", "--record"])
    try record(
      bench, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z", of: "change-0",
      ["check", "--record"])
    #expect(try finding(bench)["newness"].text == unknown)
    // A record of the base by somebody else.
    let other = try Bench(changes: [["src/web/index.py": "pass\n"]])
    try record(other, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z")
    let id = try #require(try other.ask(["ledger", "show"]).output.split(separator: " ").first)
    let file = bench.folder.appending(path: "record.json")
    try Data(other.ask(["ledger", "show", String(id), "--format", "json"]).output.utf8).write(to: file)
    #expect(try bench.ask(["ledger", "import", file.path]).status == 0)
    #expect(try finding(bench)["newness"].text == unknown)
  }

  @Test func `what was fixed and came back has surfaced, and is as old as git proves`() throws {
    let bench = try Bench()
    try record(bench, [Self.clean(on: "2026-11-10"), Self.scan(on: "2026-11-10")], at: "2026-11-10T12:00:00Z")
    let fixed = try bench.git("commit-tree", "-p", "refs/heads/main", "-m", "fixed", "refs/heads/main^{tree}")
    try bench.git("update-ref", "refs/heads/main", fixed)
    try record(
      bench, [Self.clean(on: "2026-11-13"), Self.scan("CVE-2026-2002", package: "other", on: "2026-11-13")],
      at: "2026-11-13T12:00:00Z")
    let found = try finding(bench)
    #expect(found["newness"].text == "surfaced", "\(found)")
    #expect(found["firstSeen"]["time"].text.map { $0 < "2026-11-10" } == true, "\(found)")
  }

  @Test func `what a recorded change resolved is not there`() throws {
    let bench = try Bench()
    let fixed = try bench.git("commit-tree", "-p", "refs/heads/main", "-m", "fixed", "refs/heads/main^{tree}")
    try bench.git("update-ref", "refs/heads/main", fixed)
    let before = try bench.write(Self.scan(on: "2026-11-12"), in: "base").path
    let after = try [Self.clean(on: "2026-11-12"), Self.scan("CVE-2026-2002", package: "other", on: "2026-11-12")]
      .map { try bench.write($0).path }
    let outcome = try bench.ask(
      [
        "ledger", "record", "--now", "2026-11-12T12:00:00Z", "--base", bench.base, "--head", "refs/heads/main",
        "--scanned", fixed, "--base-report", before, "--base-scanned", bench.base,
      ] + after)
    #expect([0, 1].contains(outcome.status), "\(outcome.errors) \(outcome.output)")
    #expect(try finding(bench)["newness"].text == "surfaced")
  }

  @Test func `a damaged ledger decides nothing`() throws {
    let bench = try Bench()
    try record(bench, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z")
    let line = try bench.git("ls-tree", "-r", "refs/gatehouse/ledger")
    let index = ["GIT_INDEX_FILE": bench.folder.appending(path: "index").path]
    let blob = try bench.git("hash-object", "-w", "--stdin", input: "{}\n")
    let path = try #require(line.split(separator: "\t").last)
    try bench.git("update-index", "--index-info", input: "100644 blob \(blob)\t\(path)\n", environment: index)
    let tree = try bench.git("write-tree", environment: index)
    try bench.git("update-ref", "refs/gatehouse/ledger", try bench.git("commit-tree", "-m", "x", tree))
    let answer = try bench.check([.sarif([])])
    #expect(answer.status == 2 && answer.codes.contains("record-invalid"), "\(answer.outcome.output)")
  }

  @Test(arguments: ["reports/", "./reports", "../job/reports/", "../job/../job/reports/trivy.json"])
  func `a past run is made again from its inputs, and a missing one is told`(_ named: String) throws {
    let bench = try Bench()
    let folder = bench.folder.appending(path: "job")
    let reports = folder.appending(path: "reports")
    try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
    for report in [Report.sarif(), .trivy()] {
      try report.bytes(bench).write(to: reports.appending(path: report.name))
    }
    let arguments = [
      "check", "--record", "--now", Bench.now, "--repo", bench.repository.path, "--base", "refs/heads/main", "--head",
      "refs/heads/change", "--scanned", bench.head, named,
    ]
    #expect(try [1, 2].contains(gatehouse(arguments, in: folder).status))
    let id = try #require(try bench.ask(["ledger", "show"]).output.split(separator: " ").first.map(String.init))
    // Later records, another folder and other names change nothing.
    try record(bench, [Self.clean(on: "2026-11-12"), Self.scan(on: "2026-11-12")], at: "2026-11-12T12:00:00Z")
    let kept = bench.folder.appending(path: "kept")
    try FileManager.default.moveItem(at: reports, to: kept)
    try FileManager.default.moveItem(at: kept.appending(path: "trivy.json"), to: kept.appending(path: "b"))
    let again = try bench.ask(["ledger", "replay", id, "--evidence", kept.path])
    #expect(again.status == 0 && again.output.hasSuffix(", the same\ndecision  byte-equal\n"), "\(again)")
    try Data("{}".utf8).write(to: kept.appending(path: "b"))
    let missing = try bench.ask(["ledger", "replay", id, "--evidence", kept.path])
    #expect(missing.status == 2 && missing.errors.contains("input-missing"), "\(missing)")
  }
}
