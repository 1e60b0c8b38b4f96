import Interning
import Model

/// What `gatehouse.yaml` in a folder of reports says of each of them, or `REPORT.gatehouse.yaml` of the one beside it: which
/// tool made it, from which commit, how it ended, when, and over which paths.
///
/// Most formats cannot say so themselves. Without it, and without `--scanned COMMIT`, such a report is bound to no commit.
package struct ReportManifest: Hashable, Sendable {
  package var entries: [Entry]

  package init(entries: [Entry] = []) { self.entries = entries }

  /// What is said of one report.
  package struct Entry: Hashable, Sendable {
    /// Relative to the manifest's folder, `/` between parts, never out of it.
    package var file: String
    package var tool: String?
    package var version: String?
    /// A full object id, lower case.
    package var commit: String?
    /// Whether the work tree that was scanned equalled the commit; nil when nothing says so.
    package var tree: TreeState?
    package var exitCode: Int?
    package var started: Timestamp?
    package var finished: Timestamp?
    /// The folder of the repository that the tool ran in, for formats whose paths are relative to it.
    package var folder: String?
    /// The absolute folder in which the files of the commit lay, for formats that write absolute paths.
    package var root: String?
    /// The folders and files of the repository that were scanned; "" is all of it.
    package var covers: [String]?
    /// What of the commit the scanner did not get: submodules, and files that are too large.
    package var unread: [String]?
    /// `sha256:…` of the report's bytes as the tool left them.
    package var digest: String?
    /// Where the manifest says so.
    package var at: SourcePosition
    /// Where it says what, by the key.
    package var places: [String: SourcePosition] = [:]

    package init(
      file: String, tool: String? = nil, version: String? = nil, commit: String? = nil, exitCode: Int? = nil,
      finished: Timestamp? = nil, folder: String? = nil, covers: [String]? = nil, digest: String? = nil,
      at: SourcePosition
    ) {
      (self.file, self.tool, self.version, self.commit) = (file, tool, version, commit)
      (self.exitCode, self.finished, self.folder, self.covers) = (exitCode, finished, folder, covers)
      (self.digest, self.at) = (digest, at)
    }
  }

  package enum TreeState: String, CaseIterable, Sendable {
    /// Every file was that of the commit.
    case clean
    /// Something differed, so the report is not about the commit.
    case modified
  }

  /// What the manifest says of a file of its folder.
  package func entry(for file: String) -> Entry? { entries.first { $0.file.isSame(as: file) } }

  /// What follows the report's own name in that of its side-car.
  package static let suffix = ".gatehouse.yaml"
}

extension ReportManifest.Entry {
  /// Where the value of a key stands, or the entry.
  func place(of key: String) -> SourcePosition { places[key] ?? at }

  /// The commit that the report is about; nil when something differed from it.
  var commitOfTree: String? { tree == .modified ? nil : commit }

  /// The error that the tool did not complete; nil if its exit code does not say so. In an entry that names no tool, which
  /// people write by hand for any scanner, 1 means that something was found.
  package func failure(of tool: String) -> Diagnostic? {
    guard let exitCode, !isCompletedRun(of: tool, exitCode: exitCode), exitCode != 1 || self.tool != nil else {
      return nil
    }
    return Diagnostic(
      .reportFailed, "\(tool) exited with code \(exitCode), which means that it did not complete",
      at: place(of: "exit-code"))
  }

  /// Whether the tool's own documentation calls the exit code a run that was completed, with findings or without.
  var hasCompleted: Bool? { exitCode.map { isCompletedRun(of: tool, exitCode: $0) } }
}
