import Foundation
import TestSupport
import Testing

/// What the ledger knows of a finding does not depend on the name of its file.
@Suite struct LedgerAliasTests {
  private static let bad = Files.code(line: "    eval(request.body)")

  /// A bench whose main is checked out, with the bad line in it.
  private func bench() throws -> Bench {
    let bench = try Bench(base: ["src/pay/charge.py": .text(Self.bad)])
    try bench.git("checkout", "-q", "-f", "main")
    return bench
  }

  private func commit(_ bench: Bench, on day: String) throws {
    let dates = ["GIT_AUTHOR_DATE": "\(day)T10:00:00Z", "GIT_COMMITTER_DATE": "\(day)T10:00:00Z"]
    try bench.git("add", "-A")
    try bench.git("commit", "-q", "-m", day, environment: dates)
  }

  /// Records main, and gives the record as JSON.
  private func record(_ bench: Bench, _ results: [Statement], on day: String) throws -> JSON {
    let main = try bench.git("rev-parse", "main")
    let file = try bench.write(.sarif(results, time: "\(day)T11:00:00Z"), in: "reports-\(UUID().uuidString)").path
    let outcome = try bench.ask([
      "ledger", "record", "--now", "\(day)T12:00:00Z", "--base", "refs/heads/main", "--head", "refs/heads/main",
      "--scanned", main, file,
    ])
    let id = try #require(outcome.output.split(separator: " ").dropFirst().first, "\(outcome)")
    return JSON(try bench.ask(["ledger", "show", String(id), "--format", "json"]).output)
  }

  private func statistics(_ bench: Bench) throws -> JSON {
    JSON(try bench.ask(["ledger", "stats", "--format", "json"]).output)
  }

  private func change(_ bench: Bench, _ result: Statement) throws -> JSON {
    let head = try bench.git("commit-tree", "main^{tree}", "-p", "main", "-m", "head")
    try bench.git("update-ref", "refs/heads/change", head)
    let answer = try bench.check([.sarif([result])], ["--scanned", head], bound: false)
    return answer.findings.first ?? answer.decision
  }

  @Test func `a rename keeps what the records know, and remediates nothing`() throws {
    let bench = try bench()
    let first = try record(bench, [.bad], on: "2026-11-05")["findings"][0]
    try bench.git("mv", "src/pay/charge.py", "src/pay/bill.py")
    try commit(bench, on: "2026-11-08")
    let moved = Statement(path: "src/pay/bill.py")
    // Before main is recorded again, and after.
    #expect(try change(bench, moved)["firstSeen"]["time"].text?.prefix(10) == "2026-11-01")
    let second = try record(bench, [moved], on: "2026-11-09")["findings"][0]
    #expect(first["id"] != second["id"] && second["aliases"].list.contains(first["id"]), "\(second)")
    #expect(second["recorded"] == first["recorded"])
    #expect(try statistics(bench)["remediated"].list.isEmpty)
    // A second rename keeps both names.
    try bench.git("mv", "src/pay/bill.py", "src/pay/invoice.py")
    try commit(bench, on: "2026-11-10")
    let third = try record(bench, [Statement(path: "src/pay/invoice.py")], on: "2026-11-11")["findings"][0]
    #expect(Set(third["aliases"].list).isSuperset(of: [first["id"], second["id"]]), "\(third)")
    #expect(third["recorded"] == first["recorded"])
    // When it is fixed, it is one remediation.
    try Data(Files.code().utf8).write(to: bench.repository.appending(path: "src/pay/invoice.py"))
    try commit(bench, on: "2026-11-12")
    _ = try record(bench, [], on: "2026-11-13")
    let remediations = try statistics(bench)["remediated"].list
    #expect(remediations.count == 1 && remediations.first?["count"].number == 1, "\(remediations)")
  }

  @Test func `what was fixed and came back says since when it was seen before`() throws {
    let bench = try bench()
    _ = try record(bench, [.bad], on: "2026-11-05")
    let file = bench.repository.appending(path: "src/pay/charge.py")
    try Data(Files.code().utf8).write(to: file)
    try commit(bench, on: "2026-11-08")
    _ = try record(bench, [], on: "2026-11-09")
    try Data(Self.bad.utf8).write(to: file)
    try commit(bench, on: "2026-11-15")
    let seen = try change(bench, .bad)["firstSeen"]
    #expect(
      seen["time"].text?.prefix(10) == "2026-11-15" && seen["everSeen"].text?.prefix(10) == "2026-11-01", "\(seen)")
  }
}
