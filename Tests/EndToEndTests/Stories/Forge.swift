import Foundation
import TestSupport

/// A forge with one project, `acme/app`, and the clone of somebody who works on it. Names and dates are fixed, so that the ids of
/// commits are the same in each run. The folder goes away with the value.
final class Forge {
  let folder: URL
  /// The time at which commits are made and judged.
  private(set) var now = "2026-10-01T09:00:00Z"
  /// How many files have been written, each of which gets a time of its own.
  private var edits = 0

  /// The home of all users, with the programs of the stories (`Fixtures/Stories/tools`), the time (`now`), and what servers give
  /// out (`server`).
  var home: URL { folder.appending(path: "home") }
  var origin: URL { folder.appending(path: "forge/acme/app.git") }
  var clone: URL { folder.appending(path: "dev/app") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "forge-\(UUID().uuidString)")
    for name in ["forge/acme", "dev", "home", "tmp"] {
      try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try Data(
      """
      [init]
      \tdefaultBranch = main
      [advice]
      \tdetachedHead = false
      [url "file://\(folder.path)/forge/"]
      \tinsteadOf = \(Self.address)/
      [safe]
      \tdirectory = *

      """.utf8
    ).write(to: home.appending(path: ".gitconfig"))
    let files = FileManager.default
    try files.createSymbolicLink(
      at: home.appending(path: "tools"), withDestinationURL: Runner.fixtures.appending(path: "tools"))
    try files.createSymbolicLink(
      at: home.appending(path: "gatehouse"), withDestinationURL: URL(filePath: gatehousePath))
    try sh(
      """
      git init -q --bare '\(origin.path)'
      git -C '\(origin.path)' config uploadpack.allowAnySHA1InWant true
      git clone -q \(Self.address)/acme/app '\(clone.path)' 2>/dev/null
      """, in: folder)
    try setClock(now)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Where clones are told that the project is; git is told to look into the folder instead.
  static let address = "https://forge.example"

  func setClock(_ time: String) throws {
    now = time
    try Data(time.utf8).write(to: home.appending(path: "now"))
  }

  var environment: [String: String] {
    [
      "HOME": home.path, "GIT_CONFIG_NOSYSTEM": "1", "TMPDIR": folder.appending(path: "tmp").path,
      "GIT_AUTHOR_NAME": "Ines", "GIT_AUTHOR_EMAIL": "ines@acme.example", "GIT_COMMITTER_NAME": "Ines",
      "GIT_COMMITTER_EMAIL": "ines@acme.example", "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now,
    ]
  }

  /// Runs a script of the developer or of the forge, and gives what it prints.
  @discardableResult
  func sh(_ script: String, in place: URL? = nil) throws -> String {
    let outcome = try run("/bin/sh", ["-euc", script], in: place ?? clone, environment: environment)
    guard outcome.status == 0 else { throw GitFailed(arguments: [script], errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Writes files into the clone; nil takes one away.
  func edit(_ files: [String: String?]) throws {
    for (path, text) in files {
      let file = clone.appending(path: path)
      guard let text else {
        try FileManager.default.removeItem(at: file)
        continue
      }
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      // A report of what is staged must not be older than the files; git takes equal times and sizes for equal contents.
      edits += 1
      let time = try Date(now, strategy: .iso8601).addingTimeInterval(-Double(edits))
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
    }
  }
}

/// A change request, as the forge has it at one moment.
struct ForgeChange: Sendable {
  var number: Int
  var title: String
  var branch: String
  /// The change's own commit.
  var head: String
  /// The tip of main.
  var base: String
  /// The last common commit of both.
  var mergeBase: String
  /// The test merge of both, which the forge made.
  var merge: String
}

/// What starts a job.
enum ForgeEvent: Sendable {
  case push(before: String, after: String)
  case change(ForgeChange)
  /// The change is in the merge queue: `merge` is what would be merged, and main is at `base`.
  case queue(ForgeChange)
}

extension Forge {
  /// Commits what is in the clone to main.
  func pushToMain(_ message: String) throws -> ForgeEvent {
    let ids = try sh(
      """
      git checkout -q -B main
      git add -A
      git commit -qm '\(message)'
      git rev-parse -q --verify refs/remotes/origin/main || echo \(String(repeating: "0", count: 40))
      git rev-parse HEAD
      git push -q origin main 2>/dev/null
      git fetch -q
      """)
    let lines = ids.split(separator: "\n").map(String.init)
    return .push(before: lines[0], after: lines[1])
  }

  /// Begins a branch at main's tip.
  func begin(_ branch: String) throws {
    try sh("git fetch -q && git checkout -q -B \(branch) refs/remotes/origin/main")
  }

  /// Commits what is in the clone, pushes the branch and opens or updates its change request.
  func propose(_ title: String, number: Int) throws -> ForgeChange {
    let branch = try sh(
      """
      git add -A
      git commit -qm '\(title)'
      git push -q -f origin HEAD 2>/dev/null
      git symbolic-ref --short HEAD
      """)
    return try change(number, title, branch)
  }

  /// The change request after its branch or main has moved, with a new test merge.
  func change(_ number: Int, _ title: String, _ branch: String) throws -> ForgeChange {
    let ids = try sh(
      """
      base=$(git rev-parse refs/heads/main) head=$(git rev-parse 'refs/heads/\(branch)')
      tree=$(git merge-tree --write-tree "$base" "$head")
      merge=$(git commit-tree "$tree" -p "$base" -p "$head" -m "Merge $head into $base")
      git update-ref refs/pull/\(number)/head "$head"
      git update-ref refs/pull/\(number)/merge "$merge"
      echo "$head $base $(git merge-base "$base" "$head") $merge"
      """, in: origin
    ).split(separator: " ").map(String.init)
    return ForgeChange(
      number: number, title: title, branch: branch, head: ids[0], base: ids[1], mergeBase: ids[2], merge: ids[3])
  }

  /// Puts the change into the merge queue, alone.
  func queue(_ change: ForgeChange) throws -> ForgeEvent {
    try sh("git update-ref \(change.queueRef) \(change.merge)", in: origin)
    return .queue(change)
  }

  /// Merges the change into main.
  func merge(_ change: ForgeChange) throws -> ForgeEvent {
    try sh(
      "git update-ref refs/heads/main \(change.merge) \(change.base) && git update-ref -d refs/heads/\(change.branch)",
      in: origin)
    try sh("git fetch -q --prune && git checkout -q -B main refs/remotes/origin/main")
    return .push(before: change.base, after: change.merge)
  }
}

extension ForgeChange {
  var queueRef: String { "refs/heads/gh-readonly-queue/main/pr-\(number)-\(base)" }
}
