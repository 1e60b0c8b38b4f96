import Git
import Interning
import Model
import System

/// The repository in which a scanner runs; none where it runs outside of one.
struct ScannedPlace {
  private let environment: [String: String]
  private let trusted: [String]
  /// The root of the work tree, without symbolic links.
  let root: String?
  /// The folder of the repository that the scanner runs in; nil at its root and outside.
  let folder: String?

  /// The place of the current folder, with a warning when no commit can be stated.
  static func find(_ scan: ScanToRecord) -> (ScannedPlace, [Diagnostic]) {
    do throws(Diagnostic) {
      let repository = try Repository(at: ".", environment: scan.environment, trusted: scan.trustedRepositories)
      return (ScannedPlace(scan, root: repository.workDirectory.flatMap { Files.realPath($0) }), [])
    } catch {
      let note = Diagnostic(
        .reportCommitUnknown, "the side-car does not say which commit was scanned", severity: .warning,
        because: [error.text] + error.because, help: error.help)
      return (ScannedPlace(scan, root: nil), [note])
    }
  }

  private init(_ scan: ScanToRecord, root: String?) {
    (environment, trusted, self.root) = (scan.environment, scan.trustedRepositories, root)
    folder = root.flatMap { root in Files.realPath(".").flatMap { Self.inside(root, $0) } }.flatMap {
      $0.isEmpty ? nil : $0
    }
  }

  /// The path in the repository of a file or folder that the user names in the current folder; "" is all of it.
  func repositoryPath(of path: String) throws(Diagnostic) -> String {
    guard let real = Files.realPath(path) else {
      throw Diagnostic(
        .usage, "--covers names \(path), which does not exist", help: "name folders and files of the repository")
    }
    guard let root, let inside = Self.inside(root, real) else {
      throw Diagnostic(
        .usage, "--covers names \(path), which is not in the repository",
        help: "name folders and files of the repository, from the folder in which the command runs")
    }
    return inside
  }

  /// Refuses a report that git tracks, which `check` would refuse as well.
  func refuseTracked(_ reports: [String]) throws(Diagnostic) {
    guard root != nil else { return }
    let repository = try openRepository()
    guard let head = try repository.head() else { return }
    let tracked = try TrackedFiles(head: repository.tree(at: head.commit), commits: [], in: repository)
    for report in reports { if let refused = try refusal(of: report, tracked) { throw refused } }
  }

  /// What the work tree is like now; nil outside of a repository, or when there is no commit.
  func state() -> WorkTreeState? {
    guard let root else { return nil }
    do throws(Diagnostic) {
      let repository = try openRepository()
      guard let head = try repository.head() else { return nil }
      return WorkTreeState(of: root, head: head.commit.description, repository, environment)
    } catch {
      return nil
    }
  }

  /// The warning that the work tree is not that of the commit, before or after the run; nil when it is.
  func difference(_ before: WorkTreeState?, _ after: WorkTreeState?, apartFrom report: String) -> Diagnostic? {
    guard let before, let root else { return nil }
    let why: [String]
    if let after, after.head == before.head {
      let files = before.differences(apartFrom: report, root) + after.trackedDifferences
      var known: Set<ExactText> = []
      why = files.filter { known.insert(ExactText($0)).inserted }
    } else {
      why = ["HEAD was \(before.head) before the run and is another commit now"]
    }
    guard !why.isEmpty else { return nil }
    return Diagnostic(
      .reportWrongCommit, "the work tree is not that of HEAD, so the report is no evidence for a commit",
      severity: .warning, because: Array(why.prefix(5)) + (why.count > 5 ? ["and \(why.count - 5) more"] : []),
      help: "commit or stash what differs, and let git ignore what is no source")
  }

  func openRepository() throws(Diagnostic) -> Repository {
    try Repository(at: root ?? ".", environment: environment, trusted: trusted)
  }

  /// The path relative to a folder, "" for the folder itself; nil when it is not below it.
  static func inside(_ folder: String, _ path: String) -> String? {
    if path.isSame(as: folder) { return "" }
    let start = folder == "/" ? "/" : folder + "/"
    return path.begins(with: start) ? String(Substring(path.utf8.dropFirst(start.utf8.count))) : nil
  }
}
