import Foundation
import TestSupport
import Testing

/// The commits of this project, judged as pull requests. A scanner is played that objects to some texts of lines, chosen by
/// their digest, wherever they stand: a commit brings something if it makes such a text stand more often than before.
@Suite struct OwnHistoryTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  private static func git(_ arguments: String...) throws -> String {
    let outcome = try run("/usr/bin/git", arguments, in: root, environment: gitEnvironment)
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output
  }

  private static let isComplete: Bool = {
    do { return try git("rev-parse", "--is-shallow-repository").hasPrefix("false") } catch { return false }
  }()

  private struct Line: Hashable {
    let path: String
    let number: Int
    let text: String
  }

  /// The lines of a commit that the scanner objects to.
  private static func flagged(_ commit: String) throws -> [Line] {
    let rows = try git("grep", "-n", "-I", "-z", "-e", ".", commit, "--", "Sources", "Tests/*.swift")
    return rows.split(separator: "\n").compactMap { row in
      let parts = row.split(separator: "\0", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let number = Int(parts[1]) else { return nil }
      let text = parts[2].trimmingCharacters(in: .whitespaces)
      guard text.utf8.count > 14, isChosen(text) else { return nil }
      return Line(path: String(parts[0].dropFirst(commit.count + 1)), number: number, text: text)
    }
  }

  /// One text of a hundred, by FNV-1a of its bytes.
  private static func isChosen(_ text: String) -> Bool {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } % 100 == 0
  }

  private static func report(_ lines: [Line], of commit: String, in folder: URL, _ name: String) throws -> String {
    let results = lines.map { line in
      """
      {"ruleId":"probe","level":"error","message":{"text":"probe"},"locations":[{"physicalLocation":
       {"artifactLocation":{"uri":\(quoted(line.path))},"region":{"startLine":\(line.number)}}}]}
      """
    }
    let file = folder.appending(path: name)
    try Data(
      """
      {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"semgrep"}},"invocations":[{"executionSuccessful":true}],
       "versionControlProvenance":[{"repositoryUri":"https://git.example/p","revisionId":"\(commit)"}],
       "results":[\(results.joined(separator: ",\n"))]}]}
      """.utf8
    ).write(to: file)
    return file.path
  }

  @Test(
    .enabled(if: Depth.isDeep, "takes minutes: make check-deep"),
    .enabled(if: isComplete, "this clone has no complete history of the project"))
  func `commits of this project are stopped for what they bring and for nothing else`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "own-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let policy = folder.appending(path: "policy.yaml")
    try Data(
      "gatehouse: 1\nname: p\nrules: [{ id: new, when: { severity: { at-least: high }, newness: introduced }, effect: deny }]\n"
        .utf8
    ).write(to: policy)
    let commits = try Self.git("rev-list", "--first-parent", "-n", "600", "HEAD", "--", "Sources", "Tests")
      .split(separator: "\n").map(String.init)
    var (harmless, passed, harmful, stopped, moved, movedStopped, wrong) = (0, 0, 0, 0, 0, 0, [String]())
    for head in commits where harmless + harmful < 50 {
      let base = try Self.git("rev-parse", "\(head)^").trimmingCharacters(in: .whitespacesAndNewlines)
      let (before, after) = (try Self.flagged(base), try Self.flagged(head))
      let had = Dictionary(grouping: before, by: \.text).mapValues(\.count)
      let has = Dictionary(grouping: after, by: \.text).mapValues(\.count)
      let brings = has.contains { $1 > had[$0, default: 0] }
      // A text that left one file and came to another one may be moved, or fixed here and brought there.
      let isMoved =
        !brings && Set(before.map { "\($0.path) \($0.text)" }) != Set(after.map { "\($0.path) \($0.text)" })
        && has == had
      // Most commits touch none of these lines; a few of them are enough.
      if !brings, !isMoved, harmless > 35 { continue }
      let outcome = try gatehouse(
        [
          "check", "--repo", Self.root.path, "--base", base, "--head", head, "--policy", policy.path, "--format",
          "json",
        ]
          + ["--base-report", try Self.report(before, of: base, in: folder, "base.sarif")]
          + [try Self.report(after, of: head, in: folder, "head.sarif")], in: folder)
      let denied = Answer(outcome).findings.filter { $0["effect"].text == "deny" }
      let places = denied.map { "\($0["location"]["path"].text ?? ""):\(Int($0["location"]["startLine"].number ?? 0))" }
      if isMoved {
        moved += 1
        if outcome.status == 1 { movedStopped += 1 }
      } else if brings {
        harmful += 1
        if outcome.status == 1 { stopped += 1 } else { wrong.append("\(head) passes (\(outcome.status))") }
      } else {
        harmless += 1
        if outcome.status == 0 {
          passed += 1
        } else {
          wrong.append("\(head) is stopped (\(outcome.status)) for \(places)")
        }
      }
    }
    print(
      "replay of this project: \(passed) of \(harmless) commits that bring nothing pass, \(stopped) of \(harmful) that bring "
        + "something are stopped; \(movedStopped) of \(moved) in which a line went to another file are stopped")
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    #expect(harmless + harmful == 50)
  }
}
