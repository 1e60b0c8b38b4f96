import Foundation
import Model
import TestSupport
import Testing

@testable import Git

/// How the arrivals of the lines of some files compare with what `git blame` and `git log -L` say of the first-parent line.
private struct Comparison: CustomStringConvertible {
  var lines = 0
  /// The lines of which git blame says something else.
  var unlikeBlame: [String] = []
  var asked = 0
  /// The lines of which neither git blame nor git log says what is found, though their text stood once in each version of the file.
  var unlikeBoth: [String] = []
  var unlikeLog = 0

  var description: String {
    "\(lines) lines: \(unlikeBlame.count) unlike git blame \(unlikeBlame.prefix(5)); "
      + "\(asked) asked of git log -L: \(unlikeLog) unlike it, \(unlikeBoth.count) unlike both \(unlikeBoth.prefix(5))"
  }
}

/// - Parameters:
///   - tip: The full id of a commit.
///   - asked: How many lines of each file git log is asked about, which takes long.
private func compare(
  _ paths: [String], of repository: Repository, at tip: CommitID, asking asked: Int,
  git: ([String]) throws -> String
) throws -> Comparison {
  var (comparison, random, told) = (Comparison(), Seeded(Depth.seed), [String: [String]]())
  for path in paths {
    let blame = try git([
      "blame", "--first-parent", "-s", "-l", "--root", "--line-porcelain", tip.description, "--", path,
    ])
    // Each line has a header that begins with the full id of its commit.
    told[path] = blame.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let id = line.prefix(40)
      return id.count == 40 && id.allSatisfy(isHexadecimal) ? String(Substring(id)) : nil
    }
  }
  let queries = paths.map { HistoryQuery(path: $0, lines: Array(1...max(1, told[$0]?.count ?? 0))) }
  let (answers, end) = try repository.arrivals(
    of: queries, at: tip, now: Timestamp(seconds: 4_000_000_000), budget: HistoryBudget(commits: .max, bytes: .max))
  #expect(end == nil)
  for (path, answer) in zip(paths, answers) {
    let (found, blamed) = (answer.lines.map { $0?.commit }, told[path] ?? [])
    guard !blamed.isEmpty else { continue }
    comparison.lines += blamed.count
    let different = blamed.indices.filter { found[$0] != blamed[$0] }
    comparison.unlikeBlame += different.map { "\(path):\($0 + 1)" }
    // git log decides where git blame says something else, and is asked about some other lines.
    let others = blamed.indices.shuffled(using: &random).prefix(asked)
    for line in Set(different.prefix(20) + others) {
      let range = "-L\(line + 1),\(line + 1):\(path)"
      let log = try git(["log", "--first-parent", "-m", range, "--format=@%H", "-s", tip.description])
      let last = log.split(separator: "@").last.map { String($0.prefix(40)) }
      comparison.asked += 1
      guard last != found[line] else { continue }
      comparison.unlikeLog += 1
      if try found[line] != blamed[line] && !wasRepeated(line, of: path, at: tip, git: git) {
        comparison.unlikeBoth.append("\(path):\(line + 1)")
      }
    }
  }
  return comparison
}

/// Whether the text of a line, counted from 0, stood twice in a version of its file. Of equal lines nobody can tell which is the
/// older one, such as when one of two equal parts of a file is removed.
private func wasRepeated(
  _ line: Int, of path: String, at tip: CommitID, git: ([String]) throws -> String
) throws -> Bool {
  func lines(_ version: String) throws -> [Substring] {
    try git(["show", version]).split(separator: "\n", omittingEmptySubsequences: false)
  }
  let text = try lines("\(tip):\(path)")[line]
  let log = try git([
    "log", "--first-parent", "-m", "--follow", "--diff-filter=d", "--name-only", "--format=@%H", tip.description, "--",
    path,
  ])
  return try log.split(separator: "@").contains { entry in
    let parts = entry.split(separator: "\n")
    return try parts.count == 2 && lines("\(parts[0]):\(parts[1])").count { $0 == text } > 1
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
}

/// The repository that this file is in, as far as this clone has its history.
private enum OwnHistory {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func git(_ arguments: [String]) throws -> String {
    let outcome = try run("/usr/bin/git", arguments, in: root, environment: Sandbox.environment)
    try #require(outcome.status == 0, "git \(arguments.joined(separator: " ")): \(outcome.errors)")
    return outcome.output
  }

  /// False in an export of the files and in a shallow clone.
  static let isComplete: Bool = {
    do { return try git(["rev-parse", "--is-shallow-repository"]).hasPrefix("false") } catch { return false }
  }()
}

struct LongHistoryTests {
  @Test(.enabled(if: Depth.isDeep, "takes a minute: make check-deep"), arguments: [(1, Int?.none), (2, 400)])
  func `lines of 20,000 commits arrive as git blame and git log say`(seed: Int, texts: Int?) throws {
    var random = GeneratedHistory(seed: seed, texts: texts, step: 600)
    let sandbox = try Sandbox(bare: true, packed: true, random.commits(20_000))
    let paths = try sandbox.git(["ls-tree", "-r", "--name-only", "main"]).split(separator: "\n").map(String.init)
    let comparison = try compare(
      paths, of: sandbox.open(), at: sandbox.commit("main"), asking: 1, git: { try sandbox.git($0) })
    print("a history of 20,000 commits, seed \(seed): \(comparison)")
    #expect(comparison.lines > 300 && comparison.asked >= paths.count)
    // Of equal lines nobody can tell which is the older one.
    #expect(comparison.unlikeBlame.count <= (texts == nil ? 0 : comparison.lines / 100))
    #expect(comparison.unlikeBoth.isEmpty)
  }

  @Test(
    .enabled(if: Depth.isDeep, "takes a minute: make check-deep"),
    .enabled(if: OwnHistory.isComplete, "this clone has no complete history of the project"))
  func `lines of the history of this project arrive as git blame and git log say`() throws {
    var random = Seeded(Depth.seed)
    let tip = try #require(CommitID(OwnHistory.git(["rev-parse", "HEAD"]).trimmingCharacters(in: .newlines)))
    let all = try OwnHistory.git(["ls-tree", "-r", "--name-only", "HEAD"]).split(separator: "\n").map(String.init)
    let texts = all.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".md") || $0.hasSuffix(".yaml") }
    let paths = Array(texts.shuffled(using: &random).prefix(150))
    let comparison = try compare(
      paths, of: Repository(at: OwnHistory.root.path), at: tip, asking: 1, git: OwnHistory.git)
    print("the history of this project, seed \(Depth.seed): \(comparison)")
    #expect(comparison.lines > 1000)
    #expect(comparison.unlikeBlame.count <= comparison.lines / 100)
    #expect(comparison.unlikeBoth.isEmpty)
  }
}
