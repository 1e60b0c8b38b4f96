import Foundation
import TestSupport
import Testing

/// A list of findings names them as the gate does, so that an id leads from one to the other.
@Suite struct FindingIDTests {
  private static let reports: [Report] = [
    .sarif([
      .bad, Statement(line: 3), Statement(path: "src/web/index.py", line: 7), Statement(path: "src/twice.py", line: 1),
      Statement(path: "src/twice.py", line: 3), Statement(path: "src/no-such-file.py", line: 2),
      Statement(path: "src/web/index.py", line: 0),
    ]),
    .trivy(),
  ]

  @Test(arguments: ["main", "change"]) func `findings with owners have the ids of check`(_ branch: String) throws {
    let bench = try Bench(base: ["src/twice.py": "eval(a)\nx()\neval(a)\n"])
    let files = try Self.reports.map { try bench.write($0).path }
    let ref = "refs/heads/\(branch)"
    let commit = try bench.git("rev-parse", ref)
    let decision = Answer(
      try bench.ask(
        [
          "check", "--format", "json", "--base", "refs/heads/main", "--head", ref, "--scanned", commit, "--now",
          Bench.now,
        ]
          + files)
    ).decision
    let listed = try bench.ask(["findings", "--owners", "--rev", ref] + files)
    let ids = listed.output.split(separator: "\n").compactMap { JSON(String($0))["id"].text }
    #expect(ids.count == 8)
    #expect(Set(ids) == Set(decision["findings"].list.compactMap { $0["id"].text }))
  }
}
