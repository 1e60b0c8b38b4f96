import Documents
import Evidence
import Model

/// Everything that the scanners said, and which reports may be taken as evidence.
struct Heard: Sendable {
  var observations: [Observation] = []
  var evidence: [Model.Evidence] = []
  var diagnostics: [Diagnostic] = []
}

/// How reports are read: the same for the head's, the base's and for `normalize`.
struct Reading: Sendable {
  var format: String?
  var severities: [String: [String: Severity?]] = [:]
  var roots: [String] = []
  var binding: EvidenceBinding
  /// Whether the scanned commit has a file; nil: nobody can tell.
  var hasFile: (@Sendable (String) -> Bool)?
}

extension Heard {
  /// Reads all reports, one a thread. One that cannot be read in full adds an error and no observation.
  init(_ paths: [String], _ reading: Reading) {
    let files = reportFiles(in: paths, &diagnostics)
    for heard in inParallel(files.count, { Heard(files[$0], reading) }) {
      observations += heard.observations
      evidence += heard.evidence
      diagnostics += heard.diagnostics
    }
    evidence.sort { ($0.file, $0.digest) < ($1.file, $1.digest) }
  }

  private init(_ file: ReportFile, _ reading: Reading) {
    do throws(Diagnostic) { try add(file, reading) } catch { diagnostics.append(error) }
  }

  private mutating func add(_ file: ReportFile, _ reading: Reading) throws(Diagnostic) {
    let input = try Files.read(file.path)
    var reading = reading
    if file.entry?.folder != nil { reading.hasFile = nil }
    do throws(Diagnostic) {
      var report = try readReport(
        input, as: reading.format, severities: reading.severities, roots: reading.roots,
        hasFile: reading.hasFile)
      if let folder = file.entry?.folder { report.place(under: folder) }
      evidence.append(Model.Evidence(of: report, entry: file.entry, binding: reading.binding))
      observations = report.observations
      diagnostics += report.warnings
    } catch {
      // The line that cannot be read may hold the very secret that the scanner found (law 12).
      var fault = error
      fault.excerpt = nil
      evidence.append(Model.Evidence(of: input, refused: fault))
      throw fault
    }
  }
}

/// A report and what the manifest beside it says of it.
struct ReportFile: Hashable, Sendable {
  var path: String
  var entry: ReportManifest.Entry?
}

/// The manifest's name, in a folder of reports.
private let manifestName = "gatehouse.yaml"

/// The files behind the words of the command line: folders are walked, and each has its manifest.
///
/// What the manifest names and is not there is an error: a scanner that wrote nothing must not read as clean.
func reportFiles(in paths: [String], _ diagnostics: inout [Diagnostic]) -> [ReportFile] {
  var files: [ReportFile] = []
  for path in paths {
    do throws(Diagnostic) {
      files += Files.isFolder(path) ? try filesInFolder(path) : [try single(path)]
    } catch { diagnostics.append(error) }
  }
  var seen: Set<String> = []
  return files.filter { seen.insert($0.path).inserted }
}

private func filesInFolder(_ folder: String) throws(Diagnostic) -> [ReportFile] {
  let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  let inside = try Files.walk(folder).map { String($0.dropFirst(folder.utf8.count + 1)) }
    .filter { !$0.hasPrefix(".") && !$0.contains("/.") }
  let manifest = try inside.contains(manifestName) ? manifest(in: folder) : nil
  for entry in manifest?.entries ?? [] where !inside.contains(entry.file) {
    throw Diagnostic(
      .reportMissing, "the manifest names \(entry.file.inert()), which is not there", at: entry.at,
      help: "let the scanner write it, or take the entry out of the manifest")
  }
  return inside.filter { $0 != manifestName }.map {
    ReportFile(path: "\(folder)/\($0)", entry: manifest?.entry(for: $0))
  }
}

/// A report named by itself still has the manifest beside it.
private func single(_ path: String) throws(Diagnostic) -> ReportFile {
  guard path != "-", let slash = path.lastIndex(of: "/") else {
    let manifest = try path != "-" && Files.exists(manifestName) ? manifest(in: ".") : nil
    return ReportFile(path: path, entry: manifest?.entry(for: path))
  }
  let folder = String(path[..<slash])
  let manifest = try Files.exists("\(folder)/\(manifestName)") ? manifest(in: folder) : nil
  return ReportFile(path: path, entry: manifest?.entry(for: String(path[path.index(after: slash)...])))
}

private func manifest(in folder: String) throws(Diagnostic) -> ReportManifest {
  try ReportManifest(try Files.read(folder == "." ? manifestName : "\(folder)/\(manifestName)", limit: Limit.policy))
}
