import Foundation
import TestSupport

/// A small repository with a pull request in it, and a folder for reports: what an attack on the gate is tried on.
///
/// `refs/heads/main` judges, `refs/heads/change` brings one bad line. Names and dates are fixed, so the ids are always the
/// same. The folder goes away with the value.
final class Bench: Sendable {
  let folder: URL
  /// The ids of main's tip and of the change.
  let base: String
  let head: String
  /// The ids of the other changes that were asked for, which stand at `refs/heads/change-0` and so on.
  let heads: [String]

  var repository: URL { folder.appending(path: "repo") }
  var git: URL { repository.appending(path: ".git") }

  /// Later files take the place of earlier ones; nil takes one away.
  ///
  /// Many cases share one repository: each of `bases` is main with something else in it, at `refs/heads/base-0` and so on,
  /// and each of `changes` is the change with something else in it.
  init(
    base: [String: Entry?] = [:], change: [String: Entry?] = [:], bases: [[String: Entry?]] = [],
    changes: [[String: Entry?]] = []
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
    let before = overlay(Files.base, base)
    let after = overlay(before, Files.change.merging(change) { $1 })
    var commits = [Commit("main", before), Commit("change", after)]
    commits += changes.enumerated().map { Commit("change-\($0)", overlay(after, $1)) }
    commits += bases.enumerated().map { Commit("base-\($0)", overlay(before, $1)) }
    let ids = try plant(commits, in: folder.appending(path: "repo"))
    (self.base, head, heads) = (ids[0], ids[1], Array(ids[2..<2 + changes.count]))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The moment at which every check is made: two hours after the change.
  static let now = "2026-11-20T12:00:00Z"

  /// Runs `check` for the change with these reports, and reads what it decided.
  @discardableResult
  func check(
    _ reports: [Report] = [.sarif()], _ options: [String] = [], asking question: [String]? = nil, bound: Bool = true,
    formats: [String] = ["--format", "json"], now: String = Bench.now, environment: [String: String] = [:]
  ) throws -> Answer {
    // A folder of its own: cases that run side by side share a bench and not their files.
    let folder = "reports-\(UUID().uuidString)"
    let files = try reports.map { try write($0, in: folder).path }
    let hidden = self.folder.appending(path: folder).path + "/"
    let question = question ?? ["--base", "refs/heads/main", "--head", "refs/heads/change"]
    let binding = bound ? ["--scanned", head] : []
    return Answer(
      try ask(
        ["check", "--now", now] + formats + question + binding + options + files, environment: environment),
      hiding: hidden)
  }

  /// Runs the binary in the repository.
  func ask(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws -> ProgramResult {
    try gatehouse(arguments, in: repository, environment: environment, input: Data(input.utf8))
  }

  /// Puts a report beside the repository.
  @discardableResult
  func write(_ report: Report, in position: String = "reports") throws -> URL {
    let file = folder.appending(path: "\(position)/\(report.name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try report.bytes(self).write(to: file)
    return file
  }

  /// Runs git in the repository as `Ines`, at the time of the change.
  @discardableResult
  func git(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> String {
    try git(arguments: arguments, input: input, environment: environment)
  }

  @discardableResult
  func git(arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> String {
    let outcome = try run(
      "/usr/bin/git", arguments, in: repository, environment: gitEnvironment.merging(environment) { $1 },
      input: Data(input.utf8))
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// What stands in a tree under a path.
enum Entry: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  case text(String)
  case link(to: String)
  case submodule

  init(stringLiteral text: String) { self = .text(text) }
}

struct GitFailed: Error {
  let arguments: [String]
  let errors: String
}

let gitEnvironment = [
  "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Ines",
  "GIT_AUTHOR_EMAIL": "ines@acme.example", "GIT_COMMITTER_NAME": "Ines", "GIT_COMMITTER_EMAIL": "ines@acme.example",
  "GIT_AUTHOR_DATE": "2026-11-20T10:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T10:00:00Z",
]

private func overlay(_ files: [String: Entry], _ changes: [String: Entry?]) -> [String: Entry] {
  var files = files
  for (path, entry) in changes { files[path] = entry }
  return files
}

private struct Commit {
  let branch: String
  let files: [String: Entry]

  init(_ branch: String, _ files: [String: Entry]) { (self.branch, self.files) = (branch, files) }

  /// As `git fast-import` reads it; all but the first have the first as their parent.
  func stream(_ index: Int) -> String {
    // 2026-11-01T10:00:00Z and 2026-11-20T10:00:00Z
    let time = index == 0 ? 1_793_527_200 : 1_795_168_800
    var stream = "commit refs/heads/\(branch)\nmark :\(index + 1)\ncommitter Ines <ines@acme.example> \(time) +0000\n"
    stream += data(branch) + (index == 0 ? "" : "from :1\ndeleteall\n")
    for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .text(let text): stream += "M 100644 inline \(path)\n\(data(text))"
      case .link(let target): stream += "M 120000 inline \(path)\n\(data(target))"
      case .submodule: stream += "M 160000 \(String(repeating: "5", count: 40)) \(path)\n"
      }
    }
    return stream
  }
}

/// Makes all commits with one run of git, which is what keeps the suite quick, and gives their ids.
private func plant(_ commits: [Commit], in repository: URL) throws -> [String] {
  for part in ["objects", "refs/heads"] {
    try FileManager.default.createDirectory(
      at: repository.appending(path: ".git/\(part)"), withIntermediateDirectories: true)
  }
  try write("ref: refs/heads/change\n", to: ".git/HEAD", in: repository)
  try write("[core]\n\trepositoryformatversion = 0\n\tbare = false\n", to: ".git/config", in: repository)
  let outcome = try run(
    "/usr/bin/git", ["fast-import", "--quiet", "--export-marks=.git/marks"], in: repository,
    environment: gitEnvironment, input: Data(commits.enumerated().map { $1.stream($0) }.joined().utf8))
  guard outcome.status == 0 else { throw GitFailed(arguments: ["fast-import"], errors: outcome.errors) }
  var ids = commits.map { _ in "" }
  for line in try String(contentsOf: repository.appending(path: ".git/marks"), encoding: .utf8).split(separator: "\n") {
    let parts = line.dropFirst().split(separator: " ")
    if let mark = Int(parts[0]) { ids[mark - 1] = String(parts[1]) }
  }
  return ids
}

private func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }

private func write(_ text: String, to path: String, in folder: URL) throws {
  try Data(text.utf8).write(to: folder.appending(path: path))
}
