import Foundation
import TestSupport
import Testing

/// The ledgers of several clones become one through their remote, and nobody overwrites it unseen.
@Suite struct LedgerRemoteTests {
  private static let ref = "refs/gatehouse/ledger"

  private func record(_ clone: Workspace, _ minute: Int) throws {
    let bench = clone.origin
    let file = try bench.write(.sarif([])).path
    let arguments = [
      "ledger", "record", "--now", "2026-11-20T12:\(String(format: "%02d", minute)):00Z", "--base",
      "refs/remotes/origin/main", "--head", "refs/remotes/origin/change", "--scanned", bench.head, file,
    ]
    let outcome = try gatehouse(arguments, in: URL(filePath: clone.path))
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func ledger(_ clone: Workspace, _ arguments: String...) throws -> ProgramResult {
    try gatehouse(["ledger"] + arguments, in: URL(filePath: clone.path), environment: gitEnvironment)
  }

  private func count(_ clone: Workspace) throws -> Int {
    try ledger(clone, "show").output.split(separator: "\n").count
  }

  @Test func `clones that record at the same time push all records`() throws {
    let bench = try Bench()
    let (one, other) = (try Workspace(of: bench), try Workspace(of: bench))
    #expect(try ledger(one, "fetch").output == "the remote has no ledger yet\n")
    for minute in 0..<3 { try record(one, minute) }
    for minute in 2..<6 { try record(other, minute) }
    for clone in [one, other, one] {
      let pushed = try ledger(clone, "push")
      #expect(pushed.status == 0, "\(pushed.errors)")
    }
    // The record of minute 2 is the same in both, but for the name of the report.
    let third = try Workspace(of: bench)
    #expect(try ledger(third, "fetch").status == 0)
    #expect(try count(third) == 7)
    #expect(try count(one) == 7 || count(other) == 7)
    #expect(try ledger(third, "verify").status == 0)
    #expect(try third.git("rev-list", "--count", "--merges", Self.ref) != "0")
    #expect(try bench.git("rev-parse", Self.ref) == third.git("rev-parse", Self.ref))
  }

  @Test func `a forced push of somebody else is seen and not followed`() throws {
    let bench = try Bench()
    let clone = try Workspace(of: bench)
    for minute in 0..<2 { try record(clone, minute) }
    #expect(try ledger(clone, "push").status == 0)
    let tip = try clone.git("rev-parse", Self.ref)
    for forced in [["update-ref", Self.ref, "\(tip)^"], ["update-ref", "-d", Self.ref]] {
      let outcome = try run("/usr/bin/git", forced, in: bench.repository, environment: gitEnvironment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let fetched = try ledger(clone, "fetch")
      #expect(fetched.status == 2 && fetched.errors.contains("ledger-rewritten"), "\(fetched.errors)")
      #expect(try clone.git("rev-parse", Self.ref) == tip)
    }
    // A fresh clone knows nothing of it, unless it is told.
    try bench.git("update-ref", Self.ref, "\(tip)^")
    let fresh = try Workspace(of: bench)
    #expect(try ledger(fresh, "fetch").status == 0)
    #expect(try ledger(fresh, "verify").status == 0)
    #expect(try ledger(fresh, "verify", "--expect", tip).status == 2)
  }

  @Test func `a ledger with something else in it is not taken`() throws {
    let bench = try Bench()
    try bench.git("update-ref", Self.ref, bench.base)
    let clone = try Workspace(of: bench)
    let fetched = try ledger(clone, "fetch")
    #expect(fetched.status == 2 && fetched.errors.contains("ledger-altered"), "\(fetched.errors)")
    #expect(try ledger(clone, "show").errors.contains("ledger-missing"))
  }

  @Test func `a remote that cannot be reached is an error without credentials, and takes no longer than allowed`()
    throws
  {
    let bench = try Bench()
    let clone = try Workspace(of: bench)
    try record(clone, 0)
    try clone.git("remote", "set-url", "origin", "http://ada:secret-token@127.0.0.1:9/shop.git")
    for command in ["fetch", "push"] {
      let outcome = try ledger(clone, command, "--time-limit", "20")
      #expect(outcome.status == 2 && outcome.errors.contains("remote-failed"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("secret-token"))
    }
    // A transport that never answers, and hooks that must not run.
    let script = bench.folder.appending(path: "slow")
    try Data("#!/bin/sh\nexec sleep 60\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    try clone.git("remote", "set-url", "origin", "ssh://host.example/shop.git")
    try clone.git("config", "core.sshCommand", script.path)
    let clock = ContinuousClock()
    let time = try clock.measure {
      let outcome = try ledger(clone, "fetch", "--time-limit", "1")
      #expect(outcome.status == 2 && outcome.errors.contains("1 seconds"), "\(outcome.errors)")
    }
    #expect(time < .seconds(50))
    for remote in ["../other", "--upload-pack=x", "", "nobody"] {
      #expect(try ledger(clone, "fetch", "--remote=\(remote)").status == 2)
    }
  }

  @Test func `records of other runs are imported as such, once`() throws {
    let bench = try Bench()
    let (fork, clone) = (try Workspace(of: bench), try Workspace(of: bench))
    try record(fork, 0)
    let id = try #require(try ledger(fork, "show").output.split(separator: " ").first)
    let folder = bench.folder.appending(path: "records")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = try ledger(fork, "show", String(id), "--format", "json").output
    try Data(text.utf8).write(to: folder.appending(path: "a.json"))
    #expect(try ledger(clone, "import", folder.path).output == "imported 1 of 1 records\n")
    #expect(try ledger(clone, "import", folder.path).output == "imported 0 of 1 records\n")
    #expect(try ledger(clone, "show").output.contains("imported"))
    #expect(try ledger(clone, "verify").status == 0)
    for damaged in [text.replacing("pass", with: "fail "), text + text, "{}", ""] {
      try Data(damaged.utf8).write(to: folder.appending(path: "a.json"))
      let outcome = try ledger(clone, "import", folder.path)
      #expect(outcome.status == 2, "\(outcome.output)")
    }
    #expect(try count(clone) == 1)
  }
}
