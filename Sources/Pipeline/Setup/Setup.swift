import Evidence
import Git
import Interning
import Model
import Ownership
import Policies
import Reports
import System

/// The input of `gatehouse init`.
package struct SetupRequest: Sendable {
  /// The repository, the reports that are there, and the time.
  package var check: Request
  /// The last day of the baseline; nil for 90 days from now.
  package var until: Day?
  /// The CI systems whose files are wanted, as `--ci` names them; empty for those that the repository has.
  package var systems: [String] = []
  /// The version of this program, which CI is to install.
  package var version: String

  package init(_ check: Request, version: String) { (self.check, self.version) = (check, version) }

  /// The names that `systems` takes.
  package static let systemNames = SetupSystem.options
}

/// What `gatehouse init` found, did and advises.
package struct SetupResult: Sendable {
  /// The sections of the answer, each with its rows.
  package var sections: [Section] = []
  package var diagnostics: [Diagnostic] = []
  /// 0 when all files are there, 2 when one could not be made.
  package var status: Int32 = 0

  package struct Section: Sendable {
    package var title: String
    package var rows: [(name: String, text: String)]
  }
}

/// Sets up the gate of a repository: writes the files of `.gatehouse/` and of its CI systems that are missing, and changes none
/// that is there, but for a policy of its own without demands for evidence that nobody has edited.
package func setUp(_ request: SetupRequest) -> SetupResult {
  var result = SetupResult()
  do throws(PipelineError) {
    let setup = try Setup(request)
    let written = try setup.write()
    result.sections = [
      .init(title: "found", rows: setup.found), .init(title: "files", rows: written),
      .init(title: "next", rows: setup.next(after: written)),
    ]
    result.diagnostics = setup.notes
  } catch {
    (result.diagnostics, result.status) = (error.diagnostics, 2)
  }
  return result
}

struct Setup {
  let folder: String
  let survey: RepositorySurvey
  let ci: CISetup
  let files: InitialFiles
  /// What the given reports prove and found; empty without reports.
  let evidence: [ReportEvidence]
  let findings: [Finding]
  let notes: [Diagnostic]
  /// The policy that `.gatehouse/` has already; nil when it has none.
  let policy: Policy?
  /// That policy, if `init` wrote it without reports and it may be written again.
  let unedited: UneditedPolicy?
  /// The folders that scans write to and that git does not ignore.
  let openFolders: [String]
  /// Those of them in which reports lie that the user names.
  let namedFolders: [String]
  /// Whether git ignores the policy.
  let isGateIgnored: Bool
  /// The baseline that is there and is not written again; nil when there is none that can be read.
  let keptBaseline: Baseline?
  /// The last day of the baseline that the user names.
  let wantedEnd: Day?
  let name: String

  init(_ request: SetupRequest) throws(PipelineError) {
    let repository = try openRepository(request.check)
    guard let folder = repository.workDirectory else {
      throw PipelineError([
        Diagnostic(
          .usage, "a bare repository has no files to set up", help: "run `gatehouse init` in a clone with a work tree")
      ])
    }
    let check = request.check
    let tree = FolderTree(folder, description: "the working tree")
    let policies = try attempt { () throws(Diagnostic) in
      try PolicyFiles(tree: tree, folder: PolicyBundle.home).policies()
    }
    survey = try attempt { () throws(Diagnostic) in
      try RepositorySurvey(
        of: repository, dialect: dialectHint(named: check.dialect, in: check.environment, repository),
        environment: check.environment, hasReports: !check.reports.isEmpty)
    }
    let pins = try attempt { () throws(Diagnostic) in
      try tree.read("\(PolicyBundle.home)/release.sha256", limit: 1 << 20)
    }
    let stages = Self.text(at: ".gitlab-ci.yml", in: folder).map(CISetup.stages) ?? []
    ci = CISetup(request.systems, survey, version: request.version, pins: pins, stages: stages) { file in
      Self.text(at: file.path, in: folder).map { !CIFile.runsGate($0) } ?? false
    }
    files = try attempt { () throws(Diagnostic) in try InitialFiles(today: check.now.day, until: request.until) }
    self.folder = folder
    name = folder.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? "main"
    policy = try policies.isEmpty ? nil : Policy.read(policies)
    unedited = policies.count == 1 ? Self.text(at: Self.policyFile, in: folder).flatMap(UneditedPolicy.init) : nil
    let ignores = IgnoredFolders(of: folder, check.environment)
    isGateIgnored = ignores.hasFile(Self.policyFile)
    wantedEnd = request.until
    do throws(PipelineError) {
      keptBaseline = try PolicyFiles(tree: tree, folder: PolicyBundle.home).baseline().0
    } catch {
      keptBaseline = nil
    }
    let facts = try Self.facts(check, policy, in: repository)
    evidence = facts?.evidence ?? []
    namedFolders = Self.folders(of: evidence.map(\.file), in: folder)
    var open = [SurveyedReports.folder] + ci.systems.compactMap(\.output)
    open += namedFolders.filter { !open.containsSame(as: $0) }
    openFolders = open.filter { !ignores.has($0) }
    let present = facts?.findings.filter { $0.newness.newness != .resolved && $0.finding.state != .fixed }
    findings = present?.map(\.finding) ?? []
    let errors = facts?.diagnostics.filter { $0.severity == .error } ?? []
    let faults = evidence.compactMap { $0.state == .failed ? $0.reason : nil } + errors
    // A list of a part of what is there would let the rest block everybody.
    guard faults.isEmpty else { throw PipelineError(faults) }
    // The policy will ask for reports of the change; one that would not count there is reported today.
    let doubts = evidence.compactMap { $0.state == .present ? nil : $0.reason?.asWarning }
    notes = doubts + (facts?.diagnostics.filter { $0.severity == .warning && $0.code != .nothingCompared } ?? [])
  }

  /// The folders at the root of the work tree in which files lie, each once.
  private static func folders(of files: [String], in root: String) -> [String] {
    guard let root = Files.realPath(root) else { return [] }
    let inside = files.compactMap { Files.realPath($0) }.compactMap { ScannedPlace.inside(root, $0) }
    return Set(inside.map { $0.split(separator: "/") }.filter { $0.count > 1 }.map { String($0[0]) }).sorted()
  }

  /// The policy file that `init` writes.
  static let policyFile = "\(PolicyBundle.home)/policy.yaml"

  /// The path of a YAML file of the bundle that is there, with either ending; nil when there is none.
  func homeFile(_ name: String) -> String? {
    yamlEndings.map { "\(PolicyBundle.home)/\(name)\($0)" }.first { Files.exists("\(folder)/\($0)") }
  }

  /// The text of a file of the work tree; nil when there is none, or when it is too long for a file of CI.
  static func text(at path: String, in folder: String) -> String? {
    do throws(Diagnostic) {
      return String(decoding: try Files.read("\(folder)/\(path)", limit: 1 << 20).bytes, as: UTF8.self)
    } catch {
      return nil
    }
  }

  /// How a scan of HEAD is recorded, whatever else the work tree has.
  static let recordCommand = "gatehouse record --commit HEAD --output reports/NAME.json -- SCANNER …"

  /// The findings of HEAD as the reports have them; nil without reports or before the first commit.
  private static func facts(
    _ request: Request, _ policy: Policy?, in repository: Repository
  ) throws(PipelineError) -> DecisionInput? {
    guard !request.reports.isEmpty else { return nil }
    guard let head = try attempt({ () throws(Diagnostic) in try repository.head() }) else {
      throw PipelineError([
        Diagnostic(.headUnborn, "there is no commit yet that reports could be about", help: "commit, scan, then init")
      ])
    }
    var request = request.knowingCheckouts(of: repository)
    request.helpWithoutReports =
      "run the scanners first, each as `\(Self.recordCommand)`, and name their folder: gatehouse init reports/"
    (request.base, request.head) = (head.commit.description, head.commit.description)
    request.scanned = request.scanned ?? head.commit.description
    let final = request
    let comparison = try attempt { () throws(Diagnostic) in try Comparison.resolve(final, in: repository) }
    let any = try Policy.read([.anything])
    return try DecisionInput(request, comparison, policy ?? any, in: repository)
  }
}

extension Input {
  /// A policy that says nothing about reports.
  fileprivate static let anything = Input(
    name: "policy.yaml",
    bytes: Array("gatehouse: 1\nname: x\nrules: [{ id: x, when: { kind: sast }, effect: warn }]\n".utf8))
}
