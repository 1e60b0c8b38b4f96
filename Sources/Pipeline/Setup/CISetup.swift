import Git
import Interning
import Model
import System

/// Which files of CI systems a repository gets, and what they run.
struct CISetup: Sendable {
  /// The systems whose files are written: those that the user names, else those that the repository has.
  let systems: [SetupSystem]
  /// The systems among those wanted whose place is taken by a file that does not run the gate.
  let taken: [SetupSystem]
  let values: CIValues
  /// Why each scanner is run, as the answer says it.
  let reason: String
  /// Whether hooks for pre-commit are wanted and left out, because there is nothing that they would scan.
  let lacksHook: Bool

  /// - Parameters:
  ///   - chosen: The names that the user gives to `--ci`; empty for the systems of the repository.
  ///   - stages: The stages of GitLab's pipeline; empty where the repository does not name them.
  ///   - isTaken: Whether a file is there that does not run the gate.
  init(
    _ chosen: [String], _ survey: RepositorySurvey, version: String, pins: [UInt8]?, stages: [String],
    isTaken: (CIFile) -> Bool
  ) {
    let asked =
      chosen.isEmpty
      ? survey.systems.filter { !$0.files.isEmpty }
      : SetupSystem.all.filter { system in chosen.contains { $0.isSame(as: system.option ?? "") } }
    // Without a language nothing is known yet of what there will be.
    let isWithoutPython = !survey.languages.isEmpty && !survey.languages.contains { $0.name == "Python" }
    lacksHook = isWithoutPython && asked.contains { !$0.isCI }
    let wanted = asked.filter { $0.isCI || !isWithoutPython }
    taken = wanted.filter { $0.files.first.map { $0.otherPath == nil && isTaken($0) } ?? false }
    let names = taken.map(\.name)
    systems = wanted.filter { system in !names.contains { $0.isSame(as: system.name) } }
    var values = CIValues(version: version)
    if let branch = survey.defaultBranch?.name, branch.isPlainName { values.branch = branch }
    if let digest = pins.flatMap({ Self.digest(of: version, in: $0) }) { values.digest = digest }
    if !survey.scannable.isEmpty { values.scanners = survey.scannable.map(\.scanner) }
    if !stages.contains(values.stage), let first = stages.first(where: \.isPlainName) { values.stage = first }
    self.values = values
    reason =
      survey.scannable.isEmpty
      ? "runs bandit and checkov, as no file shows which are needed"
      : "runs " + survey.scannable.map { "\($0.scanner.rawValue) (\($0.what))" }.joined(separator: " and ")
  }

  /// What the files see to, so that the policy can ask for it; empty without files for CI.
  var demands: [InitialFiles.Demand] {
    guard systems.contains(where: \.isCI) else { return [] }
    return values.scanners.map { scanner in
      switch scanner {
      case .bandit: InitialFiles.Demand(kind: .sast, tool: scanner.rawValue)
      case .checkov: InitialFiles.Demand(kind: .iac, tool: scanner.rawValue)
      }
    }
  }

  /// The commands by which CI runs the scanners, for HEAD and a folder `reports`.
  var commands: [String] {
    let file = CIFile(path: "", template: PackageResources.Jenkinsfile).text(values)
    return file.split(separator: "\n").filter { $0.contains("gatehouse record --commit") }.map { line in
      String(line.drop { $0 == " " }).replacing("\"$1\"", with: "HEAD")
        .replacing(/"\$2\/([^"]+)"/) { "reports/\($0.output.1)" }
    }
  }

  /// The stages that a `.gitlab-ci.yml` names, as a list in brackets or below the key.
  static func stages(in text: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.split(separator: "#", omittingEmptySubsequences: false)[0] }
    guard let start = lines.firstIndex(where: { $0.hasPrefix("stages:") }) else { return [] }
    let inline = lines[start].dropFirst("stages:".count)
    let below = lines[(start + 1)...].map { $0.drop { $0 == " " } }.prefix { $0.hasPrefix("- ") || $0.isEmpty }
      .map { $0.dropFirst(2) }
    let words = inline.contains("[") ? inline.split(separator: ",") : Array(below)
    return words.map { $0.trimming { " []\"'\r".contains($0) } }.filter { !$0.isEmpty }
  }

  /// The digest of the archive for x86-64 in `.gatehouse/release.sha256`, whose lines are those of SHA256SUMS.
  private static func digest(of version: String, in pins: [UInt8]) -> String? {
    let archive = "  gatehouse-\(version)-linux-x86_64.tar.gz"
    return pins.split(separator: UInt8(ascii: "\n")).lazy.map { String(decoding: $0, as: UTF8.self) }
      .first { $0.ends(with: archive) && $0.utf8.count == 64 + archive.utf8.count && isObjectID(String($0.prefix(64))) }
      .map { String($0.prefix(64)) }
  }
}

extension Substring {
  /// The text without the characters at its ends that are so.
  fileprivate func trimming(_ isLeftOut: (Character) -> Bool) -> String {
    var rest = self.drop(while: isLeftOut)
    while let last = rest.last, isLeftOut(last) { rest.removeLast() }
    return String(rest)
  }
}

extension String {
  /// Whether YAML and a shell take the text for itself without quotes.
  fileprivate var isPlainName: Bool {
    let isFirstPlain = utf8.first.map { (97...122).contains($0 | 0x20) } ?? false
    return isFirstPlain
      && utf8.allSatisfy {
        (97...122).contains($0 | 0x20) || (48...57).contains($0) || "-_./".utf8.contains($0)
      }
  }
}
