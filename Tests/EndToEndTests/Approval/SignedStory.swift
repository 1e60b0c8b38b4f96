import Foundation
import TestSupport
import Testing

/// What happened to a waiver in a repository whose policy wants signed commits, and who signed what.
struct SignedStory: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var steps: [SignedStep]
  /// What the base has instead of the usual files.
  var files: [String: String] = [:]
  /// Variables of the environment in which the change is checked.
  var environment: [String: String] = [:]
  /// Words of the reason why the waiver does not count; nil when it counts.
  var refusal: String?

  init(
    _ name: String, _ steps: [SignedStep], _ files: [String: String] = [:], environment: [String: String] = [:],
    refused refusal: String? = nil
  ) {
    (testDescription, self.steps, self.files, self.environment) = (name, steps, files, environment)
    self.refusal = refusal
  }
}

/// How a commit is signed.
enum SignedBy: Sendable, Hashable {
  case nobody
  /// With somebody's SSH key.
  case ssh(String)
  /// With an SSH key, for another purpose.
  case sshForFiles(String)
  /// With the SSH signature that somebody made of another commit.
  case moved(String)
  /// With somebody's OpenPGP key.
  case openPGP(String)
  /// With an OpenPGP key that had not expired then.
  case openPGPThen(String)
  case openPGPWithSHA1(String)
  /// With the given lines as the signature.
  case text(String)
}

struct SignedStep: Sendable {
  let place: Step.Place
  let author, committer: String
  let files: [String: String?]
  let signer: SignedBy
  /// The time of the commit in 2026: month, day and hour.
  let time: String

  /// - Parameters:
  ///   - name: The author as `NAME`, whose address is `NAME@acme.example`, or as `NAME <ADDRESS>`.
  ///   - signer: Who signed it; whoever is named unless something else is said.
  init(
    _ place: Step.Place, _ name: String, by committer: String? = nil, _ files: [String: String?] = [:],
    signed signer: SignedBy? = nil, at time: String = "11-20T10"
  ) {
    (self.place, author, self.committer, self.files) = (place, name, committer ?? name, files)
    (self.signer, self.time) = (signer ?? .ssh(name), time)
  }
}

/// Keys of people, and repositories in which they sign commits.
final class SignedBench: Sendable {
  let folder: URL
  private let report: Data

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sign-\(UUID().uuidString.prefix(8))")
    report = Report.sarif([Statement(line: 7)]).bytes(try Bench())
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["alice", "bea", "mallory"] {
      try tool("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path(name))
    }
    try script(
      "sign-files",
      "#!/bin/sh\nfor word; do shift; [ \"$word\" = git ] && word=file; set -- \"$@\" \"$word\"; done\n"
        + "exec ssh-keygen \"$@\"\n")
    try script("gpg-then", "#!/bin/sh\nexec gpg --faked-system-time 20250201T000000 \"$@\"\n")
    try script("gpg-sha1", "#!/bin/sh\nexec gpg --digest-algo SHA1 \"$@\"\n")
  }

  deinit {
    _ = try? tool("/usr/bin/gpgconf", "--homedir", path("gpg"), "--kill", "all")
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  private func script(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
  }

  @discardableResult
  func tool(
    _ program: String, _ arguments: String..., in place: URL? = nil, environment: [String: String] = [:],
    input: Data? = nil
  ) throws -> String {
    let variables = gitEnvironment.merging(["GNUPGHOME": path("gpg")]) { $1 }.merging(environment) { $1 }
    let outcome = try run(program, arguments, in: place, environment: variables, input: input)
    guard outcome.status == 0 else { throw GitFailed(arguments: [program] + arguments, errors: outcome.errors) }
    return outcome.output
  }

  /// Makes the OpenPGP keys of people. Keys are valid from 2025 on.
  ///
  /// - Returns: The fingerprint of each.
  func makeOpenPGPKeys(_ names: [String], until end: String = "never") throws -> [String: String] {
    try FileManager.default.createDirectory(
      atPath: path("gpg"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var fingerprints: [String: String] = [:]
    for name in names {
      try tool(
        "/usr/bin/gpg", "--batch", "--quiet", "--faked-system-time", "20250101T000000", "--passphrase", "",
        "--quick-gen-key", "\(name)@acme.example", "ed25519", "sign", end)
      let listed = try tool("/usr/bin/gpg", "--batch", "--with-colons", "--list-keys", "\(name)@acme.example")
      let line = listed.split(separator: "\n").first { $0.hasPrefix("fpr") } ?? ""
      fingerprints[name] = String(line.split(separator: ":").last ?? "")
    }
    return fingerprints
  }

  /// A key as an allowed-signers file has it.
  func key(_ name: String) throws -> String {
    try String(contentsOfFile: path("\(name).pub"), encoding: .utf8).split(whereSeparator: \.isWhitespace).prefix(2)
      .joined(separator: " ")
  }

  /// Lets a story happen, and checks a change with the line that the waiver is for.
  func check(_ story: SignedStory, base: [String: String]) throws -> (answer: Answer, reason: String) {
    let place = folder.appending(path: "repo-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: place) }
    try tool("/usr/bin/git", "init", "-q", "-b", "main", place.path)
    let first = base.merging(story.files) { $1 }
    try commit(SignedStep(.main, "ines", first.mapValues { $0 }, signed: .nobody, at: "11-01T10"), in: place)
    for step in story.steps { try self.step(step, in: place) }
    try tool("/usr/bin/git", "checkout", "-q", "-B", "change", "main", in: place)
    let change = ["src/pay/charge.py": Files.code(line: "    eval(request.body)")]
    try commit(SignedStep(.main, "ines", change.mapValues { $0 }, signed: .nobody), in: place)
    let file = place.appending(path: ".git/report.sarif")
    try report.write(to: file)
    let head = try tool("/usr/bin/git", "rev-parse", "HEAD", in: place).trimmingCharacters(in: .whitespacesAndNewlines)
    let answer = Answer(
      try gatehouse(
        [
          "check", "--now", Bench.now, "--format", "json", "--scanned", head, "--base", "refs/heads/main", "--head",
          "refs/heads/change", file.path,
        ], in: place, environment: story.environment))
    let reason = answer.findings.first?["reasons"].list.first { $0["code"].text == "waiver-not-authorized" }
    return (answer, reason?["text"].text ?? answer.outcome.errors)
  }

  private func step(_ step: SignedStep, in place: URL) throws {
    func git(_ arguments: String...) throws {
      let outcome = try run("/usr/bin/git", arguments, in: place, environment: gitEnvironment)
      guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    }
    switch step.place {
    case .main:
      try git("checkout", "-q", "main")
      try commit(step, in: place)
    case .side:
      let exists = try run("/usr/bin/git", ["rev-parse", "-q", "--verify", "side"], in: place).status == 0
      if exists { try git("checkout", "-q", "side") } else { try git("checkout", "-q", "-b", "side", "main") }
      try commit(step, in: place)
    case .merge:
      try git("checkout", "-q", "main")
      try commit(step, merging: "side", in: place)
      try git("branch", "-q", "-D", "side")
    case .update:
      try git("checkout", "-q", "side")
      try commit(step, merging: "main", in: place)
    case .forward:
      try git("checkout", "-q", "-B", "main", "side")
    }
  }

  private func commit(_ step: SignedStep, merging branch: String? = nil, in place: URL) throws {
    if let branch { try tool("/usr/bin/git", "merge", "-q", "--no-ff", "--no-commit", branch, in: place) }
    for (name, text) in step.files {
      let file = place.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      if let text { try Data(text.utf8).write(to: file) } else { try FileManager.default.removeItem(at: file) }
    }
    try tool("/usr/bin/git", "add", "-A", in: place)
    func git(_ command: [String]) throws {
      var variables = gitEnvironment.merging(["GNUPGHOME": path("gpg")]) { $1 }
      for (role, name) in [("AUTHOR", step.author), ("COMMITTER", step.committer)] {
        let parts = name.split(separator: " <")
        variables["GIT_\(role)_NAME"] = String(parts[0])
        variables["GIT_\(role)_EMAIL"] = parts.count > 1 ? String(parts[1].dropLast()) : "\(name)@acme.example"
        variables["GIT_\(role)_DATE"] = "2026-\(step.time):00:00Z"
      }
      let arguments = options(step.signer) + command
      let outcome = try run("/usr/bin/git", arguments, in: place, environment: variables)
      guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    }
    try git(["commit", "-q", "--allow-empty", "-m", "A change"])
    switch step.signer {
    case .moved:
      let signed = try tool("/usr/bin/git", "cat-file", "commit", "HEAD", in: place)
      try git(["commit", "-q", "--amend", "--no-gpg-sign", "--no-edit", "-m", "Another message"])
      try replace(with: signature(in: signed), in: place)
    case .text(let text):
      try replace(with: text, in: place)
    default: break
    }
  }

  /// The lines of the header that holds a signature.
  private func signature(in commit: String) -> String {
    let lines = commit.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.hasPrefix("gpgsig ") } ?? 0
    let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix(" ") } ?? start
    return lines[start..<end].joined(separator: "\n")
  }

  /// Gives the commit at HEAD a header, and its branch the commit that this makes.
  private func replace(with header: String, in place: URL) throws {
    let commit = try tool("/usr/bin/git", "cat-file", "commit", "HEAD", in: place)
    let end = try #require(commit.range(of: "\n\n"))
    let text = "\(commit[..<end.lowerBound])\n\(header)\n\n\(commit[end.upperBound...])"
    let id = try tool(
      "/usr/bin/git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin", in: place, input: Data(text.utf8))
    try tool("/usr/bin/git", "reset", "-q", "--hard", id.trimmingCharacters(in: .whitespacesAndNewlines), in: place)
  }

  /// git's options for a signature.
  private func options(_ signer: SignedBy) -> [String] {
    func ssh(_ name: String) -> [String] {
      ["-c", "gpg.format=ssh", "-c", "user.signingkey=\(path(name))", "-c", "commit.gpgsign=true"]
    }
    func openPGP(_ name: String, _ program: String?) -> [String] {
      ["-c", "user.signingkey=\(name)@acme.example", "-c", "commit.gpgsign=true"]
        + (program.map { ["-c", "gpg.program=\(path($0))"] } ?? [])
    }
    switch signer {
    case .nobody, .text: return []
    case .ssh(let name), .moved(let name): return ssh(name)
    case .sshForFiles(let name): return ssh(name) + ["-c", "gpg.ssh.program=\(path("sign-files"))"]
    case .openPGP(let name): return openPGP(name, nil)
    case .openPGPThen(let name): return openPGP(name, "gpg-then")
    case .openPGPWithSHA1(let name): return openPGP(name, "gpg-sha1")
    }
  }
}
