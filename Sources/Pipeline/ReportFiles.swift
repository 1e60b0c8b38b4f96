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
  var descriptions = ReportDescriptions(of: found, tracked: tracked)
  descriptions.read(&diagnostics)
  diagnostics += misnamedDescriptions(of: found.reports)
  let files = found.reports.map { path in
    var file = ReportFile(path: path, entry: descriptions.entry(of: path))
    do throws(Diagnostic) { file.refusal = try refusal(of: path, tracked) } catch { file.refusal = error }
    return file
  }
  let sources = TrackedSources(among: files, found)
  diagnostics += sources.diagnostics + found.hidden.filter { !sources.isBelow($0) }.map(hiddenFile)
  return sources.others
}

/// The files of the repository that lie in folders which the user named, and that no scanner wrote: somebody named the folder
/// that is scanned in place of the one that has the reports. There is one message for each folder.
private struct TrackedSources {
  /// The files that remain.
  private(set) var others: [ReportFile] = []
  private var sources: [(folder: String, files: [ReportFile])] = []

  init(among files: [ReportFile], _ found: FoundReports) {
    for file in files {
      guard let folder = found.folder(of: file.path), file.refusal?.code == .reportInChange, !isReport(file.path) else {
        others.append(file)
        continue
      }
      if let index = sources.firstIndex(where: { $0.folder.isSame(as: folder) }) {
        sources[index].files.append(file)
      } else {
        sources.append((folder, [file]))
      }
    }
  }

  /// Whether a path lies in a folder that has sources.
  func isBelow(_ path: String) -> Bool { sources.contains { path.begins(with: $0.folder + "/") } }

  var diagnostics: [Diagnostic] {
    sources.map { folder, files in
      let reports = others.first { $0.refusal == nil && $0.path.begins(with: folder + "/") }.map { parent(of: $0.path) }
      let more = files.count - 3
      return Diagnostic(
        .reportInChange, "\(folder) holds sources of the repository, and they are no reports",
        at: SourcePosition(file: folder),
        because: files.prefix(3).map { "git tracks \($0.path)" } + (more > 0 ? ["and \(more) more files"] : []),
        help: reports.map { "name the folder that has the reports alone: \($0)/" }
          ?? "name the folder that scanners write their reports to; git does not track what is in it")
    }
  }

  private func isReport(_ path: String) -> Bool {
    do throws(Diagnostic) {
      _ = try readReport(Files.readReport(path))
      return true
    } catch {
      return false
    }
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
  /// The folder that was named and in which a report was found.
  private var foldersOfReports: [ExactText: String] = [:]

  /// Hidden files that are known to be no reports. A folder of such a name may hold some, other than git's own.
  private static let passedOver = [".git", ".gitkeep", ".gitignore", ".gitattributes", ".keep", ".DS_Store"]

  /// The folder in which a report was found; nil for one that was named itself.
  func folder(of path: String) -> String? { foldersOfReports[ExactText(path)] }

  mutating func look(at path: String) throws(Diagnostic) {
    guard Files.isFolder(path) else {
      _ = add(path)
      return
    }
    let folder = path.ends(with: "/") && path.utf8.count > 1 ? String(path.dropLast()) : path
    folders.append(folder)
    let walk = try Files.walk(folder)
    for file in walk.files where add(file) { foldersOfReports[ExactText(file)] = folder }
    hidden += walk.hidden.filter { path in
      let name = name(of: path)
      return !(name.isSame(as: ".git") && Files.exists("\(path)/HEAD"))
        && (Files.isFolder(path) || !Self.passedOver.containsSame(as: name))
    }
  }

  /// Whether the path is new, and no description of reports.
  private mutating func add(_ path: String) -> Bool {
    let identity = path == "-" ? path : Files.realPath(path) ?? path
    guard known.insert(ExactText(identity)).inserted else { return false }
    if isManifest(path) || reportOfSideCar(path) != nil {
      descriptions.append(path)
      return false
    }
    reports.append(path)
    return true
  }
}
