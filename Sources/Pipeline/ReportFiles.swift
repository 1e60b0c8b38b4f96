import Evidence
import Model
import System

/// A report, and what the manifest of its folder or its own side-car says of it.
struct ReportFile: Hashable, Sendable {
  var path: String
  var entry: ReportManifest.Entry?
}

/// The files behind the words of the command line. Folders are walked; what speaks of reports (`gatehouse.yaml`,
/// `REPORT.gatehouse.yaml`) is no report, and is heard wherever it lies beside one.
///
/// What is spoken of and is not there is an error: a scanner that wrote nothing must not read as clean.
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

/// Files by what they are: reports, and what speaks of reports.
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

  /// A report that is named by itself still has what lies beside it. `reports/*` names what speaks of reports as well.
  private mutating func add(_ path: String, withSiblings: Bool = false) {
    if isManifest(path) || path.hasSuffix(ReportManifest.suffix) { return abouts.append(path) }
    reports.append(path)
    guard withSiblings else { return }
    abouts += [sibling(ReportManifest.fileName, of: path), path + ReportManifest.suffix].filter(Files.exists)
  }
}

/// What was said of reports, by their paths.
private struct Said {
  var entries: [String: ReportManifest.Entry] = [:]

  /// Takes in a manifest or a side-car. Whoever of two is believed, the other would be passed over: both are refused.
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
  /// Each text once, in the order of its first appearance.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
