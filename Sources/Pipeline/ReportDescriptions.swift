import Evidence
import Git
import Interning
import Model
import System

/// What manifests and side-car files say of reports.
///
/// A manifest speaks of the reports of its folder and of the folders below. So it is looked for in all folders above a
/// report, by the path that was named and by that of the file behind symbolic links, and a side-car file beside both.
struct ReportDescriptions {
  private let found: FoundReports
  private let tracked: TrackedFiles?
  /// By the path of the report without symbolic links.
  private var entries: [ExactText: ReportManifest.Entry] = [:]

  init(of found: FoundReports, tracked: TrackedFiles?) { (self.found, self.tracked) = (found, tracked) }

  /// The entry for a report; nil when nothing describes it.
  func entry(of path: String) -> ReportManifest.Entry? { entries[identity(of: path)] }

  /// Reads all descriptions. Those that cannot be used add an error.
  mutating func read(_ diagnostics: inout [Diagnostic]) {
    var known: Set<ExactText> = []
    for path in (found.descriptions + sideCars).sorted(by: { $0.precedes($1) })
    where known.insert(identity(of: path)).inserted {
      do throws(Diagnostic) {
        if let refused = try refusal(of: path, tracked) { throw refused }
        try add(try entries(in: path), of: path)
      } catch { diagnostics.append(error) }
    }
    for path in manifestsAbove where known.insert(identity(of: path)).inserted {
      do throws(Diagnostic) { try addManifest(above: path) } catch { diagnostics.append(error) }
    }
  }

  // MARK: - Where they are

  private func identity(of path: String) -> ExactText { ExactText(Files.realPath(path) ?? path) }

  /// The files of reports: as named, and behind symbolic links.
  private var files: [String] {
    found.reports.filter { $0 != "-" }.flatMap { path in
      let real = Files.realPath(path)
      return real.map { path.isSame(as: $0) ? [path] : [path, $0] } ?? [path]
    }
  }

  private var sideCars: [String] {
    files.flatMap { file in yamlEndings.map { asNamedFromHere(file + sideCarName + $0) } }.filter(Files.exists)
  }

  /// The manifests in the folders of reports and in all folders above, the nearest first.
  private var manifestsAbove: [String] {
    var (seen, manifests) = (Set<ExactText>(), [String]())
    for file in files {
      // `..` in a path as named leads elsewhere behind a link, so folders are resolved before their parents are taken.
      guard var folder = Files.realPath(parent(of: file)) else { continue }
      while seen.insert(ExactText(folder)).inserted {
        let start = (folder == "/" ? "" : folder) + "/"
        manifests += manifestNames.map { asNamedFromHere(start + $0) }.filter(Files.exists)
        if folder == "/" { break }
        folder = parent(of: folder)
      }
    }
    return manifests
  }

  /// A path below the folder in which the program runs is shown relative to it, as reports are.
  private func asNamedFromHere(_ path: String) -> String {
    guard let here = Files.realPath("."), path.begins(with: here + "/") else { return path }
    return String(Substring(path.utf8.dropFirst(here.utf8.count + 1)))
  }

  // MARK: - What they say

  /// Two entries for one report are an error, because one would have to be ignored.
  private mutating func add(_ described: [(path: String, entry: ReportManifest.Entry)], of file: String)
    throws(Diagnostic)
  {
    for (report, entry) in described {
      guard Files.size(report) != nil else {
        throw Diagnostic(
          .reportMissing, "\(file) names \(entry.file), which does not exist", at: entry.at,
          help: "run the scanner again, or remove this entry")
      }
      if let other = entries.updateValue(entry, forKey: identity(of: report)) {
        throw Diagnostic(
          .manifestInvalid, "\(report) is described twice; first at \(other.at)", at: entry.at,
          help: "keep one of the two")
      }
    }
  }

  /// Reads a manifest that nobody named. Of its entries those count that are for reports that were named, or that lie in
  /// a folder that was. One that the change under review could have written is ignored where it has no such entry.
  private mutating func addManifest(above path: String) throws(Diagnostic) {
    let refused = try refusal(of: path, tracked)
    let all: [(path: String, entry: ReportManifest.Entry)]
    do throws(Diagnostic) { all = try entries(in: path) } catch {
      if refused != nil { return }
      throw error
    }
    let asked = Set(found.reports.map(identity))
    let folders = found.folders.compactMap(Files.realPath)
    let mine = all.filter { report, _ in
      asked.contains(identity(of: report)) || folders.contains { report.begins(with: $0 + "/") }
    }
    if let refused, !mine.isEmpty { throw refused }
    try add(mine, of: path)
  }

  private func entries(in path: String) throws(Diagnostic) -> [(path: String, entry: ReportManifest.Entry)] {
    let input = try Files.read(path, limit: Limit.policy)
    if let report = reportOfSideCar(path) {
      return try ReportManifest(sideCar: input, of: name(of: report)).entries.map { (report, $0) }
    }
    return try ReportManifest(input).entries.map { (sibling($0.file, of: path), $0) }
  }
}

func isManifest(_ path: String) -> Bool { manifestNames.containsSame(as: name(of: path)) }

/// The path of the report that a side-car file describes; nil for the path of any other file.
func reportOfSideCar(_ path: String) -> String? {
  guard !isManifest(path), let ending = yamlEndings.first(where: { path.ends(with: sideCarName + $0) }) else {
    return nil
  }
  return String(Substring(path.utf8.dropLast(sideCarName.utf8.count + ending.utf8.count)))
}

/// Both endings of YAML files count, as they do for policies.
private let manifestNames = yamlEndings.map { "gatehouse" + $0 }
/// What follows the name of a report in that of its side-car, before the ending.
let sideCarName = ".gatehouse"

/// Where the side-car of a report and the manifests that may describe it lie, by the path as named.
func placesOfDescriptions(of report: String) -> [String] {
  var places = yamlEndings.map { report + sideCarName + $0 }
  var folder = parent(of: report)
  while true {
    let start = folder == "." ? "" : folder == "/" ? "/" : folder + "/"
    places += manifestNames.map { start + $0 }
    if folder == "." || folder == "/" { return places }
    folder = parent(of: folder)
  }
}

/// The last part of a path.
func name(of path: String) -> String {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(Substring(path.utf8[path.utf8.index(after: $0)...])) } ?? path
}

/// The folder of a file: `.` for a name alone.
func parent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.utf8.startIndex ? "/" : String(Substring(path.utf8[..<slash]))
}

private func sibling(_ name: String, of path: String) -> String {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(Substring(path.utf8[...$0])) + name } ?? name
}
