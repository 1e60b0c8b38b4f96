import Evidence
import Git
import Interning
import Model
import Ownership
import Policies
import Reports
import System
import VEX

/// The result of a command for policy authors.
package struct PolicyCheckResult: Sendable {
  package var summary = ""
  package var diagnostics: [Diagnostic] = []
  /// The exit code: 0 when everything is valid, 1 when a test failed, 2 when a policy or a test is invalid.
  package var status: Int32 = 0

  /// Adds diagnostics about files. With an error among them the status is 2.
  fileprivate mutating func add(_ found: [Diagnostic]) {
    diagnostics += found
    if found.contains(where: { $0.severity == .error }) { status = 2 }
  }
}

/// A file of the policy bundle that has a JSON Schema.
package enum SchemaFile: String, CaseIterable, Sendable {
  case policy, people, baseline

  package static var names: String { allCases.map(\.rawValue).joined(separator: " or ") }

  package var schema: String {
    switch self {
    case .policy: policySchema()
    case .people: peopleSchema()
    case .baseline: baselineSchema()
    }
  }
}

/// Validates policy files and the waivers beside them, without judging findings.
///
/// - Parameter reports: Reports in which the scanners and rules are looked for that the policies name; empty to look for none.
package func checkPolicies(_ paths: [String], reports: [String] = [], now: Timestamp) -> PolicyCheckResult {
  var outcome = PolicyCheckResult(), lines: [String] = []
  let names = reports.isEmpty ? nil : NamesInReports(reports, now: now)
  outcome.add(names?.faults ?? [])
  for path in paths {
    do throws(PipelineError) {
      let source = try NamedPolicy(path)
      let policy = try Policy.read(source.policies)
      let waivers = try source.files.waivers()
      let (baseline, ofBaseline) = try source.files.baseline()
      let statements = try source.statements()
      let (proof, terms) = (try ProofFiles(source.files, policy.waiverTerms), policy.waiverTerms)
      outcome.add(policy.warnings + policy.warningsAboutDays(on: now.day) + policy.advice)
      outcome.add(names?.unused(in: policy) ?? [])
      outcome.add(UnmatchedPaths(policy.namedPaths + waivers.namedPaths, in: source.paths).warnings)
      outcome.add(statements)
      outcome.add(waivers.warnings + waivers.warnings(under: terms) + ofBaseline + proof.diagnostics)
      outcome.add(try proof.strangers(source.owners(), policy: path, terms) + source.unread())
      lines.append(
        "\(source.path): valid: \(plural(policy.rules.count, "rule")), \(plural(policy.exceptions.count, "exception")), "
          + plural(waivers.all.count, "waiver")
          + (baseline.map { ", a baseline of \(plural($0.count, "finding"))" } ?? "")
      )
    } catch {
      outcome.diagnostics += error.diagnostics
      outcome.status = 2
    }
  }
  outcome.summary = lines.joined(separator: "\n")
  return outcome
}

/// Runs the tests beside each policy. It is an error when there are no tests, because that would look like success.
package func testPolicies(_ paths: [String]) -> PolicyCheckResult {
  var outcome = PolicyCheckResult(), (passed, failed) = (0, 0)
  for path in paths {
    do throws(PipelineError) {
      let source = try NamedPolicy(path)
      outcome.add(try source.unread())
      for result in try runTests(of: source, &outcome) {
        outcome.diagnostics += result.failures
        if result.isPassed { passed += 1 } else { failed += 1 }
      }
    } catch {
      outcome.diagnostics += error.diagnostics
      outcome.status = 2
    }
  }
  outcome.summary = "\(passed) passed, \(failed) failed"
  if failed > 0, outcome.status == 0 { outcome.status = 1 }
  return outcome
}

private func runTests(
  of source: NamedPolicy, _ outcome: inout PolicyCheckResult
) throws(PipelineError) -> [PolicyTests.Result] {
  let policy = try Policy.read(source.policies)
  let inputs = try attempt { () throws(Diagnostic) in try source.files.tests() }
  guard !inputs.isEmpty else {
    throw PipelineError([
      Diagnostic(
        .policyTestEmpty, "there are no tests beside this policy", at: SourcePosition(file: source.path),
        help: "write tests.yaml, or tests/*.yaml, in the same folder")
    ])
  }
  var results: [PolicyTests.Result] = []
  for input in inputs {
    let tests = try attempt { () throws(PolicyError) in try PolicyTests.read(input, scanners: .all) }
    outcome.add(tests.warnings)
    results += tests.tests.map { $0.run(policy) }
  }
  return results
}

/// The folder of the policy that a path means: the `.gatehouse` of a repository for its root, and for `.gatehouse` in one of
/// its folders. Any other path is itself.
private func policyFolder(meantBy path: String) -> String {
  let home = PolicyBundle.home
  if Files.exists(path) {
    let inside = path.ends(with: "/") ? path + home : "\(path)/\(home)"
    let isRoot = Files.isFolder(inside) && !yamlEndings.contains { Files.exists("\(path)/policy\($0)") }
    return isRoot && !Files.isFolder("\(path)/policies") ? (path == "." ? home : inside) : path
  }
  guard path == home else { return path }
  var folder = ""
  while !Files.exists("\(folder).git") {
    folder += "../"
    guard folder.utf8.count < 3 * 100, let here = Files.realPath(folder) else { return path }
    if Files.isFolder(folder + home) { return folder + home }
    if here == "/" { return path }
  }
  return path
}

/// A policy that the user names: a policy file, or the folder of a policy bundle.
private struct NamedPolicy {
  let path: String
  let policies: [Input]
  /// The bundle in the folder, which has the waivers and tests for the policy.
  let files: PolicyFiles<FolderTree>
  /// Whether `path` is a folder, whose files all belong to the bundle.
  private let isFolder: Bool

  init(_ named: String) throws(PipelineError) {
    let path = policyFolder(meantBy: named)
    guard Files.exists(path) else { throw PipelineError([Self.missing(at: path, "nothing is here")]) }
    isFolder = Files.isFolder(path)
    let folder = isFolder ? path : parent(of: path)
    let prefix = folder.ends(with: "/") ? folder : folder + "/"
    let files = PolicyFiles(
      tree: FolderTree(folder, description: "the folder \(folder)", displayPrefix: prefix), folder: "")
    policies = try attempt { [isFolder] () throws(Diagnostic) in
      isFolder ? try files.policies() : [try Files.read(path, limit: Limit.policy)]
    }
    (self.path, self.files) = (path, files)
    guard policies.isEmpty else { return }
    throw PipelineError([Self.missing(at: path, "there is no policy.yaml here")])
  }

  private static func missing(at path: String, _ text: String) -> Diagnostic {
    Diagnostic(
      .policyMissing, text, at: SourcePosition(file: path),
      help: "name a policy file, or a folder that holds policy.yaml or policies/*.yaml")
  }

  /// The root of the repository whose policy lies here; nil where the folder is not called `.gatehouse`.
  private var root: String? {
    guard isFolder, let folder = Files.realPath(path), folder.ends(with: "/\(PolicyBundle.home)") else { return nil }
    return parent(of: folder)
  }

  /// The files that git tracks or is to track with the next commit; none where there is no repository that can be read.
  var paths: [[UInt8]] {
    guard let root else { return [] }
    do throws(Diagnostic) { return try Repository(at: root, environment: [:]).stagedPaths() } catch { return [] }
  }

  /// What there is to say about the VEX documents of the bundle. Throws the errors of those that cannot be read, for then nothing
  /// could be judged.
  func statements() throws(PipelineError) -> [Diagnostic] {
    guard isFolder else { return [] }
    let inputs = try attempt { [files] () throws(Diagnostic) in try files.vex() }
    var (said, faults) = ([Diagnostic](), [Diagnostic]())
    for input in inputs {
      do throws(Diagnostic) { said += try readVEXDocument(input).diagnostics } catch { faults.append(error) }
    }
    guard faults.isEmpty else { throw PipelineError(faults) }
    return said
  }

  /// The files of the folder that no loader reads, as `check` reports them of a commit.
  func unread() throws(PipelineError) -> [Diagnostic] {
    guard isFolder else { return [] }
    return try attempt { [root] () throws(Diagnostic) in
      try files.unread(isHome: root != nil, arePoliciesNamed: false)
    }
  }

  /// The owners whom the repository's CODEOWNERS names, each where it does so first. None where there is no repository.
  func owners() throws(PipelineError) -> [(name: String, at: SourcePosition)] {
    guard let root else { return [] }
    let tree = FolderTree(root, description: "the working tree")
    let file = try attempt { () throws(Diagnostic) in try Codeowners.load(from: tree).file }
    var (found, seen): ([(name: String, at: SourcePosition)], Set<ExactText>) = ([], [])
    for rule in file?.rules ?? [] {
      for owner in rule.owners where seen.insert(ExactText(lowercasedASCII(owner))).inserted {
        found.append((owner, SourcePosition(file: file?.name ?? "", line: rule.line)))
      }
    }
    return found
  }
}
