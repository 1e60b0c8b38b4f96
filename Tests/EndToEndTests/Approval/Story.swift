import Foundation
import TestSupport
import Testing

/// What happened to the waivers of a repository, commit by commit: on the base branch, and on a branch beside it.
struct Story: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the base has before.
  var files: [String: String] = [:]
  var steps: [Step]
  /// Words of the reason why the waiver does not count; nil when it counts.
  var refusal: String?

  init(_ name: String, _ files: [String: String] = [:], _ steps: [Step], refused refusal: String? = nil) {
    (testDescription, self.files, self.steps, self.refusal) = (name, files, steps, refusal)
  }
}

/// One commit of a story. Its committer is its author if nobody else is named; nil takes a file away.
struct Step: Sendable {
  enum Place: Sendable {
    /// A commit on the base branch.
    case main
    /// A commit on the branch beside it, which begins where the base branch is.
    case side
    /// A merge of the branch into the base branch.
    case merge
    /// A merge of the base branch into the branch.
    case update
    /// The base branch is moved to the branch.
    case forward
  }

  let place: Place
  let author, committer: String
  let files: [String: String?]
  let message: String

  static func main(_ author: String, by committer: String? = nil, _ files: [String: String?], _ message: String = "")
    -> Step
  {
    Step(place: .main, author: author, committer: committer ?? author, files: files, message: message)
  }
  static func side(_ author: String, by committer: String? = nil, _ files: [String: String?], _ message: String = "")
    -> Step
  {
    Step(place: .side, author: author, committer: committer ?? author, files: files, message: message)
  }
  static func merge(
    _ author: String, by committer: String? = nil, _ files: [String: String?] = [:], _ message: String = ""
  )
    -> Step
  {
    Step(place: .merge, author: author, committer: committer ?? author, files: files, message: message)
  }
  static func update(_ author: String, by committer: String? = nil, _ files: [String: String?] = [:]) -> Step {
    Step(place: .update, author: author, committer: committer ?? author, files: files, message: "")
  }
  static let forward = Step(place: .forward, author: "", committer: "", files: [:], message: "")
}

/// Repositories in which stories happened: the base of the story at 3 is `refs/heads/main-3`, and `refs/heads/change-3` adds
/// the line that the waiver is for.
final class StoryBench: Sendable {
  let folder: URL
  private let report: Data

  init(_ stories: [Story], base: [String: String], change: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "stories-\(UUID().uuidString)")
    report = Report.sarif([Statement(line: 7)]).bytes(try Bench())
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try git("init", "-q", "repo", in: folder)
    var writer = StoryWriter()
    for (number, story) in stories.enumerated() {
      writer.write(story, number, base: base.merging(story.files) { $1 }, change: change)
    }
    let outcome = try run(
      "/usr/bin/git", ["fast-import", "--quiet"], in: repository, environment: gitEnvironment,
      input: Data(writer.stream.utf8))
    guard outcome.status == 0 else { throw GitFailed(arguments: ["fast-import"], errors: outcome.errors) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var repository: URL { folder.appending(path: "repo") }

  @discardableResult
  func git(_ arguments: String..., in place: URL? = nil, environment: [String: String] = [:]) throws -> String {
    let outcome = try run(
      "/usr/bin/git", arguments, in: place ?? repository, environment: gitEnvironment.merging(environment) { $1 })
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What a check of one story's change decides.
  func check(_ number: Int, in repository: URL? = nil) throws -> Answer {
    let file = folder.appending(path: "codeql-\(UUID().uuidString).sarif")
    let place = repository ?? self.repository
    let head = try git("rev-parse", "refs/heads/change-\(number)", in: place)
    try report.write(to: file)
    return Answer(
      try gatehouse(
        [
          "check", "--now", Bench.now, "--format", "json", "--scanned", head, "--base", "refs/heads/main-\(number)",
          "--head", "refs/heads/change-\(number)", file.path,
        ], in: place))
  }
}

/// Writes stories as `git fast-import` reads them.
private struct StoryWriter {
  private(set) var stream = ""
  private var mark = 0
  private var time = 1_793_527_200

  mutating func write(_ story: Story, _ number: Int, base: [String: String], change: [String: String]) {
    let ines = "Ines <ines@acme.example>"
    var main = (mark: 0, files: base)
    main.mark = commit("main-\(number)", [], ines, ines, base, "")
    var side: (mark: Int, files: [String: String])?
    for step in story.steps {
      switch step.place {
      case .main:
        main.files = overlay(main.files, step.files)
        main.mark = commit("main-\(number)", [main.mark], step.author, step.committer, main.files, step.message)
      case .side:
        let before = side ?? main
        let files = overlay(before.files, step.files)
        side = (commit("side-\(number)", [before.mark], step.author, step.committer, files, step.message), files)
      case .merge:
        guard let branch = side else { continue }
        main.files = overlay(branch.files, step.files)
        main.mark = commit(
          "main-\(number)", [main.mark, branch.mark], step.author, step.committer, main.files, step.message)
        side = nil
      case .update:
        guard let branch = side else { continue }
        let files = overlay(overlay(main.files, branch.files.mapValues { $0 }), step.files)
        side = (
          commit("side-\(number)", [branch.mark, main.mark], step.author, step.committer, files, step.message), files
        )
      case .forward:
        guard let branch = side else { continue }
        (main, side) = (branch, nil)
        stream += "reset refs/heads/main-\(number)\nfrom :\(main.mark)\n\n"
      }
    }
    _ = commit("change-\(number)", [main.mark], ines, ines, overlay(main.files, change.mapValues { $0 }), "")
  }

  private mutating func commit(
    _ branch: String, _ parents: [Int], _ author: String, _ committer: String, _ files: [String: String],
    _ message: String
  ) -> Int {
    (mark, time) = (mark + 1, time + 60)
    if parents.isEmpty { stream += "reset refs/heads/\(branch)\n" }
    stream += "commit refs/heads/\(branch)\nmark :\(mark)\nauthor \(author) \(time) +0000\n"
    stream += "committer \(committer) \(time) +0000\n" + data("A change\n\n\(message)")
    for (index, parent) in parents.enumerated() { stream += "\(index == 0 ? "from" : "merge") :\(parent)\n" }
    stream += "deleteall\n"
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { stream += "M 100644 inline \(path)\n\(data(text))" }
    return mark
  }

  private func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }

  private func overlay(_ files: [String: String], _ changes: [String: String?]) -> [String: String] {
    var files = files
    for (path, text) in changes { files[path] = text }
    return files
  }
}
