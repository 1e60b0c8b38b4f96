import Foundation
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Git

/// Appending to a ref whose commits only add files.
@Suite struct GrowingRefTests {
  private static let name = "refs/gatehouse/ledger"
  private let time = Timestamp(seconds: 1_700_000_000)

  private func file(_ number: Int) -> GrowingRef.File {
    GrowingRef.File(path: "2026/11/\(20 + number % 5)/\(number).json", content: Array("{\"number\":\(number)}\n".utf8))
  }

  @discardableResult
  private func append(_ numbers: Int..., to sandbox: Sandbox) throws -> CommitID? {
    try ref(of: sandbox).append(numbers.map(file), message: "append", at: time).tip
  }

  private func ref(of sandbox: Sandbox) throws -> GrowingRef { GrowingRef(Self.name, in: try sandbox.open()) }

  /// The paths in the ref, as git lists them.
  private func paths(_ sandbox: Sandbox) throws -> [String] {
    try sandbox.git(["ls-tree", "-r", "--name-only", Self.name]).split(separator: "\n").map(String.init)
  }

  @Test func `git reads what was appended, and finds nothing wrong`() throws {
    let sandbox = try Sandbox()
    for number in 0..<7 { try append(number, to: sandbox) }
    #expect(try paths(sandbox).count == 7)
    #expect(try sandbox.git(["rev-list", "--count", Self.name]) == "7")
    #expect(try sandbox.git(["show", Self.name + ":2026/11/23/3.json"]) == #"{"number":3}"#)
    try sandbox.git(["fsck", "--strict", "--no-dangling"])
    #expect(try sandbox.git(["for-each-ref", "--format=%(refname)"]) == Self.name)
  }

  @Test func `a file that is there already is not appended again, and another one at its path is refused`() throws {
    let sandbox = try Sandbox()
    let first = try append(1, to: sandbox)
    #expect(try append(1, to: sandbox) == first)
    #expect(try append(1, 2, to: sandbox) != first)
    let other = GrowingRef.File(path: file(1).path, content: [])
    let refused = code { _ = try ref(of: sandbox).append([other], message: "", at: time) }
    #expect(refused == .repositoryUnwritable)
    #expect(try paths(sandbox).count == 2)
  }

  @Test func `a packed ref is appended to, and packed again`() throws {
    let sandbox = try Sandbox()
    for number in 0..<3 {
      try append(number, to: sandbox)
      try sandbox.git(["pack-refs", "--all", "--prune"])
      try sandbox.git(["gc", "--quiet", "--prune=now"])
    }
    #expect(try sandbox.git(["rev-list", "--count", Self.name]) == "3")
  }

  @Test func `a worktree appends to the ref of its repository`() throws {
    let sandbox = try Sandbox(commit("refs/heads/main", ["a": "a"]))
    try append(0, to: sandbox)
    try sandbox.git(["worktree", "add", "-q", "../linked", "-b", "linked"])
    let linked = try Repository(at: sandbox.folder.appending(path: "linked").path)
    _ = try GrowingRef(Self.name, in: linked).append([file(1)], message: "append", at: time)
    #expect(try paths(sandbox).count == 2)
  }

  @Test func `no hook runs and no reflog is written, whatever the configuration says`() throws {
    let sandbox = try Sandbox()
    try sandbox.git(["config", "core.logAllRefUpdates", "always"])
    try sandbox.git(["config", "core.hooksPath", "../hooks"])
    let hook = sandbox.folder.appending(path: "hooks/reference-transaction")
    try FileManager.default.createDirectory(at: hook.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("#!/bin/sh\ntouch ../ran\nexit 1\n".utf8).write(to: hook)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook.path)
    try append(0, to: sandbox)
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.appending(path: "ran").path))
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/.git/logs/refs/gatehouse/ledger"))
  }

  /// Refuses one step after another until an append makes no more steps.
  @Test(arguments: [ENOSPC, EIO, EROFS, EDQUOT])
  func `a write that fails at any step leaves the chain as it was`(number: Int32) throws {
    let sandbox = try Sandbox()
    try append(0, to: sandbox)
    var (step, isDone) = (0, false)
    while !isDone {
      let before = try ref(of: sandbox).tip()
      let count = Mutex(0)
      let refusedStep = step + 1
      let refused = code {
        try WriteStep.$refusal.withValue({ _ in
          count.withLock {
            $0 += 1; return $0 == refusedStep ? number : nil
          }
        }) { _ = try ref(of: sandbox).append([file(refusedStep)], message: "append", at: time) }
      }
      isDone = count.withLock { $0 <= step }
      #expect(refused == (isDone ? nil : .repositoryUnwritable), "step \(step)")
      let after = try ref(of: sandbox).tip()
      // When only the folder of the ref could not be written to the disk, the ref has its new value.
      if !isDone, after != before { #expect(try sandbox.git(["rev-parse", "\(Self.name)^"]) == before?.description) }
      #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/.git/\(Self.name).lock"))
      step += 1
    }
    #expect(step > 20)
    try append(100, to: sandbox)
    try sandbox.git(["fsck", "--strict", "--no-dangling"])
    #expect(try sandbox.git(["count-objects", "-v"]).contains("garbage: 0"))
  }

  @Test func `a lock that a killed process left stops nobody`() throws {
    let sandbox = try Sandbox()
    try append(0, to: sandbox)
    let lock = sandbox.path + "/.git/\(Self.name).lock"
    // A lock of Gatehouse.
    #expect(FileManager.default.createFile(atPath: lock, contents: nil, attributes: [.posixPermissions: 0o200]))
    try append(1, to: sandbox)
    // One of git, made an hour ago, and one that does not change for a while.
    #expect(FileManager.default.createFile(atPath: lock, contents: nil, attributes: [.posixPermissions: 0o644]))
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: lock)
    try append(2, to: sandbox)
    #expect(FileManager.default.createFile(atPath: lock, contents: nil, attributes: [.posixPermissions: 0o644]))
    try RefUpdate.$patience.withValue(0.2) { _ = try append(3, to: sandbox) }
    #expect(try paths(sandbox).count == 4)
  }

  @Test func `chains that grew apart are united by a commit with two parents`() throws {
    let sandbox = try Sandbox()
    try append(0, to: sandbox)
    let common = try #require(try ref(of: sandbox).tip())
    let theirs = try #require(try append(1, 2, to: sandbox))
    try sandbox.git(["update-ref", Self.name, common.description])
    let ours = try #require(try append(2, 3, to: sandbox))
    let united = try #require(try ref(of: sandbox).unite(with: theirs, message: "unite", at: time))
    #expect(try sandbox.git(["rev-parse", "\(united)^1", "\(united)^2"]) == "\(ours)\n\(theirs)")
    #expect(try paths(sandbox).count == 4)
    #expect(try ref(of: sandbox).unite(with: theirs, message: "unite", at: time) == united)
    // Whoever is behind takes the longer chain as it is.
    try sandbox.git(["update-ref", Self.name, common.description])
    #expect(try ref(of: sandbox).unite(with: united, message: "unite", at: time) == united)
  }

  @Test func `chains without a common commit are united as well`() throws {
    let sandbox = try Sandbox()
    let theirs = try #require(try append(0, to: sandbox))
    try sandbox.git(["update-ref", "-d", Self.name])
    try append(1, to: sandbox)
    _ = try ref(of: sandbox).unite(with: theirs, message: "unite", at: time)
    #expect(try paths(sandbox).count == 2)
  }

  @Test func `threads that append at the same time lose nothing`() async throws {
    let sandbox = try Sandbox()
    let path = sandbox.path
    try await withThrowingTaskGroup { group in
      for part in 0..<4 {
        group.addTask {
          let ref = GrowingRef(Self.name, in: try Repository(at: path))
          for number in 0..<10 {
            let file = GrowingRef.File(path: "2026/11/20/\(part)-\(number)", content: [UInt8(part), UInt8(number)])
            _ = try ref.append([file], message: "append", at: Timestamp(seconds: 0))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try paths(sandbox).count == 40)
  }
}
