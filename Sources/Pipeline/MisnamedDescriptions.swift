import Evidence
import Interning
import Model
import System

/// A complaint about each file beside a report that reads like its side-car or its manifest, but has another name than
/// one that is read: `trivy.json.Gatehouse.yaml`, `trivy.gatehouse.yaml`, `trivy.json.gatehouse.json`.
///
/// It could say that the scanner failed. Where a folder of reports is named, such files are read as reports, which
/// they are not, so only the reports that are named themselves need this.
func misnamedDescriptions(of reports: [String]) -> [Diagnostic] {
  var byFolder: [ExactText: [String]] = [:]
  for report in reports where report != "-" { byFolder[ExactText(parent(of: report)), default: []].append(report) }
  let asked = Set(reports.map { ExactText($0) })
  return byFolder.keys.sorted().flatMap { folder in
    FolderOfReports(folder.text, reports: byFolder[folder] ?? []).misnamed.filter {
      !asked.contains(ExactText($0.path))
    }
  }.map { complaint(about: $0.path, of: $0.report) }
}

private func complaint(about path: String, of report: String?) -> Diagnostic {
  let right = report.map { $0 + ReportManifest.suffix } ?? joined(parent(of: path), "gatehouse.yaml")
  return Diagnostic(
    .manifestInvalid, "\(path) reads like \(report == nil ? "a manifest" : "a side-car"), but is not read",
    // Beside a file of the right name it may be a copy.
    severity: Files.exists(right) ? .warning : .error, at: SourcePosition(file: path),
    because: ["the name that is read is \(right)"],
    help: "rename it to \(name(of: right)), or remove it")
}

/// A folder that holds reports that were named.
private struct FolderOfReports {
  private let folder: String
  /// The reports by their names, and by their names without ending, in small letters.
  private var reports: [ExactText: String] = [:]
  private let names: [String]

  /// A folder that cannot be listed has no misnamed files: its reports are read by their names.
  init(_ folder: String, reports: [String]) {
    self.folder = folder
    do throws(Diagnostic) { names = try Files.names(in: folder) } catch { names = [] }
    for report in reports {
      let name = lowercasedASCII(Pipeline.name(of: report))
      self.reports[ExactText(name)] = report
      guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { continue }
      let stem = ExactText(String(name[..<dot]))
      if self.reports[stem] == nil { self.reports[stem] = report }
    }
  }

  /// The misnamed files, each with the report that it seems to describe; nil for a manifest.
  var misnamed: [(path: String, report: String?)] {
    names.compactMap { name in
      guard let (described, ending) = parts(of: lowercasedASCII(name)), !isManifest(name) else { return nil }
      let path = folder == "." ? name : joined(folder, name)
      guard Files.size(path) != nil else { return nil }
      if let described = reportOfSideCar(name), !described.isEmpty, Files.exists(joined(folder, described)) {
        return nil
      }
      if described.isEmpty { return speaks(path) ? (path, nil) : nil }
      guard let report = reports[ExactText(described)] else { return nil }
      return isUnmistakable(ending, described, of: report) || speaks(path) ? (path, report) : nil
    }
  }

  /// What a name has before `gatehouse` and the separators there, and what it has behind; nil if it has no such word.
  private func parts(of name: String) -> (described: String, ending: String)? {
    let bytes = Array(name.utf8)
    guard bytes.count < 512 else { return nil }
    for word in ["gatehouse", "gate-house", "gate_house"].map({ Array($0.utf8) }) {
      guard let start = bytes.indices.last(where: { bytes[$0...].starts(with: word) }) else { continue }
      let shown = bytes[..<start].first == UInt8(ascii: ".") ? bytes[1..<start] : bytes[..<start]
      let described = shown.reversed().drop { ".-_ ".utf8.contains($0) }.reversed()
      guard described.isEmpty || described.count < shown.count else { continue }
      return (
        String(decoding: described, as: UTF8.self), String(decoding: bytes[(start + word.count)...], as: UTF8.self)
      )
    }
    return nil
  }

  /// Whether nothing else can be meant: Gatehouse writes no YAML, and no other file begins with the whole name of a report.
  private func isUnmistakable(_ ending: String, _ described: String, of report: String) -> Bool {
    if ending.ends(with: ".yaml") || ending.ends(with: ".yml") { return true }
    let isWhole = described.isSame(as: lowercasedASCII(Pipeline.name(of: report)))
    return isWhole && (ending.isEmpty || ending.isSame(as: ".json"))
  }

  /// Whether the file has the key with which side-cars and manifests begin. Outputs of Gatehouse have such names, too.
  private func speaks(_ path: String) -> Bool {
    do throws(Diagnostic) {
      let bytes = try Files.read(path, limit: Limit.policy).bytes
      return String(decoding: bytes.prefix(1 << 16), as: UTF8.self).contains("gatehouse-report")
    } catch { return false }
  }
}

private func joined(_ folder: String, _ name: String) -> String { folder == "/" ? "/" + name : "\(folder)/\(name)" }
