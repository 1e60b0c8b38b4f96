import Foundation
import Model
import TestSupport
import Testing

struct CVSSTests {
  /// Lines of a vector and its scores; the columns after the vector are base, temporal and environmental score, of which
  /// CVSS 4.0 has the first only. Of two columns of scores in a file of disputed ones, the first counts.
  @Test(.corpus("standards/cvss")) func `every published vector has its scores`() throws {
    let folder = try Corpus.find("standards/cvss")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".tsv") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: "\t").map(String.init) }
      let wrong = lines.filter { !isRight($0, isDisputed: name.contains("disputed")) }
      for line in wrong.prefix(10) { print("\(name): \(line) \(String(describing: CVSSScores(vector: line[0])))") }
      Corpus.report("cvss \(name)", right: lines.count - wrong.count, all: lines.count)
      #expect(!lines.isEmpty && wrong.isEmpty)
    }
  }

  private func isRight(_ line: [String], isDisputed: Bool) -> Bool {
    guard let scores = CVSSScores(vector: line[0]) else { return false }
    if line[0].hasPrefix("CVSS:4.0/") { return "\(scores.base)" == line[1] }
    let found = [scores.base, scores.temporal, scores.environmental].map { $0.map { "\($0)" } ?? "-" }
    let wanted = Array(line[1...3])
    if isDisputed { return zip(found, zip(wanted, line[4...6])).allSatisfy { $0 == $1.0 || $0 == $1.1 } }
    return zip(found, wanted).allSatisfy { $0 == $1 }
  }

  @Test(.corpus("standards/cvss")) func `every malformed vector is refused`() throws {
    let folder = try Corpus.find("standards/cvss")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("invalid") {
      let suite = try JSONDecoder().decode(Malformed.self, from: Data(contentsOf: folder.appending(path: name)))
      for test in suite.cases { #expect(CVSSScores(vector: test.vector) == nil, "\(test.vector): \(test.why)") }
      Corpus.report(
        "cvss \(name)", right: suite.cases.count { CVSSScores(vector: $0.vector) == nil }, all: suite.cases.count)
    }
  }

  @Test(arguments: [
    ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0), ("AV:L/AC:H/Au:M/C:N/I:N/A:N", 0),
    ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8), ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1), ("CVSS:3.1/A:N/I:N/C:N/S:U/UI:N/PR:N/AC:L/AV:N", 0),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0),
  ])
  func `a vector has the base score of its metrics`(vector: String, score: Double) {
    #expect(CVSSScores(vector: vector)?.base == score)
  }

  @Test(arguments: [
    "", "/", "CVSS:3.1", "CVSS:3.1/", "CVSS:3.1/AV:N/AC:X", "AV:N/AC:L/Au:N/C:C/I:C",
    "CVSS:2.0/AV:N/AC:L/Au:N/C:C/I:C/A:C",
    "CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/C:N",
    "(AV:N/AC:L/Au:N/C:C/I:C/A:C)", "CVSS:3.1/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h",
  ])
  func `a vector that breaks the grammar has no score`(vector: String) {
    #expect(CVSSScores(vector: vector) == nil)
    #expect(CVSSRating(version: CVSSRating.version(of: vector), vector: vector).severity == nil)
  }

  @Test func `a stated score stands, and the bands are those of the version`() {
    let vector = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"
    #expect(CVSSRating(version: "3.1", vector: vector, score: 9.1).severity == .critical)
    #expect(CVSSRating(version: "3.1", vector: vector).severity == .low)
    #expect(CVSSRating(version: "2.0", vector: "AV:N/AC:L/Au:N/C:C/I:C/A:C").severity == .high)
    // A stated 0 may mean that nobody knows a score.
    #expect(CVSSRating(version: "3.1", score: 0).severity == nil)
    #expect(CVSSRating(version: "3.1", vector: vector, score: 0).severity == .low)
    let none = CVSSRating(version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", score: 0)
    #expect(none.severity == Severity.none)
  }
}

private struct Malformed: Decodable {
  struct Case: Decodable { var vector, why: String }
  var cases: [Case]
}
