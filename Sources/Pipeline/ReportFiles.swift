import Evidence
import Git
import Interning
import Model
import System

/// A report, and its entry in a manifest or in its side-car file.
struct ReportFile: Sendable {
  /// The path as it was named, or found in a folder that was named.
  var path: String
  var entry: ReportManifest.Entry?
  /// Why the report is no evidence, independent of its content; nil when it may be.
  var refusal: Diagnostic?
}

/// The reports that the command-line arguments name, each once. Folders are walked. Manifests (`gatehouse.yaml`) and
/// side-car files (`REPORT.gatehouse.yaml`) are not reports, and are read wherever they speak of one of them.
///
/// An entry for a report that does not exist is an error, because a scanner that wrote nothing must not count as clean.
///
/// - Parameter tracked: Tells which files the change under review could have written. Reports, manifests and side-cars
///   among them are refused. Nil when no change is judged.
func reportFiles(
  in paths: [String], tracked: TrackedFiles?, _ diagnostics: inout [Diagnostic]
) -> [ReportFile] {
  var found = FoundReports()
  for path in paths {
    do throws(Diagnostic) { try found.look(at: path) } catch { diagnostics.append(error) }
  }
  diagnostics += found.hidden.map(hiddenFile)
  var descriptions = ReportDescriptions(of: found, tracked: tracked)
  descriptions.read(&diagnostics)
  diagnostics += misnamedDescriptions(of: found.reports)
  return found.reports.map { path in
    var file = ReportFile(path: path, entry: descriptions.entry(of: path))
    do throws(Diagnostic) { file.refusal = try refusal(of: path, tracked) } catch { file.refusal = error }
    return file
  }
}

/// Why a file is refused as evidence: git tracks it, so the change under review could have written it (where a
/// scanner should have overwritten such a file, nothing shows that it ran). Nil when it may count.
func refusal(of path: String, _ tracked: TrackedFiles?) throws(Diagnostic) -> Diagnostic? {
  guard let tracked else { return nil }
  // What the shell connects to standard input may be a file, too.
  guard let file = path == "-" ? Files.realPath("/proc/self/fd/0") : path else { return namelessInput() }
  guard let inside = try tracked.trackedPath(of: file) else { return nil }
  return Diagnostic(
    .reportInChange, "\(path) is a file of the repository, so it proves nothing about the change",
    at: SourcePosition(file: path), because: ["git tracks it as \(inside)"],
    help: "let the scanner write to a path that git does not track, and remove \(inside) from git")
}

/// Why standard input is refused when it has no name. A pipe has none, and is not in git; a file has one, but where `/proc` is
/// not mounted nobody can tell it. Nil when it may count.
private func namelessInput() -> Diagnostic? {
  guard isRegularFile(0), Files.realPath("/proc/self/fd") == nil else { return nil }
  return Diagnostic(
    .reportInChange, "standard input is a file, and without /proc nobody can tell whether git tracks it",
    help: "name the file instead of -, or mount /proc")
}

private func hiddenFile(_ path: String) -> Diagnostic {
  Diagnostic(
    .reportHidden, "\(path) is hidden, so it is not read", severity: .warning, at: SourcePosition(file: path),
    help: "if it is a report, rename it, or name it on the command line")
}

/// The reports that were found, and the files beside them that describe reports.
struct FoundReports {
  /// In the order of their names, each file once.
  private(set) var reports: [String] = []
  /// Manifests and side-car files that were named, or lie in a folder that was.
  private(set) var descriptions: [String] = []
  private(set) var hidden: [String] = []
  /// The folders that were named.
  private(set) var folders: [String] = []
  private var known: Set<ExactText> = []

  /// Hidden files that are known to be no reports. A folder of such a name may hold some.
  private static let passedOver = [".git", ".gitkeep", ".gitignore", ".gitattributes", ".keep", ".DS_Store"]

  mutating func look(at path: String) throws(Diagnostic) {
    guard Files.isFolder(path) else { return add(path) }
    let folder = path.ends(with: "/") && path.utf8.count > 1 ? String(path.dropLast()) : path
    folders.append(folder)
    let walk = try Files.walk(folder)
    walk.files.forEach { add($0) }
    hidden += walk.hidden.filter { Files.isFolder($0) || !Self.passedOver.containsSame(as: name(of: $0)) }
  }

  private mutating func add(_ path: String) {
    let identity = path == "-" ? path : Files.realPath(path) ?? path
    guard known.insert(ExactText(identity)).inserted else { return }
    if isManifest(path) || reportOfSideCar(path) != nil {
      descriptions.append(path)
    } else {
      reports.append(path)
    }
  }
}
