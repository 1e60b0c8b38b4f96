import Evidence
import Model
import Policies
import System
import VEX

/// The maximal size in bytes of files in a policy bundle, checked before reading, and the
/// maximal number of files in a folder.
enum Limit {
  static let policy = 1 << 20
  static let vex = 64 << 20
  static let baseline = 16 << 20
  static let filesInFolder = 1000
}

/// The files of a policy bundle in a tree: `policy.yaml`, `policies/*.yaml`, `waivers.yaml`, `baseline.yaml`, `people.yaml`,
/// `allowed_signers`, `keyring.gpg`, `vex/*.json`, and the tests `tests.yaml` and `tests/*.yaml`. All commands use this type to
/// find them. The ending `.yml` is as good as `.yaml`.
struct PolicyFiles<Source: Tree> {
  let tree: Source
  /// The folder that contains them; `""` is the root of the tree.
  let folder: String

  func path(_ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

  /// `policy.yaml` and the files of `policies/`; empty when there are none.
  func policies() throws(Diagnostic) -> [Input] { try input("policy") + inputs("policies") }

  /// `tests.yaml` and the files of `tests/`.
  func tests() throws(Diagnostic) -> [Input] { try input("tests") + inputs("tests") }

  func waivers() throws(PipelineError) -> Waivers {
    let inputs = try attempt { () throws(Diagnostic) in try input("waivers") }
    return try attempt { () throws(PolicyError) in try Waivers.read(inputs) }
  }

  /// The findings that `baseline.yaml` lists, and warnings about the file; nil when there is none.
  func baseline() throws(PipelineError) -> (baseline: Baseline?, warnings: [Diagnostic]) {
    let inputs = try attempt { () throws(Diagnostic) in try input("baseline", limit: Limit.baseline) }
    return try attempt { () throws(PolicyError) in try Baseline.read(inputs) }
  }

  /// The people of `people.yaml`, and warnings about the file; nobody when there is none.
  func people() throws(PipelineError) -> (people: People, warnings: [Diagnostic]) {
    let inputs = try attempt { () throws(Diagnostic) in try input("people") }
    return try attempt { () throws(PolicyError) in try People.read(inputs) }
  }

  func hasPeople() throws(PipelineError) -> Bool {
    try attempt { () throws(Diagnostic) in try !input("people").isEmpty }
  }

  /// The JSON files of `vex/`.
  func vex() throws(Diagnostic) -> [Input] { try inputs("vex", endingIn: [".json"], limit: Limit.vex) }

  private func input(_ name: String, limit: Int = Limit.policy) throws(Diagnostic) -> [Input] {
    var inputs: [Input] = []
    for ending in yamlEndings {
      if let input = try tree.input(path(name + ending), limit: limit) { inputs.append(input) }
    }
    return inputs
  }

  private func inputs(
    _ name: String, endingIn endings: [String] = yamlEndings, limit: Int = Limit.policy
  ) throws(Diagnostic) -> [Input] {
    let entries = try tree.list(path(name))
    guard entries.count <= Limit.filesInFolder else {
      let folder = tree.displayName(of: path(name))
      throw Diagnostic(
        .fileTooLarge, "\(folder) holds \(entries.count) files, more than \(Limit.filesInFolder)",
        at: SourcePosition(file: folder), help: "split it, or remove the files that are not needed")
    }
    var inputs: [Input] = []
    for entry in entries where entry.kind != .folder && endings.contains(where: entry.name.hasSuffix) {
      if let input = try tree.input(entry.path, limit: limit) { inputs.append(input) }
    }
    return inputs
  }
}

let yamlEndings = [".yaml", ".yml"]

extension Policy {
  static func read(_ inputs: [Input]) throws(PipelineError) -> Policy {
    try attempt { () throws(PolicyError) in
      try read(inputs, scanners: .all)
    }
  }
}
