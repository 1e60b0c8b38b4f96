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

  var repository: URL { folder.appending(path: "repo") }
  var git: URL { repository.appending(path: ".git") }

  /// Later files take the place of earlier ones; nil takes one away.
  init(base: [String: Entry?] = [:], change: [String: Entry?] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
    let before = overlay(Files.base, base)
    let after = overlay(before, Files.change.merging(change) { $1 })
    let repository = folder.appending(path: "repo")
    (self.base, self.head) = try plant(before, after, in: repository)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The moment at which every check is made: two hours after the change.
  static let now = "2026-11-20T12:00:00Z"

  /// Runs `check` for the change with these reports, and reads what it decided.
  @discardableResult
  func check(
    _ reports: [Report] = [.sarif()], _ options: [String] = [], asking question: [String]? = nil, bound: Bool = true,
    now: String = Bench.now, environment: [String: String] = [:]
  ) throws -> Answer {
    // A folder of its own: cases that run side by side share a bench and not their files.
    let folder = "reports-\(UUID().uuidString)"
    let files = try reports.map { try write($0, in: folder).path }
    let hidden = self.folder.appending(path: folder).path + "/"
    let question = question ?? ["--base", "refs/heads/main", "--head", "refs/heads/change"]
    let binding = bound ? ["--scanned", head] : []
    return Answer(
      try ask(
        ["check", "--now", now, "--format", "json"] + question + binding + options + files, environment: environment),
      hiding: hidden)
  }

  /// Runs the binary in the repository.
  func ask(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws -> Outcome {
    try gatehouse(arguments, in: repository, environment: environment, input: Data(input.utf8))
  }

  /// Puts a report beside the repository.
  @discardableResult
  func write(_ report: Report, in place: String = "reports") throws -> URL {
    let file = folder.appending(path: "\(place)/\(report.name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try report.bytes(self).write(to: file)
    return file
  }

  /// Runs git in the repository as `Ines`, at the time of the change.
  @discardableResult
  func git(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> String {
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

/// Makes the two commits with one run of git, which is what keeps the suite quick.
private func plant(
  _ before: [String: Entry], _ after: [String: Entry], in repository: URL
) throws -> (base: String, head: String) {
  for part in ["objects", "refs/heads"] {
    try FileManager.default.createDirectory(
      at: repository.appending(path: ".git/\(part)"), withIntermediateDirectories: true)
  }
  try write("ref: refs/heads/change\n", to: ".git/HEAD", in: repository)
  try write("[core]\n\trepositoryformatversion = 0\n\tbare = false\n", to: ".git/config", in: repository)
  var stream = commit("main", 1, at: 1_793_527_200, before)  // 2026-11-01T10:00:00Z
  stream += commit("change", 2, at: 1_795_168_800, from: 1, after)  // 2026-11-20T10:00:00Z
  let outcome = try run(
    "/usr/bin/git", ["fast-import", "--quiet", "--export-marks=.git/marks"], in: repository,
    environment: gitEnvironment, input: Data(stream.utf8))
  guard outcome.status == 0 else { throw GitFailed(arguments: ["fast-import"], errors: outcome.errors) }
  let marks = try String(contentsOf: repository.appending(path: ".git/marks"), encoding: .utf8).split(separator: "\n")
  let ids = marks.sorted().map { String($0.split(separator: " ")[1]) }
  return (ids[0], ids[1])
}

private func commit(_ branch: String, _ mark: Int, at time: Int, from: Int? = nil, _ files: [String: Entry]) -> String {
  var stream = "commit refs/heads/\(branch)\nmark :\(mark)\ncommitter Ines <ines@acme.example> \(time) +0000\n"
  stream += data(branch) + (from.map { "from :\($0)\ndeleteall\n" } ?? "")
  for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
    switch entry {
    case .text(let text): stream += "M 100644 inline \(path)\n\(data(text))"
    case .link(let target): stream += "M 120000 inline \(path)\n\(data(target))"
    case .submodule: stream += "M 160000 \(String(repeating: "5", count: 40)) \(path)\n"
    }
  }
  return stream
}

private func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }

private func write(_ text: String, to path: String, in folder: URL) throws {
  try Data(text.utf8).write(to: folder.appending(path: path))
}
