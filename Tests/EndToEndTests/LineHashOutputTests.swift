import Foundation
import TestSupport
import Testing

/// The line hashes of SARIF for code scanning.
@Suite struct LineHashOutputTests {
  private func hashes(_ results: [Statement]) throws -> [String?] {
    let bench = try Bench()
    let file = try bench.write(.sarif(results)).path
    let outcome = try bench.ask([
      "check", "--now", Bench.now, "--format", "sarif", "--base", "refs/heads/main", "--head", "refs/heads/change",
      "--scanned", bench.head, file,
    ])
    return JSON(outcome.output)["runs"][0]["results"].list.map {
      $0["partialFingerprints"]["primaryLocationLineHash"].text
    }
  }

  @Test func `the hash is that of the line, of the tool, or the id`() throws {
    let bench = try Bench()
    let id = try #require(try bench.check().findings.first?["id"].text)
    let computed = try #require(try hashes([.bad])[0])
    #expect(computed.hasSuffix(":1") && computed.utf8.count <= 18 && computed != "\(id):1")
    #expect(
      try hashes([Statement(more: #","partialFingerprints":{"primaryLocationLineHash":"0a1b2c3d4e5f6071:1"}"#)]) == [
        "0a1b2c3d4e5f6071:1"
      ])
    // Two results on one line are two alerts.
    let both = try hashes([.bad, Statement(rule: "exec", message: "another problem")])
    #expect(both.count == 2 && Set(both).count == 2 && !both.contains(computed), "\(both)")
    // The head does not have this line.
    #expect(try hashes([Statement(line: 99)])[0]?.utf8.count == 34)
  }
}
