import Foundation
import Model
import TestSupport
import Testing

@testable import Git

/// A fresh folder with repositories made by the real git, gone when the test is over. No configuration but ours is read.
final class Sandbox {
  let folder: URL
  static let environment = [
    "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "TZ": "UTC",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": "@1700000000 +0000",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com", "GIT_COMMITTER_DATE": "@1700000000 +0000",
  ]

  /// With a history: what `git fast-import` reads.
  init(bare: Bool = false, packed: Bool = false, _ history: String? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "git-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try git(["init", "-q", "-b", "main"] + (bare ? ["--bare"] : []) + [path])
    if let history { try load(history, packed: packed) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var repository: URL { folder.appending(path: "repo") }
  var path: String { repository.path }

  @discardableResult
  func git(_ arguments: [String], input: Data? = nil) throws -> String {
    let position = FileManager.default.fileExists(atPath: path) ? repository : folder
    let outcome = try run("/usr/bin/git", arguments, in: position, environment: Self.environment, input: input)
    try #require(outcome.status == 0, "git \(arguments.joined(separator: " ")): \(outcome.errors)")
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  func load(_ history: String, packed: Bool = false) throws {
    try git(
      ["-c", "fastimport.unpackLimit=\(packed ? 0 : 1000)", "fast-import", "--quiet", "--done"],
      input: Data((history + "done\n").utf8))
  }

  func open(
    _ below: String = "", environment: [String: String] = [:], trusted: [String] = []
  ) throws(Diagnostic) -> Repository {
    try Repository(at: path + below, environment: environment, useEnvironment: true, trusted: trusted)
  }

  func write(_ text: String, _ file: String) throws {
    let url = repository.appending(path: file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func commit(_ name: String) throws -> CommitID {
    try #require(CommitID(try git(["rev-parse", "--verify", name + "^{commit}"])))
  }
}

/// One commit for `git fast-import`: `files` by path, nil to delete.
func commit(
  _ branch: String, mark: Int? = nil, from: [String] = [], time: Int = 1_700_000_000,
  fresh: Bool = false, _ files: KeyValuePairs<String, String?>
) -> String {
  var text = (fresh ? "reset \(branch)\n" : "") + "commit \(branch)\n"
  if let mark { text += "mark :\(mark)\n" }
  text += "committer Ada <ada@example.com> \(time) +0000\ndata 0\n"
  for (index, parent) in from.enumerated() { text += "\(index == 0 ? "from" : "merge") \(parent)\n" }
  for (path, content) in files {
    guard let content else {
      text += "D \(path)\n"
      continue
    }
    text += "M 100644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
  }
  return text + "\n"
}

/// What a body throws, as the stable code; nil when it throws nothing.
func code(_ body: () throws -> Void) -> DiagnosticCode? {
  do { try body() } catch { return (error as? Diagnostic)?.code }
  return nil
}

/// The error a body throws.
func complaint(_ body: () throws -> Void) throws -> Diagnostic {
  do { try body() } catch let error as Diagnostic { return error }
  throw Silence()
}

struct Silence: Error {}
