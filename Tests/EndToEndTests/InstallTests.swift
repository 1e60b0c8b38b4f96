import Foundation
import TestSupport
import Testing

/// The ways in which a release gets to its users: nothing runs that was not verified.
@Suite struct InstallTests {
  private static let scripts = Release.root.appending(path: "scripts").path
  private static let wrong = String(repeating: "0", count: 64)

  // MARK: - The pages

  @Test func `the commands of the README install a release that runs`() throws {
    let user = try ReleaseUser()
    let consoles = try Page("README.md").blocks("console")
    let block = try #require(consoles.first { $0.hasPrefix("$ gh release download") })
    let commands = block.split(separator: "\n").map { $0.dropFirst("$ ".count) }.joined(separator: "\n")
    let installed = try user.sh(commands + "\n~/.local/bin/gatehouse --version")
    #expect(installed.status == 0 && installed.output.hasSuffix("\n\(user.release.version)\n"), "\(installed.errors)")
    #expect(try user.asked().contains("attestation verify SHA256SUMS --repo gatehouse-dev/gatehouse --signer-workflow"))
  }

  @Test func `the commands of the page on installing work one after the other`() throws {
    let user = try ReleaseUser()
    let blocks = try Page("docs/install.md").blocks("sh")
    let commands = blocks.joined(separator: "\n").replacing("linux-x86_64", with: "linux-\(user.release.machine)")
    let outcome = try user.sh("gh release download\n" + commands)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try String(contentsOfFile: "\(user.folder.path)/.gatehouse/release.sha256", encoding: .utf8)
        == user.release.pin() + "\n")
  }

  // MARK: - The hook

  @Test func `the hook fetches the pinned release, runs it, and then runs the one it kept`() throws {
    let user = try ReleaseUser()
    try pin(user.release.pin(), user)
    let first = try user.sh("'\(Self.scripts)/run-release' --version")
    #expect((first.status, first.output) == (0, user.release.version + "\n"), "\(first.errors)")
    let second = try user.sh(
      "'\(Self.scripts)/run-release' explain code waiver-expired", ["GATEHOUSE_RELEASES": "file:///nowhere"])
    #expect(second.status == 0, "\(second.errors)")
  }

  @Test func `the hook gives the exit code of the program`() throws {
    let user = try ReleaseUser()
    try pin(user.release.pin(), user)
    #expect(try user.sh("'\(Self.scripts)/run-release' nonsense").status == 2)
  }

  /// A row for each way in which the pin, or what it is about, is wrong. Nothing may be unpacked, and the exit code is 2.
  @Test(arguments: WrongPin.allCases)
  func `what was not pinned is not run`(_ wrong: WrongPin) throws {
    let user = try ReleaseUser()
    if let text = try wrong.text(user.release) { try pin(text, user) }
    let outcome = try user.sh("'\(Self.scripts)/run-release' --version", wrong.environment)
    #expect((outcome.status, outcome.output) == (2, ""))
    #expect(outcome.errors.contains(wrong.message) && outcome.errors.contains("help: "), "\(outcome.errors)")
    let kept = FileManager.default.enumerator(atPath: "\(user.folder.path)/.cache/gatehouse")?.allObjects ?? []
    #expect(kept.isEmpty, "\(kept)")
  }

  enum WrongPin: CaseIterable {
    case noFile, otherDigest, otherMachine, twoReleases, shortDigest, folderInName, noSuchRelease, noMirror

    func text(_ release: Release) throws -> String? {
      let (digest, archive) = (try release.digest(), release.archive)
      return switch self {
      case .noFile: nil
      case .otherDigest: "\(InstallTests.wrong)  \(archive)"
      case .otherMachine: "\(digest)  gatehouse-\(release.version)-linux-sparc64.tar.gz"
      case .twoReleases: "\(digest)  \(archive)\n\(digest)  gatehouse-9.9.9-linux-\(release.machine).tar.gz"
      case .shortDigest: "\(digest.dropLast())  \(archive)"
      case .folderInName: "\(digest)  gatehouse-../../\(archive)"
      case .noSuchRelease: "\(digest)  gatehouse-9.9.9-linux-\(release.machine).tar.gz"
      case .noMirror: "\(digest)  \(archive)"
      }
    }

    var environment: [String: String] { self == .noMirror ? ["GATEHOUSE_RELEASES": "file:///nowhere"] : [:] }

    var message: String {
      switch self {
      case .noFile: "no release of gatehouse is pinned"
      case .otherDigest: "nothing of it was run"
      case .otherMachine, .shortDigest, .folderInName: "pins no release for"
      case .twoReleases: "pins more than one release"
      case .noSuchRelease, .noMirror: "cannot download"
      }
    }
  }

  @Test func `each hook that the repository offers runs a program that is there`() throws {
    let hooks = try String(contentsOf: Release.root.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8)
    let entries = hooks.split(separator: "\n").filter { $0.contains(" entry: ") }.map {
      $0.dropFirst("  entry: ".count)
    }
    #expect(entries == ["gatehouse check --staged", "scripts/run-release check --staged"])
    #expect(FileManager.default.isExecutableFile(atPath: "\(Self.scripts)/run-release"))
  }

  // MARK: - The action

  @Test func `the action installs what has the digest and the provenance, for the steps that follow`() throws {
    let user = try ReleaseUser()
    let outcome = try install(user, digest: user.release.digest())
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    let asked = try user.asked()
    #expect(asked.contains("--signer-workflow gatehouse-dev/gatehouse/.github/workflows/release.yml"))
    #expect(asked.contains("--source-ref refs/tags/v\(user.release.version) --deny-self-hosted-runners\n"))
    let later = try user.sh("PATH=\"$(cat path):$PATH\" gatehouse --version")
    #expect(later.output == user.release.version + "\n")
  }

  @Test func `without the network the action takes the attestation and the keys from files`() throws {
    let user = try ReleaseUser()
    let offline = ["BUNDLE": "bundle.jsonl", "TRUSTED_ROOT": "root.jsonl"]
    #expect(try install(user, digest: user.release.digest(), offline).status == 0)
    #expect(try user.asked().contains(" --bundle bundle.jsonl --custom-trusted-root root.jsonl\n"))
  }

  @Test(arguments: [true, false])
  func `the action puts nothing on the PATH that has another digest or no provenance`(hasDigest: Bool) throws {
    let user = try ReleaseUser(verifies: !hasDigest)
    let outcome = try install(user, digest: hasDigest ? user.release.digest() : Self.wrong)
    #expect(outcome.status == 2 && outcome.output.contains("::error title=gatehouse::"), "\(outcome.output)")
    #expect(try user.sh("cat path").output.isEmpty)
    // Without the digest nobody is asked about the provenance.
    #expect(try user.asked().isEmpty == !hasDigest)
  }

  @Test func `what an earlier step left where the action installs is not used`() throws {
    let user = try ReleaseUser()
    let planted = "temp/gatehouse/\(try user.release.digest())/bin"
    #expect(
      try user.sh("mkdir -p '\(planted)'; printf '#!/bin/sh\\necho planted\\n' >'\(planted)/gatehouse'").status == 0)
    #expect(try install(user, digest: user.release.digest()).status == 0)
    #expect(try user.sh("PATH=\"$(cat path):$PATH\" gatehouse --version").output == user.release.version + "\n")
  }

  /// GitHub replaces `${{ }}` in a script before a shell reads it, so what is between them could be a command.
  @Test func `the action passes its inputs through the environment only`() throws {
    let action = try String(contentsOf: Release.root.appending(path: "action.yml"), encoding: .utf8)
    for line in action.split(separator: "\n") where line.contains("${{") {
      #expect(line.wholeMatch(of: #/ {8}[A-Z0-9_]+: \$\{\{ [a-z0-9.-]+ \}\}/#) != nil, "\(line)")
    }
    #expect(action.contains("\n      run: '\"$GITHUB_ACTION_PATH/scripts/install-release\"'\n"))
    #expect(!action.contains("cache@"))
  }

  private func pin(_ text: String, _ user: ReleaseUser) throws {
    try FileManager.default.createDirectory(
      atPath: "\(user.folder.path)/.gatehouse", withIntermediateDirectories: true)
    try user.folder.write(Array("\(text)\n".utf8), as: ".gatehouse/release.sha256")
  }

  /// Runs the step of the action, with the environment that it and GitHub give.
  private func install(
    _ user: ReleaseUser, digest: String, _ more: [String: String] = [:]
  ) throws -> ProgramResult {
    let environment = [
      "VERSION": user.release.version, "SHA256": digest, "RUNNER_TEMP": "\(user.folder.path)/temp",
      "GITHUB_PATH": "\(user.folder.path)/path", "GITHUB_ACTION_PATH": Release.root.path, "BUNDLE": "",
      "TRUSTED_ROOT": "",
    ]
    return try user.sh(
      "mkdir -p temp; touch path; \"$GITHUB_ACTION_PATH/scripts/install-release\"", environment.merging(more) { $1 })
  }
}
