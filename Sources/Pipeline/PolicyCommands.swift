import Evidence
import Model
import Policies
import System

/// What a policy author's command ends with.
package struct PolicyCheckResult: Sendable {
  package var summary = ""
  package var diagnostics: [Diagnostic] = []
  /// 0 right, 1 a test failed, 2 a policy or a test cannot be taken.
  package var status: Int32 = 0
}

/// The JSON Schema of the policy language.
package func policySchemaText() -> String { policySchema() }

/// Checks policy files, and the waivers beside them, without judging anything.
package func checkPolicies(_ paths: [String]) -> PolicyCheckResult {
  var outcome = PolicyCheckResult(), lines: [String] = []
  for path in paths {
    do throws(PipelineError) {
      let folder = try PolicyFolder(path)
      let policy = try folder.policy()
      let waivers = try folder.waivers()
      lines.append(
        "\(path): \(policy.rules.count) rules, \(policy.exceptions.count) exceptions, \(waivers.all.count) waivers: right"
      )
    } catch {
      outcome.diagnostics += error.diagnostics
      outcome.status = 2
    }
  }
  outcome.summary = lines.joined(separator: "\n")
  return outcome
}

/// Runs the tests beside each policy. No tests is an error: silence would look like success.
package func testPolicies(_ paths: [String]) -> PolicyCheckResult {
  var outcome = PolicyCheckResult(), (passed, failed) = (0, 0)
  for path in paths {
    do throws(PipelineError) {
      let folder = try PolicyFolder(path)
      let policy = try folder.policy()
      guard !folder.tests.isEmpty else {
        throw PipelineError([
          Diagnostic(
            .policyTestEmpty, "there are no tests beside this policy", at: SourcePosition(file: path),
            help: "write tests.yaml, or tests/*.yaml, in the same folder")
        ])
      }
      for file in folder.tests {
        let input = try attempt { () throws(Diagnostic) in try Files.read(file, limit: Limit.policy) }
        let tests = try attempt { () throws(PolicyError) in try PolicyTests.read(input, tools: Format.toolNames) }
        for result in tests.tests.map({ $0.run(policy) }) {
          outcome.diagnostics += result.failures
          if result.isPassed { passed += 1 } else { failed += 1 }
        }
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

/// The files of one policy, from a policy file or from the folder that holds it.
private struct PolicyFolder {
  var policies: [String]
  var tests: [String]
  var waiverFile: String?

  init(_ path: String) throws(PipelineError) {
    let isFolder = Files.isFolder(path)
    let folder = isFolder ? (path.hasSuffix("/") ? String(path.dropLast()) : path) : parent(of: path)
    let files = try attempt { () throws(Diagnostic) in Files.isFolder(folder) ? try Files.walk(folder) : [] }
    func named(_ names: String...) -> [String] { names.map { "\(folder)/\($0)" }.filter(files.contains) }
    func inside(_ name: String) -> [String] {
      files.filter { $0.hasPrefix("\(folder)/\(name)/") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
    }
    policies = isFolder ? named("policy.yaml") + inside("policies") : [path]
    tests = named("tests.yaml") + inside("tests")
    waiverFile = named("waivers.yaml").first
    guard policies.isEmpty else { return }
    throw PipelineError([
      Diagnostic(
        .policyMissing, "there is no policy.yaml here", at: SourcePosition(file: path),
        help: "name a policy file, or a folder that holds policy.yaml or policies/*.yaml")
    ])
  }

  func policy() throws(PipelineError) -> Policy {
    var inputs: [Input] = []
    for file in policies {
      inputs.append(try attempt { () throws(Diagnostic) in try Files.read(file, limit: Limit.policy) })
    }
    return try attempt { () throws(PolicyError) in try Policy.read(inputs, tools: Format.toolNames) }
  }

  func waivers() throws(PipelineError) -> Waivers {
    guard let waiverFile else { return .none }
    let input = try attempt { () throws(Diagnostic) in try Files.read(waiverFile, limit: Limit.policy) }
    return try attempt { () throws(PolicyError) in try Waivers.read([input]) }
  }
}

private func parent(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}
