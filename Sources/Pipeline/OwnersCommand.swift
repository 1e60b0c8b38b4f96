import Console
import Git
import Model
import Ownership
import System

/// The arguments of `gatehouse owners`.
package struct OwnersRequest: Sendable {
  package var paths: [String] = []
  /// Whether more paths are read from stdin, one per line.
  package var readsStandardInput = false
  /// A full commit id or a full ref.
  package var revision = "HEAD"
  /// The commit with which `revision` is compared; nil to print the owners of paths.
  package var base: String?
  /// A CODEOWNERS file to use instead of the repository's.
  package var file: String?
  /// Whether to check the file instead of printing owners.
  package var checks = false
  /// The name of a dialect; nil to find it out.
  package var dialect: String?
  package var repository = "."
  package var trusted: [String] = []
  package var environment: [String: String] = [:]

  package init() {}

  func open() throws(Diagnostic) -> Repository {
    try Repository(at: repository, environment: environment, useEnvironment: false, trusted: trusted)
  }

  /// The CODEOWNERS file of a commit, found in the same way as by `check`.
  func codeowners(at commit: CommitID, in repository: Repository) throws(Diagnostic) -> LoadedCodeowners {
    try Codeowners.load(
      from: repository.tree(at: commit), hint: dialectHint(named: dialect, in: environment, repository))
  }
}

extension OwnersRequest {
  /// The path from the root of the repository that a line of stdin means: `find` writes `./src/a.py`.
  fileprivate func rooted(_ path: ArraySlice<UInt8>) throws(Diagnostic) -> ArraySlice<UInt8> {
    let isOther = path.first == UInt8(ascii: "/") || path.starts(with: "./".utf8) || path.starts(with: "../".utf8)
    guard isOther else { return path }
    return Array(try rooted(String(decoding: path, as: UTF8.self)).utf8)[...]
  }

  /// The path from the root of the repository that a path of the file system means. No pattern would match another one, and
  /// so the owner of everything would seem to be its owner.
  fileprivate func rooted(_ path: String) throws(Diagnostic) -> String {
    if path.begins(with: "/") {
      if let inside = try file == nil ? open().pathInside(path) : nil { return inside }
      throw outside(path)
    }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { throw outside(path) }
    }
    if parts.isEmpty, !path.isEmpty { throw outside(path) }
    // A folder stays one: some patterns match nothing else.
    return parts.joined(separator: "/") + (path.ends(with: "/") ? "/" : "")
  }

  private func outside(_ path: String) -> Diagnostic {
    Diagnostic(
      .usage, "\(path.displayText(limit: 200)) is no path in the repository, so it has no owner",
      help: "name paths from the root of the repository: src/a.py")
  }
}

/// Lines for stdout and diagnostics for stderr.
package struct CommandOutput: Sendable {
  package var lines: [UInt8] = []
  package var diagnostics: [Diagnostic] = []

  package init(lines: [UInt8] = [], diagnostics: [Diagnostic] = []) {
    (self.lines, self.diagnostics) = (lines, diagnostics)
  }
}

/// Implements `gatehouse owners`: prints the owners of paths, checks the file, or compares the owners of two commits.
package func owners(_ request: OwnersRequest) -> CommandOutput {
  do throws(Diagnostic) {
    if let base = request.base { return try ownerDifference(from: base, request) }
    return request.checks ? try ownersCheck(request) : try ownerRows(request)
  } catch {
    return CommandOutput(diagnostics: [error])
  }
}

/// `path<TAB>line<TAB>owner owner…`, one row per path, in the order given.
///
/// Characters of a path that could act on a terminal, or forge a row, are made visible. Line 0 means that no rule matches. A
/// line without owners means that the matching rule names none. With sections of GitLab's dialect, each section that has the
/// path is a row, with its name in a fourth column. In Gitea's dialect, the line is the first of those that match.
private func ownerRows(_ request: OwnersRequest) throws(Diagnostic) -> CommandOutput {
  let loaded = try codeowners(request)
  var printed = CommandOutput(
    diagnostics: [loaded.explanation] + loaded.notes + (loaded.file?.diagnostics ?? []))
  var rows = OwnerRows(of: loaded.file)
  for path in request.paths { rows.append(Array(try request.rooted(path).utf8)[...]) }
  if request.readsStandardInput {
    let bytes = try Files.read("-").bytes
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rows.append(try request.rooted(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
      rest = rest[end...].dropFirst()
    }
  }
  printed.lines = rows.bytes
  return printed
}

private func codeowners(_ request: OwnersRequest) throws(Diagnostic) -> LoadedCodeowners {
  if let file = request.file {
    return try Codeowners.read(
      file, dialect: request.dialect.map { name throws(Diagnostic) in try dialect(named: name) })
  }
  let repository = try request.open()
  return try request.codeowners(at: repository.resolve(request.revision).commit, in: repository)
}

/// Checks the CODEOWNERS file of a commit against the files of the commit.
private func ownersCheck(_ request: OwnersRequest) throws(Diagnostic) -> CommandOutput {
  let repository = try request.open()
  let commit = try repository.resolve(request.revision).commit
  let loaded = try request.file == nil ? request.codeowners(at: commit, in: repository) : codeowners(request)
  var output = CommandOutput(diagnostics: [loaded.explanation] + loaded.notes)
  guard let file = loaded.file else { return output }
  output.diagnostics += file.diagnostics + file.lint(try repository.paths(at: commit))
  if request.file == nil { output.diagnostics += try file.hidden(in: repository.tree(at: commit)) }
  let problems = output.diagnostics.count { $0.severity != .note }
  let rules = "\(file.rules.count) rule\(file.rules.count == 1 ? "" : "s")"
  output.lines = Array("\(file.name): \(rules), \(problems) problem\(problems == 1 ? "" : "s")\n".utf8)
  return output
}

/// `path<TAB>owners at base<TAB>owners at head<TAB>path at base`, one row for each file of the head whose owners differ; the
/// last column is of moved files only.
private func ownerDifference(from base: String, _ request: OwnersRequest) throws(Diagnostic) -> CommandOutput {
  let repository = try request.open()
  let (old, new) = (try repository.resolve(base).commit, try repository.resolve(request.revision).commit)
  let (before, after) = (
    try request.codeowners(at: old, in: repository), try request.codeowners(at: new, in: repository)
  )
  let changes = try repository.changes(from: old, to: new)
  let files = try repository.paths(at: new).map { path in
    (path: path, oldPath: changes[GitPath.text(of: path)]?.oldPath.map(GitPath.bytes))
  }
  let notes = before.notes + (before.file?.diagnostics ?? []) + after.notes + (after.file?.diagnostics ?? [])
  var output = CommandOutput(diagnostics: [before.explanation, after.explanation] + notes)
  for change in ownerChanges(from: before.file, to: after.file, of: files) {
    let owners = [change.before, change.after].map { "\t" + $0.names.joined(separator: " ") }.joined()
    output.lines += neutralized(change.path) + Array(owners.utf8)
    if let oldPath = change.oldPath { output.lines += [UInt8(ascii: "\t")] + neutralized(oldPath) }
    output.lines.append(UInt8(ascii: "\n"))
  }
  return output
}
