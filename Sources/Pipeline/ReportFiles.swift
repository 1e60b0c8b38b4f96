import Evidence
import Model
import System

/// A report, and its entry in the folder's manifest or in its side-car file.
struct ReportFile: Hashable, Sendable {
  var path: String
  var entry: ReportManifest.Entry?
}

/// The reports that the command-line arguments name. Folders are walked. Manifests (`gatehouse.yaml`) and side-car
/// files (`REPORT.gatehouse.yaml`) are not reports, and are read wherever they lie beside a report.
///
/// An entry for a report that does not exist is an error, because a scanner that wrote nothing must not count as clean.
func reportFiles(in paths: [String], _ diagnostics: inout [Diagnostic]) -> [ReportFile] {
  var (found, said) = (Found(), Said())
  for path in paths {
    do throws(Diagnostic) { try found.look(at: path) } catch { diagnostics.append(error) }
  }
  for path in found.abouts.distinct {
    do throws(Diagnostic) { try said.loadReports(path) } catch { diagnostics.append(error) }
  }
  return found.reports.distinct.map { ReportFile(path: $0, entry: said.entries[$0]) }
}

/// The files that were found: reports, and the manifests and side-car files that describe reports.
private struct Found {
  var reports: [String] = []
  var abouts: [String] = []

  mutating func look(at path: String) throws(Diagnostic) {
    guard Files.isFolder(path) else { return add(path, withSiblings: path != "-") }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    for file in try Files.walk(folder) {
      let inside = file.dropFirst(folder.utf8.count + 1)
      if !inside.hasPrefix("."), !inside.contains("/.") { add(file) }
    }
  }

  /// A report that is named directly still uses the manifest and the side-car file beside it. A pattern like
  /// `reports/*` names these as well.
  private mutating func add(_ path: String, withSiblings: Bool = false) {
    if isManifest(path) || path.hasSuffix(ReportManifest.suffix) { return abouts.append(path) }
    reports.append(path)
    guard withSiblings else { return }
    abouts += [sibling(ReportManifest.fileName, of: path), path + ReportManifest.suffix].filter(Files.exists)
  }
}

/// The manifest entries of reports, by path.
private struct Said {
  var entries: [String: ReportManifest.Entry] = [:]

  /// Reads a manifest or a side-car file. Two entries for one report are an error,
  /// because one would have to be ignored.
  mutating func loadReports(_ path: String) throws(Diagnostic) {
    for (report, entry) in try entriesByPath(path) {
      guard Files.size(report) != nil else {
        throw Diagnostic(
          .reportMissing, "\(path) names \(entry.file), which does not exist", at: entry.at,
          help: "run the scanner again, or remove this entry")
      }
      if let other = entries.updateValue(entry, forKey: report) {
        throw Diagnostic(
          .manifestInvalid, "\(report) is described twice; first at \(other.at)", at: entry.at,
          help: "keep one of the two")
      }
    }
  }

  private func entriesByPath(_ path: String) throws(Diagnostic) -> [(String, ReportManifest.Entry)] {
    let input = try Files.read(path, limit: Limit.policy)
    guard isManifest(path) else {
      let report = String(path.dropLast(ReportManifest.suffix.count))
      return try ReportManifest(sideCar: input, of: name(of: report)).entries.map { (report, $0) }
    }
    return try ReportManifest(input).entries.map { (sibling($0.file, of: path), $0) }
  }
}

private func isManifest(_ path: String) -> Bool { name(of: path) == ReportManifest.fileName }

private func name(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

private func sibling(_ name: String, of path: String) -> String {
  path.lastIndex(of: "/").map { path[...$0] + name } ?? name
}

extension [String] {
  /// The distinct texts, in the order of their first appearance.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
