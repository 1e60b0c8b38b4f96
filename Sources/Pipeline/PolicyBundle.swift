import Console
import Evidence
import Git
import Model
import Ownership
import Policies
import System
import VEX

/// Everything that a change is judged by: policy, waivers, VEX statements and CODEOWNERS of one commit, never of the working
/// tree.
package struct PolicyBundle: Sendable {
  package var policy: Policy
  package var waivers: Waivers
  /// The VEX statements in it, trusted or not.
  package var statements: [Statement]
  package var owners: OwnerSource
  /// Every file that was read, and every place where one would have come before it.
  package var paths: Set<String>
  package var diagnostics: [Diagnostic]

  package init(
    policy: Policy, waivers: Waivers = .none, statements: [Statement] = [], owners: OwnerSource = .none,
    paths: Set<String> = [], diagnostics: [Diagnostic] = []
  ) {
    (self.policy, self.waivers, self.statements, self.owners) = (policy, waivers, statements, owners)
    (self.paths, self.diagnostics) = (paths, diagnostics)
  }

  /// Files of the bundle that the change edits, by path.
  func files(changedIn changes: FileChanges?) -> [FileChange] {
    func isPart(_ path: String) -> Bool { path.hasPrefix("\(Self.home)/") || paths.contains(path) }
    return (changes?.sorted ?? []).filter { isPart($0.path) || $0.oldPath.map(isPart) == true }
  }
}

/// Who owns which path.
package enum OwnerSource: Sendable {
  case codeowners(Codeowners)
  /// The same owners for every path, as a test of a policy states them.
  case fixed(Owners)
  /// There is no CODEOWNERS file.
  case none

  /// The owners of a path by the last rule that matches it; a finding without a path has none.
  package func owners(of path: String?) -> Owners {
    switch self {
    case .codeowners(let file): path.map(file.owners) ?? .unmatched
    case .fixed(let owners): owners
    case .none: .unmatched
    }
  }
}

extension PolicyBundle {
  static let home = ".gatehouse"

  static func read(
    at commit: CommitID, _ request: Request, in repository: borrowing Repository
  ) throws(PipelineError) -> PolicyBundle {
    let policyInputs = try policies(at: commit, request, in: repository)
    let policy = try attempt { () throws(PolicyError) in try Policy.read(policyInputs, tools: Format.toolNames) }
    let waiverInput = try blob("\(home)/waivers.yaml", at: commit, limit: Limit.policy, in: repository)
    let waivers = try attempt { () throws(PolicyError) in try Waivers.read(waiverInput.map { [$0] } ?? []) }
    let vexInputs = try blobs(in: "\(home)/vex", at: commit, limit: Limit.vex, in: repository)
    let (owners, notes) = try ownersFile(at: commit, in: repository)
    var bundle = PolicyBundle(
      policy: policy, waivers: waivers, owners: owners.map { .codeowners($0.file) } ?? .none,
      paths: Set(policyInputs.map(\.name) + vexInputs.map(\.name) + Codeowners.standardLocations + ["\(home)/waivers.yaml"]),
      diagnostics: notes + (owners?.file.diagnostics ?? []) + policy.warnings + waivers.warnings)
    for input in vexInputs {
      let document = try attempt { () throws(Diagnostic) in try readVEXDocument(input) }
      bundle.statements += document.statements
      bundle.diagnostics += document.diagnostics
    }
    return bundle
  }

  private static func policies(
    at commit: CommitID, _ request: Request, in repository: borrowing Repository
  ) throws(PipelineError) -> [Input] {
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
    throw PipelineError([
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
  ) throws(PipelineError) -> Input {
    if request.policySource == .worktree { return try worktree(path, request, in: repository) }
    guard let inside = repositoryPath(path, in: repository) else {
      return try attempt { () throws(Diagnostic) in try Files.read(path, limit: Limit.policy) }
    }
    if let input = try blob(inside, at: commit, limit: Limit.policy, in: repository) { return input }
    throw PipelineError([
      Diagnostic(
        .policyMissing, "commit \(commit.short) has no \(inside.neutralized())",
        help: "commit the policy to the base branch first; a policy that only the change brings is not obeyed")
    ])
  }

  private static func worktree(
    _ path: String, _ request: Request, in repository: borrowing Repository
  ) throws(PipelineError) -> Input {
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
) throws(PipelineError) -> (found: (file: Codeowners, path: String)?, notes: [Diagnostic]) {
  var notes = try caseTwins(at: commit, in: repository)
  for path in Codeowners.standardLocations {
    do throws(GitError) {
      guard let bytes = try repository.blob(path, at: commit, limit: Codeowners.sizeLimit - 1) else { continue }
      return ((Codeowners(Input(name: path, bytes: bytes)), path), notes)
    } catch {
      throw PipelineError([error.code == .fileTooLarge ? tooLarge(path) : Diagnostic(error)])
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
    at: SourcePosition(file: path), help: "make it smaller: one line for a folder instead of one for each file in it")
}

/// Only the exact name counts; a twin that differs in case looks like the real one to people.
private func caseTwins(at commit: CommitID, in repository: borrowing Repository) throws(PipelineError) -> [Diagnostic] {
  do throws(GitError) {
    var notes: [Diagnostic] = []
    for folder in ["", ".github", "docs"] {
      for entry in try repository.entries(in: folder, at: commit) {
        let name = entry.path.split(separator: "/").last.map(String.init) ?? entry.path
        guard name.lowercased() == "codeowners", name != "CODEOWNERS" else { continue }
        notes.append(
          Diagnostic(
            .codeownersWrongCase, "\(entry.path.neutralized()) does not count: only CODEOWNERS, spelled so, does", severity: .warning,
            at: SourcePosition(file: entry.path.neutralized())))
      }
    }
    return notes
  } catch { throw PipelineError([Diagnostic(error)]) }
}

private func blob(
  _ path: String, at commit: CommitID, limit: Int, in repository: borrowing Repository
) throws(PipelineError) -> Input? {
  do throws(GitError) {
    return try repository.blob(path, at: commit, limit: limit).map { Input(name: path, bytes: $0) }
  } catch { throw PipelineError([Diagnostic(error)]) }
}

private func blobs(
  in folder: String, at commit: CommitID, limit: Int, in repository: borrowing Repository
) throws(PipelineError) -> [Input] {
  let entries: [Entry]
  do throws(GitError) { entries = try repository.entries(in: folder, at: commit) } catch {
    throw PipelineError([Diagnostic(error)])
  }
  guard entries.count <= Limit.filesInFolder else {
    throw PipelineError([Diagnostic(.fileTooLarge, "\(folder) holds \(entries.count) files, more than \(Limit.filesInFolder)")])
  }
  var inputs: [Input] = []
  for entry in entries.sorted(by: { $0.path < $1.path }) where entry.mode != .tree {
    if let input = try blob(entry.path, at: commit, limit: limit, in: repository) { inputs.append(input) }
  }
  return inputs
}
