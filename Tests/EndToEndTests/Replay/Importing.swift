import Foundation
import TestSupport

/// Writes commits with few runs of git.
struct Importing {
  let repository: URL
  private var stream = ""
  /// The number of commits so far; the mark of a commit is its number, from 1.
  private var count = 0
  private let start = 1_793_527_200  // 2026-11-01T10:00:00Z

  init(repository: URL) { self.repository = repository }

  func prepare() throws {
    try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
    try git(["init", "-q", "-b", "main", "."])
  }

  /// Adds a commit, and gives its mark.
  ///
  /// - Parameters:
  ///   - before: The project at the first parent; nil for the first commit.
  ///   - parents: Their marks.
  @discardableResult
  mutating func commit(_ project: Project, after before: Project?, on branch: String, parents: [Int]) -> Int {
    count += 1
    stream +=
      "commit refs/heads/\(branch)\nmark :\(count)\ncommitter Ines <ines@acme.example> \(start + count * 60) +0000\n"
    stream += "data 6\nchange\n"
    for (index, parent) in parents.enumerated() { stream += "\(index == 0 ? "from" : "merge") :\(parent)\n" }
    let old = before?.files ?? [:]
    for path in old.keys.sorted() where project.files[path] == nil { stream += "D \(path)\n" }
    for (path, lines) in project.files.sorted(by: { $0.key < $1.key }) where old[path] != lines {
      write(lines.map { $0.written + "\n" }.joined(), as: path)
    }
    if before?.packages != project.packages { write(project.manifestText, as: Project.manifest) }
    return count
  }

  private mutating func write(_ text: String, as path: String) {
    stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
  }

  /// Sets the gate up by `gatehouse init` with the reports of main as it is now, and amends the last commit by what that wrote.
  mutating func setUp(_ project: Project, _ advisories: [Project.Advisory], in folder: URL) throws {
    try flush()
    try git(["checkout", "-q", "-f", "main"])
    let commit = try git(["rev-parse", "HEAD"])
    let reports = folder.appending(path: "init")
    try project.write(advisories, at: commit, to: reports)
    let outcome = try gatehouse(
      ["init", "--now", "2026-10-15T10:00:00Z", "--scanned", commit, reports.path], in: repository)
    guard outcome.status == 0 else { throw GitFailed(arguments: ["gatehouse", "init"], errors: outcome.errors) }
    stream += "commit refs/heads/main\nmark :\(count)\ncommitter Ines <ines@acme.example> \(start + count * 60) +0000\n"
    stream += "data 4\ngate\nfrom \(commit)\n"
    let home = repository.appending(path: ".gatehouse")
    for name in try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() {
      write(try String(contentsOf: home.appending(path: name), encoding: .utf8), as: ".gatehouse/\(name)")
    }
  }

  /// Writes what is left, and gives the ids of the commits by their number.
  mutating func finish() throws -> [String] {
    try flush()
    return try marks().sorted { $0.key < $1.key }.map(\.value)
  }

  private var file: String { repository.appending(path: ".git/marks").path }

  private mutating func flush() throws {
    let known = FileManager.default.fileExists(atPath: file) ? ["--import-marks=\(file)"] : []
    try git(["fast-import", "--quiet", "--force", "--export-marks=\(file)"] + known, input: stream)
    stream = ""
  }

  private func marks() throws -> [Int: String] {
    var marks: [Int: String] = [:]
    for row in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let words = row.dropFirst().split(separator: " ")
      if let number = Int(words[0]) { marks[number] = String(words[1]) }
    }
    return marks
  }

  @discardableResult
  private func git(_ arguments: [String], input: String = "") throws -> String {
    let outcome = try run(
      "/usr/bin/git", arguments, in: repository, environment: gitEnvironment, input: Data(input.utf8))
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
