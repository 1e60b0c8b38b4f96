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
    FolderOfReports(folder.text, reports: byFolder[folder] ?? []).misnamed.filter { !asked.contains(ExactText($0.path)) }
  }.map { complaint(about: $0.path, of: $0.report) }
}

private func complaint(about path: String, of report: String?) -> Diagnostic {
  let right = report.map { $0 + ReportManifest.suffix } ?? "gatehouse.yaml"
  return Diagnostic(
    .manifestInvalid, "\(path) reads like \(report == nil ? "a manifest" : "a side-car"), but is not read",
    at: SourcePosition(file: path), because: ["the name that is read is \(right)"],
    help: "rename it to \(name(of: right)), or remove it")
}

/// A folder that holds reports that were named.
private struct FolderOfReports {
  private let folder: String
  private let reports: [(path: String, name: String)]
  private let names: [String]

  /// A folder that cannot be listed has no misnamed files: its reports are read by their names.
  init(_ folder: String, reports: [String]) {
    self.folder = folder
    self.reports = reports.map { ($0, lowercasedASCII(Pipeline.name(of: $0))) }
    do throws(Diagnostic) { names = try Files.names(in: folder) } catch { names = [] }
  }

  /// The misnamed files, each with the report that it seems to describe; nil for a manifest.
  var misnamed: [(path: String, report: String?)] {
    names.compactMap { name in
      guard lowercasedASCII(name).utf8.count < 512, !isManifest(name) else { return nil }
      let path = folder == "." && !reports.contains { $0.path.begins(with: "./") } ? name : joined(folder, name)
      guard Files.size(path) != nil else { return nil }
      if let described = reportOfSideCar(name), Files.exists(joined(folder, described)) { return nil }
      guard let report = seemsToDescribe(lowercasedASCII(name)) else {
        return isLikeManifest(lowercasedASCII(name)) && speaks(path) ? (path, nil) : nil
      }
      return report.isCertain || speaks(path) ? (path, report.path) : nil
    }
  }

  /// The report whose side-car a file of this name, in small letters, seems to be. It is certain if the name has that of
  /// the report in full.
  private func seemsToDescribe(_ name: String) -> (path: String, isCertain: Bool)? {
    let shown = name.utf8.first == UInt8(ascii: ".") ? String(name.dropFirst()) : name
    for report in reports where shown.begins(with: report.name) && isMark(shown.utf8.dropFirst(report.name.utf8.count)) {
      return (report.path, hasYAMLEnding(name) || name.ends(with: ".json") || name.ends(with: "gatehouse"))
    }
    for report in reports {
      let stem = report.name.utf8.lastIndex(of: UInt8(ascii: ".")).map { report.name.utf8[..<$0] }
      guard let stem, !stem.isEmpty, shown.utf8.starts(with: stem), isMark(shown.utf8.dropFirst(stem.count)) else {
        continue
      }
      return (report.path, hasYAMLEnding(name))
    }
    return nil
  }

  /// Whether what follows the name of a report is `gatehouse` after a separator.
  private func isMark(_ rest: some Sequence<UInt8>) -> Bool {
    let rest = String(decoding: Array(rest), as: UTF8.self)
    let separators = rest.utf8.prefix { ".-_ ".utf8.contains($0) }.count
    let word = rest.utf8.dropFirst(separators).filter { !"-_".utf8.contains($0) }
    return separators > 0 && word.starts(with: "gatehouse".utf8)
  }

  private func hasYAMLEnding(_ name: String) -> Bool { name.ends(with: ".yaml") || name.ends(with: ".yml") }

  private func isLikeManifest(_ name: String) -> Bool {
    let shown = name.utf8.first == UInt8(ascii: ".") ? String(name.dropFirst()) : name
    return shown.begins(with: "gatehouse.") || shown.begins(with: "gatehouse-reports.") || shown.begins(with: "gate-house.")
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
