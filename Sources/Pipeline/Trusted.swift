import Documents
import Evidence
import Git
import Model
import Ownership
import Policies

/// The files that judge a change: read as blobs of one commit, never from the working tree (law 3).
struct Trusted {
  var policy: Policy
  var waivers: Waivers
  var statements: [Statement]
  var codeowners: Codeowners?
  /// The CODEOWNERS file's path, for explanations.
  var codeownersPath: String?
  /// Every file that was read, and every place where one would have come before it.
  var paths: Set<String>
  var diagnostics: [Diagnostic]
}

extension Trusted {
  static let home = ".gatehouse"

  static func read(
    at commit: CommitID, _ request: Request, in repository: borrowing Repository
  ) throws(Halt) -> Trusted {
    let policyInputs = try policies(at: commit, request, in: repository)
    let policy = try attempt { () throws(PolicyError) in try Policy.read(policyInputs, tools: Format.toolNames) }
    let waiverInput = try blob("\(home)/waivers.yaml", at: commit, limit: Limit.policy, in: repository)
    let waivers = try attempt { () throws(PolicyError) in try Waivers.read(waiverInput.map { [$0] } ?? []) }
    let vexInputs = try blobs(in: "\(home)/vex", at: commit, limit: Limit.vex, in: repository)
    let (owners, notes) = try ownersFile(at: commit, in: repository)
    var trusted = Trusted(
      policy: policy, waivers: waivers, statements: [], codeowners: owners?.file, codeownersPath: owners?.path,
      paths: Set(policyInputs.map(\.name) + vexInputs.map(\.name) + Codeowners.homes + ["\(home)/waivers.yaml"]),
      diagnostics: notes + (owners?.file.diagnostics ?? []) + policy.warnings + waivers.warnings)
    try trusted.read(vexInputs)
    return trusted
  }

  /// What the statements of these documents say still needs the policy's trust.
  mutating func read(_ documents: [Input]) throws(Halt) {
    for input in documents {
      let read = try attempt { () throws(Diagnostic) in try readStatements(input) }
      statements += read.statements
      diagnostics += read.diagnostics
    }
  }

  private static func policies(
    at commit: CommitID, _ request: Request, in repository: borrowing Repository
  ) throws(Halt) -> [Input] {
    var inputs: [Input] = []
    for path in request.policies { inputs.append(try policy(path, at: commit, request, in: repository)) }
    if !inputs.isEmpty { return inputs }
    if request.policySource == .worktree { return [try worktree("\(home)/policy.yaml", request, in: repository)] }
    if let only = try blob("\(home)/policy.yaml", at: commit, limit: Limit.policy, in: repository) {
      inputs.append(only)
    }
    inputs += try blobs(in: "\(home)/policies", at: commit, limit: Limit.policy, in: repository)
      .filter { $0.name.hasSuffix(".yaml") || $0.name.hasSuffix(".yml") }
    guard inputs.isEmpty else { return inputs }
    throw Halt([
      Diagnostic(
        .policyMissing, "commit \(commit.short) has no policy, so there is nothing to judge by",
        because: ["looked for \(home)/policy.yaml and \(home)/policies/*.yaml"],
        help:
          "start from a ready one (policies/starter) and commit it to the base branch; a policy that only the change brings is not obeyed"
      )
    ])
  }

  /// A path in the repository is read from the base; any other file is the caller's own, for example the organisation's.
  private static func policy(
    _ path: String, at commit: CommitID, _ request: Request, in repository: borrowing Repository
  ) throws(Halt) -> Input {
    if request.policySource == .worktree { return try worktree(path, request, in: repository) }
    guard let inside = repositoryPath(path, in: repository) else {
      return try attempt { () throws(Diagnostic) in try Files.read(path, limit: Limit.policy) }
    }
    if let input = try blob(inside, at: commit, limit: Limit.policy, in: repository) { return input }
    throw Halt([
      Diagnostic(
        .policyMissing, "commit \(commit.short) has no \(inside.inert())",
        help: "commit the policy to the base branch first; a policy that only the change brings is not obeyed")
    ])
  }

  private static func worktree(
    _ path: String, _ request: Request, in repository: borrowing Repository
  ) throws(Halt) -> Input {
    let folder = repository.workDirectory ?? request.repository
    let file = path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
    let input = try attempt { () throws(Diagnostic) in try Files.read(file, limit: Limit.policy) }
    return Input(name: path, bytes: input.bytes)
  }

  /// The path relative to the repository root; nil when an absolute path lies outside.
  private static func repositoryPath(_ path: String, in repository: borrowing Repository) -> String? {
    guard path.hasPrefix("/") else { return path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
    return repository.pathInside(path)
  }
}

/// How large a judging file may be. Checked before a byte is read.
enum Limit {
  static let policy = 1 << 20
  static let vex = 64 << 20
  static let filesInFolder = 1000
}

/// The first CODEOWNERS file in GitHub's order, and what is odd about its neighbours.
private func ownersFile(
  at commit: CommitID, in repository: borrowing Repository
) throws(Halt) -> (found: (file: Codeowners, path: String)?, notes: [Diagnostic]) {
  var notes = try caseTwins(at: commit, in: repository)
  for path in Codeowners.homes {
    do throws(GitError) {
      guard let bytes = try repository.blob(path, at: commit, limit: Codeowners.sizeLimit - 1) else { continue }
      return ((Codeowners(Input(name: path, bytes: bytes)), path), notes)
    } catch {
      throw Halt([error.code == .fileTooLarge ? tooLarge(path) : Diagnostic(error)])
    }
  }
  notes.append(
    Diagnostic(
      .codeownersMissing, "commit \(commit.short) has no CODEOWNERS: every finding is without an owner", severity: .note
    ))
  return (nil, notes)
}

private func tooLarge(_ path: String) -> Diagnostic {
  Diagnostic(
    .codeownersTooLarge, "\(path) is 3 MB or more; the forge would load no owners at all, so owners are unknown",
    at: Place(file: path), help: "make it smaller: one line for a folder instead of one for each file in it")
}

/// Only the exact name counts; a twin that differs in case looks like the real one to people.
private func caseTwins(at commit: CommitID, in repository: borrowing Repository) throws(Halt) -> [Diagnostic] {
  do throws(GitError) {
    var notes: [Diagnostic] = []
    for folder in ["", ".github", "docs"] {
      for entry in try repository.entries(in: folder, at: commit) {
        let name = entry.path.split(separator: "/").last.map(String.init) ?? entry.path
        guard name.lowercased() == "codeowners", name != "CODEOWNERS" else { continue }
        notes.append(
          Diagnostic(
            .caseTwin, "\(entry.path.inert()) does not count: only CODEOWNERS, spelled so, does", severity: .warning,
            at: Place(file: entry.path.inert())))
      }
    }
    return notes
  } catch { throw Halt([Diagnostic(error)]) }
}

private func blob(
  _ path: String, at commit: CommitID, limit: Int, in repository: borrowing Repository
) throws(Halt) -> Input? {
  do throws(GitError) {
    return try repository.blob(path, at: commit, limit: limit).map { Input(name: path, bytes: $0) }
  } catch { throw Halt([Diagnostic(error)]) }
}

private func blobs(
  in folder: String, at commit: CommitID, limit: Int, in repository: borrowing Repository
) throws(Halt) -> [Input] {
  let entries: [Entry]
  do throws(GitError) { entries = try repository.entries(in: folder, at: commit) } catch {
    throw Halt([Diagnostic(error)])
  }
  guard entries.count <= Limit.filesInFolder else {
    throw Halt([Diagnostic(.fileTooLarge, "\(folder) holds \(entries.count) files, more than \(Limit.filesInFolder)")])
  }
  var inputs: [Input] = []
  for entry in entries.sorted(by: { $0.path < $1.path }) where entry.mode != .tree {
    if let input = try blob(entry.path, at: commit, limit: limit, in: repository) { inputs.append(input) }
  }
  return inputs
}

extension Diagnostic {
  /// The same complaint, about something that the work can go on without.
  var asWarning: Diagnostic {
    var copy = self
    copy.severity = .warning
    return copy
  }
}
