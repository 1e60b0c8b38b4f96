import Foundation
import TestSupport
import Testing

/// Each command of the page on the ledger is run, one after the other, in a clone.
@Suite struct LedgerGuideTests {
  @Test func `each command of the page on the ledger works`() throws {
    let bench = try Bench()
    let clone = try Workspace(of: bench)
    for branch in ["main", "change"] { try clone.git("branch", "-f", branch, "origin/\(branch)") }
    let report = try bench.write(.sarif([], commit: \.head), in: "reports")
    let folder = URL(filePath: clone.path).appending(path: "reports")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: report, to: folder.appending(path: "codeql.sarif"))
    let blocks = try Page("docs/ledger.md").blocks("sh")
    #expect(blocks.count > 5)
    let path = "\(URL(filePath: gatehousePath).deletingLastPathComponent().path):/usr/bin:/bin"
    for line in blocks.joined(separator: "\n").split(separator: "\n").map(String.init) {
      // One report stands for those of both branches.
      let scanned = line.contains("--head refs/heads/main") ? bench.base : bench.head
      let isJudging = line.contains("--base ")
      let now = isJudging ? " --now \(Bench.now) --scanned \(scanned)" : ""
      if line.contains("--head refs/heads/main") { try replace(folder, bench, \.base) }
      if line.contains("--head refs/heads/change") { try replace(folder, bench, \.head) }
      // The example names a record by the beginning of its id, which here must be one.
      var command = line + now
      for word in ["show", "replay"] where line.contains("\(word) 2026") {
        command = command.replacing("\(word) 2026", with: "\(word) \(try last(clone))")
      }
      let outcome = try run(
        "/bin/sh", ["-c", command], in: URL(filePath: clone.path),
        environment: gitEnvironment.merging(["PATH": path]) { $1 })
      #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
    }
  }

  private func replace(_ folder: URL, _ bench: Bench, _ commit: @escaping @Sendable (Bench) -> String) throws {
    let report = try bench.write(.sarif([], commit: commit), in: "reports-\(UUID().uuidString)")
    try Data(contentsOf: report).write(to: folder.appending(path: "codeql.sarif"))
  }

  /// The id of the record of the change, whose report lies in the folder.
  private func last(_ clone: Workspace) throws -> String {
    let list = try gatehouse(["ledger", "show"], in: URL(filePath: clone.path)).output
    let line = list.split(separator: "\n").first { $0.contains("change") }
    return line?.split(separator: " ").first.map(String.init) ?? ""
  }
}
