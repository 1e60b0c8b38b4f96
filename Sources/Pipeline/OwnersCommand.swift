import Console
import Git
import Model
import Ownership
import System

/// The arguments of `gatehouse owners`.
package struct OwnersRequest: Sendable {
  package var paths: [String]
  /// Whether more paths are read from stdin, one per line.
  package var readsStandardInput: Bool
  /// A full commit id or a full ref.
  package var revision: String
  /// A CODEOWNERS file to use instead of the repository's.
  package var file: String?
  package var dialect: String
  package var repository = "."
  package var trusted: [String] = []
  package var environment: [String: String] = [:]

  package init(
    paths: [String], readsStandardInput: Bool, revision: String, file: String?, dialect: String,
    repository: String = ".",
    trusted: [String] = []
  ) {
    (self.paths, self.readsStandardInput, self.revision) = (paths, readsStandardInput, revision)
    (self.file, self.dialect, self.repository, self.trusted) = (file, dialect, repository, trusted)
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

/// Implements `gatehouse owners`: `path<TAB>line<TAB>owner owner…`, one row per path, in the order given.
///
/// Characters of a path that could act on a terminal, or forge a row, are made visible. Line 0 means that no rule matches. A line without owners means that the matching rule names none.
package func owners(_ question: OwnersRequest) -> CommandOutput {
  do throws(Diagnostic) {
    let (owners, notes) = try codeowners(question)
    var printed = CommandOutput(diagnostics: notes + (owners?.diagnostics ?? []))
    for path in question.paths { printed.row(Array(path.utf8)[...], owners) }
    if question.readsStandardInput {
      for line in try Files.read("-").bytes.split(separator: UInt8(ascii: "\n")) {
        printed.row(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, owners)
      }
    }
    return printed
  } catch {
    return CommandOutput(diagnostics: [error])
  }
}

/// The CODEOWNERS file to use, found in the same way as by `check`; nil when the commit has none.
private func codeowners(
  _ question: OwnersRequest
) throws(Diagnostic) -> (file: Codeowners?, notes: [Diagnostic]) {
  guard let dialect = Dialect(rawValue: question.dialect) else {
    let names = Dialect.allCases.map(\.rawValue)
    throw Diagnostic(
      .policyUnknownName, "there is no CODEOWNERS dialect '\(question.dialect)'",
      help: "one of: \(names.joined(separator: ", "))")
  }
  if let file = question.file { return (try Codeowners.read(file, dialect: dialect), []) }
  let repository = try Repository(
    at: question.repository, environment: question.environment, useEnvironment: false, trusted: question.trusted)
  let commit = try repository.resolve(question.revision).commit
  return try Codeowners.load(from: repository.tree(at: commit), dialect: dialect)
}

extension CommandOutput {
  fileprivate mutating func row(_ path: ArraySlice<UInt8>, _ owners: Codeowners?) {
    guard !path.isEmpty else { return }
    let rule = owners?.rule(for: path)
    // A name can hold a newline, which would forge a row.
    lines += neutralized(path)
    lines += "\t\(rule?.line ?? 0)\t\(rule?.owners.joined(separator: " ") ?? "")\n".utf8
  }
}
