import Correlation
import Documents
import Evidence
import Git
import Interning
import Model
import Reports
import System

/// The reports that `normalize` and `findings` read, and how. These commands apply no policy.
package struct ReportRequest: Sendable {
  /// Files, folders, or `-` for stdin.
  package var paths: [String]
  /// The format of all reports; nil when it is detected from their content.
  package var inputFormat: String?
  /// Prefixes of absolute paths in reports that are replaced by the repository root.
  package var roots: [String]
  /// The commit whose CODEOWNERS names the owners of findings; nil when they are not asked for.
  package var owners: OwnersRequest?
  package var progress: Progress?

  package init(_ paths: [String], inputFormat: String? = nil, roots: [String] = [], progress: Progress? = nil) {
    (self.paths, self.inputFormat, self.roots, self.progress) = (paths, inputFormat, roots, progress)
  }
}

/// Implements `gatehouse normalize`: writes all observations before merging, one JSON object per line, and returns
/// diagnostics about the reports. A report that cannot be read in full gives a diagnostic and no line.
package func normalize(_ request: ReportRequest, into sink: inout ByteSink) -> [Diagnostic] {
  let reports = LoadedReports(request.paths, ReadOptions(request))
  sink.json { json in
    for observation in reports.observations { json.observation(observation) }
  }
  return reports.diagnostics + reports.ownFaults + reports.unusedRoots(of: request.roots)
    + reports.nothingRead(from: request.paths, help: helpWithoutReports("normalize"))
}

/// Implements `gatehouse findings`: writes the merged findings without applying a policy, one JSON object
/// per line, and returns diagnostics about the reports. It writes nothing when a report has an error,
/// because the findings would be incomplete.
package func findings(_ request: ReportRequest, into sink: inout ByteSink) -> [Diagnostic] {
  do throws(Diagnostic) {
    let owned = try request.owners.map { query throws(Diagnostic) in try OwnedCommit(query) }
    var reports = LoadedReports(request.paths, ReadOptions(request, at: owned))
    try owned?.addOrigins(to: &reports.observations)
    let diagnostics =
      reports.diagnostics + reports.ownFaults + reports.unusedRoots(of: request.roots) + (owned?.diagnostics ?? [])
      + reports.nothingRead(from: request.paths, help: helpWithoutReports("findings"))
    if diagnostics.contains(where: { $0.severity == .error }) { return diagnostics }
    let findings = correlate(reports.observations).map(\.wrappedValue).sortedByID
    var lookup = owned.map { OwnerSourceLookup($0.source) }
    sink.json { json in
      for finding in findings {
        json.finding(
          finding, owners: lookup?.owners(of: finding.location.repositoryPath(finding.kind).interned).wrappedValue)
      }
    }
    return diagnostics
  } catch {
    return [error]
  }
}

private func helpWithoutReports(_ command: String) -> String {
  "pass the scanners' reports, or the folder they are in: gatehouse \(command) reports/"
}

/// The commit whose CODEOWNERS names the owners of findings.
private struct OwnedCommit {
  let source: OwnerSource
  let diagnostics: [Diagnostic]
  let files: CommitFiles
  private let repository: Repository
  /// The folders in which the repository is checked out.
  let checkouts: [String]

  init(_ request: OwnersRequest) throws(Diagnostic) {
    repository = try request.open()
    let commit = try repository.resolve(request.revision).commit
    let loaded = try request.codeowners(at: commit, in: repository)
    source = loaded.file.map { .codeowners($0) } ?? .none
    diagnostics = loaded.notes + (loaded.file?.diagnostics ?? [])
    files = CommitFiles(of: try repository.tree(at: commit))
    checkouts = repository.checkouts(in: request.environment)
  }

  /// Adds what the commit says about lines, so that findings have the ids under which `check` knows them.
  func addOrigins(to observations: inout [Observation]) throws(Diagnostic) {
    _ = try Pipeline.addOrigins(to: &observations, in: files, since: [], in: repository)
  }
}

extension LoadedReports {
  /// Problems that the reports themselves state, so that empty output is not mistaken for a clean scan. A tool that
  /// failed without a result is an error. A tool that failed with results, and a report that does not show that
  /// anything was scanned, are warnings.
  fileprivate var ownFaults: [Diagnostic] {
    evidence.filter { $0.format != "unknown" }.compactMap { evidence in
      switch evidence.state {
      case .failed: evidence.observations == 0 ? evidence.reason : evidence.reason?.asWarning
      case .empty: evidence.reason?.asWarning
      case .present, .partial, .missing, .stale, .wrongCommit, .unbound: nil
      }
    }
  }
}

extension ReadOptions {
  /// No policy is applied, so reports need not name a commit.
  fileprivate init(_ request: ReportRequest, at owned: OwnedCommit? = nil) {
    self.init(
      format: request.inputFormat, roots: request.roots, checkouts: owned?.checkouts ?? [],
      binding: EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2)), progress: request.progress)
    if let files = owned?.files { hasFile = { !files.isMissing($0) } }
  }
}
