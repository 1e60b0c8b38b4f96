import Foundation
import TestSupport
import Testing

/// A waiver for one finding by its id: it stays with this finding, and goes to no other.
struct LastingWaiverTests {
  private static let code =
    "import os\n\ndef a(x):\n    os.system(x)\n\ndef b(x):\n    os.system(x)\n\ndef c(y):\n    return y\n"
  private static let copied = code.replacingOccurrences(
    of: "def a(x)", with: "def n(x):\n    os.system(x)\n\ndef a(x)")
  private static let fixed = code.replacingOccurrences(
    of: "def a(x):\n    os.system(x)", with: "def a(x):\n    pass")

  private static func waivers(_ id: String) -> Entry {
    .text(
      """
      gatehouse-waivers: 1
      waivers:
        - id: W-1
          match: { finding: \(id) }
          reason: nobody can reach this code from outside
          approved-by: "@acme/platform"
          created: 2026-11-10
          until: 2026-12-01

      """)
  }

  private static let policy = Files.policy.replacingOccurrences(of: ", newness: [introduced, surfaced]", with: "")

  private func report(_ places: [(String, Int)]) -> Report {
    .sarif(places.map { Statement(path: $0.0, line: $0.1) })
  }

  /// The lines that are waived, after the change from some files to others.
  private func waived(
    _ before: [String: Entry?], _ after: [String: Entry?], _ places: [(String, Int)]
  ) throws -> [Int] {
    let bench = try Bench(base: before, change: after)
    let answer = try bench.check([report(places)])
    return answer.findings.filter { $0["suppressedBy"]["kind"].text == "waiver" }.compactMap {
      $0["location"]["startLine"].number.map { Int($0) }
    }
  }

  private func id(ofLine line: Int) throws -> String {
    let files: [String: Entry?] = ["src/x.py": .text(Self.code), ".gatehouse/policy.yaml": .text(Self.policy)]
    let bench = try Bench(base: files, change: files)
    let answer = try bench.check([report([("src/x.py", 4), ("src/x.py", 7)])])
    let found = answer.findings.first { $0["location"]["startLine"].number == Double(line) }
    return try #require(found?["id"].text)
  }

  private struct Change: CustomTestStringConvertible {
    let name: String
    let files: [String: Entry?]
    let places: [(String, Int)]
    let waived: [Int]
    var testDescription: String { name }
  }

  private static let changes = [
    Change(
      name: "a copy above", files: ["src/x.py": .text(copied)], places: [4, 7, 10].map { ("src/x.py", $0) }, waived: [7]
    ),
    Change(name: "the first one is fixed", files: ["src/x.py": .text(fixed)], places: [("src/x.py", 7)], waived: []),
    Change(
      name: "a new name", files: ["src/x.py": nil, "lib/y.py": .text(code)],
      places: [("lib/y.py", 4), ("lib/y.py", 7)],
      waived: [4]),
    Change(name: "a copy of the file", files: ["lib/y.py": .text(code)], places: [("lib/y.py", 4)], waived: []),
    Change(
      name: "other line ends", files: ["src/x.py": .text(code.replacingOccurrences(of: "\n", with: "\r\n"))],
      places: [("src/x.py", 4), ("src/x.py", 7)], waived: [4]),
  ]

  @Test(arguments: changes) private func `a waiver stays with its finding`(_ change: Change) throws {
    let base: [String: Entry?] = [
      "src/x.py": .text(Self.code), ".gatehouse/policy.yaml": .text(Self.policy),
      ".gatehouse/waivers.yaml": Self.waivers(try id(ofLine: 4)),
    ]
    #expect(
      try waived(base, change.files.merging(base.filter { $0.key != "src/x.py" }) { $1 }, change.places)
        == change.waived)
  }

  @Test(arguments: changes) private func `so it does when the change was merged`(_ change: Change) throws {
    let base: [String: Entry?] = [
      "src/x.py": .text(Self.code), ".gatehouse/policy.yaml": .text(Self.policy),
      ".gatehouse/waivers.yaml": Self.waivers(try id(ofLine: 4)),
    ]
    let bench = try Bench(base: base, change: change.files)
    try bench.git("branch", "-f", "main", "change")
    let tree = try bench.git("rev-parse", "main^{tree}")
    let next = try bench.git("commit-tree", tree, "-p", "main", "-m", "next")
    try bench.git("update-ref", "refs/heads/change", next)
    let answer = try bench.check([report(change.places)], ["--scanned", next], bound: false)
    let found = answer.findings.filter { $0["suppressedBy"]["kind"].text == "waiver" }
    #expect(found.compactMap { $0["location"]["startLine"].number.map { Int($0) } } == change.waived)
  }
}
