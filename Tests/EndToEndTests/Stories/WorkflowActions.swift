import Foundation
import TestSupport

extension WorkflowJob {
  /// Does what an action of another project does.
  mutating func use(
    _ action: String, _ inputs: [String: String], kept: [Int: [String: URL]], shared: [String: URL]
  ) throws {
    let name = action.split(separator: "@").first.map(String.init) ?? action
    // Gitea's actions may be named by the whole address.
    switch name.split(separator: "/").suffix(2).joined(separator: "/") {
    case "actions/checkout": try checkOut(inputs)
    case "actions/upload-artifact": try upload(inputs)
    case "actions/download-artifact": try download(inputs, kept: kept, shared: shared)
    case "gatehouse-dev/gatehouse": try setUpGatehouse(inputs)
    default: throw NotEmulated("the action \(action)")
    }
  }

  /// The event file, which the runner writes before the first step.
  func writeEvent() throws {
    let folder = temporary.appending(path: "_github_workflow")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(event.payload.json.utf8).write(to: folder.appending(path: "event.json"))
  }

  /// What actions/checkout does (src/git-source-provider.ts, src/ref-helper.ts): with `fetch-depth: 0` all branches and tags, and
  /// the ref of the pull request; else one commit.
  private func checkOut(_ inputs: [String: String]) throws {
    let known = Set(["ref", "fetch-depth", "persist-credentials", "path", "repository", "token", "filter", "clean"])
    guard Set(inputs.keys).isSubset(of: known), inputs["filter"] == nil, inputs["repository"] == nil else {
      throw NotEmulated("actions/checkout with \(inputs)")
    }
    let place = inputs["path"].map { workspace.appending(path: $0) } ?? workspace
    let named = inputs["ref"].flatMap { $0.isEmpty ? nil : $0 }
    let isCommit = named.map { $0.count == 40 && $0.allSatisfy(\.isHexDigit) } ?? false
    let ref = named.map { isCommit ? "" : $0.hasPrefix("refs/") ? $0 : "refs/heads/\($0)" } ?? event.ref
    let commit = named == nil ? event.commit : isCommit ? named : nil
    let isFull = inputs["fetch-depth"] == "0"
    let pull = ref.hasPrefix("refs/pull/") ? "+\(commit ?? ref):refs/remotes/\(ref.dropFirst(5))" : ""
    let branch = ref.hasPrefix("refs/heads/") ? ref.dropFirst("refs/heads/".count) : ""
    let single = pull.isEmpty && !branch.isEmpty ? "+\(commit ?? ref):refs/remotes/origin/\(branch)" : commit ?? ""
    let fetched =
      isFull
      ? "--prune --no-recurse-submodules origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*' \(pull)"
      : "--no-tags --prune --no-recurse-submodules --depth=1 origin \(pull.isEmpty ? single : pull)"
    let target =
      !branch.isEmpty
      ? "-B '\(branch)' 'refs/remotes/origin/\(branch)'"
      : pull.isEmpty ? commit ?? "" : "refs/remotes/\(ref.dropFirst(5))"
    try owner.runner.prepare(
      """
      mkdir -p '\(place.path)' && cd '\(place.path)'
      git init -q && git remote add origin \(Forge.address)/acme/app
      git fetch -q \(fetched)
      git checkout -q --force \(target)
      """, in: workspace)
  }

  private mutating func setUpGatehouse(_ inputs: [String: String]) throws {
    guard Set(inputs.keys) == ["version", "sha256"], inputs["sha256"]?.count == 64 else {
      throw NotEmulated("gatehouse's action with \(inputs)")
    }
    path.insert(owner.forge.home.appending(path: "tools/release").path, at: 0)
  }

  /// The files of an artifact lie under the folder that all of them have in common (actions/upload-artifact, README).
  private mutating func upload(_ inputs: [String: String]) throws {
    let known = Set(["name", "path", "if-no-files-found", "retention-days", "overwrite", "include-hidden-files"])
    guard Set(inputs.keys).isSubset(of: known) else { throw NotEmulated("actions/upload-artifact with \(inputs)") }
    let paths = (inputs["path"] ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .map { $0.hasPrefix("/") ? URL(filePath: $0) : workspace.appending(path: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    let name = inputs["name"] ?? "artifact"
    guard !paths.isEmpty else {
      if inputs["if-no-files-found"] == "error" { throw NotEmulated("nothing to upload as \(name)") }
      return
    }
    let place = try owner.runner.makeFolder("artifacts/\(run)/\(name)")
    let common = paths.count == 1 && paths[0].hasDirectoryPathOnDisk ? paths[0] : Self.common(paths)
    for path in paths {
      let below = path.path.dropFirst(common.path.count).drop { $0 == "/" }
      try owner.runner.prepare(
        "mkdir -p '\(place.path)' && cd '\(common.path)' && cp -r --parents '\(below.isEmpty ? "." : below)' '\(place.path)'",
        in: workspace)
    }
    log.artifacts[name] = place
  }

  private static func common(_ paths: [URL]) -> URL {
    var parts = paths[0].deletingLastPathComponent().pathComponents
    for path in paths.dropFirst() {
      parts = Array(zip(parts, path.pathComponents).prefix { $0 == $1 }.map(\.0))
    }
    return URL(filePath: "/" + parts.dropFirst().joined(separator: "/"))
  }

  private func download(_ inputs: [String: String], kept: [Int: [String: URL]], shared: [String: URL]) throws {
    let known = Set(["name", "path", "run-id", "github-token", "repository"])
    guard Set(inputs.keys).isSubset(of: known), let name = inputs["name"] else {
      throw NotEmulated("actions/download-artifact with \(inputs)")
    }
    let store = inputs["run-id"].flatMap { Int($0) }.map { kept[$0] ?? [:] } ?? shared.merging(log.artifacts) { $1 }
    guard let source = store[name] else { throw NotEmulated("there is no artifact \(name)") }
    let place = inputs["path"].map { $0.hasPrefix("/") ? $0 : workspace.appending(path: $0).path } ?? workspace.path
    try owner.runner.prepare("mkdir -p '\(place)' && cp -r '\(source.path)/.' '\(place)'", in: workspace)
  }
}

extension URL {
  var hasDirectoryPathOnDisk: Bool {
    (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
  }
}
