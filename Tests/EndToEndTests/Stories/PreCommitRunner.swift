import Foundation
import TestSupport

/// Runs the hooks of a `.pre-commit-config.yaml` as pre-commit does before a commit (pre-commit.com).
struct PreCommitRunner {
  let runner: Runner
  /// The folder of this project, from which pre-commit takes the hooks that it offers.
  static let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardizedFileURL

  func run(_ file: CIFile) throws -> JobRun {
    let offered = try CIFile(Self.project.appending(path: ".pre-commit-hooks.yaml")).root.list
    var log = JobRun()
    for repository in file.root["repos"].list {
      for hook in repository["hooks"].list {
        let id = hook["id"].text ?? ""
        var definition = hook
        if repository["repo"].text == "https://github.com/gatehouse-dev/gatehouse" {
          guard let ours = offered.first(where: { $0["id"].text == id }) else {
            throw NotEmulated("the hook \(id), which this project does not offer")
          }
          definition = .object(ours.members.merging(hook.members) { $1 })
        } else if repository["repo"].text != "local" {
          throw NotEmulated("hooks of \(repository["repo"])")
        }
        try run(definition, id, into: &log)
      }
    }
    return log
  }

  private func run(_ hook: JSON, _ id: String, into log: inout JobRun) throws {
    try hook.allow(
      [
        "id", "name", "entry", "language", "args", "pass_filenames", "always_run", "stages", "types", "description",
        "additional_dependencies", "require_serial",
      ], in: "the hook \(id)")
    guard let entry = hook["entry"].text, ["python", "script", "system"].contains(hook["language"].text) else {
      throw NotEmulated("the hook \(id) of the language \(hook["language"])")
    }
    let name = hook["name"].text ?? id
    let files = hook["pass_filenames"] == .flag(false) ? [] : try staged(hook["types"].scalars)
    if files.isEmpty, hook["pass_filenames"] != .flag(false), hook["always_run"] != .flag(true) {
      log.add(Runner.Screen(name: id, status: 0, text: line(name, "(no files to check)Skipped")))
      return
    }
    // A script lies in the project that offers the hook. Arguments of its own may follow.
    let command = hook["language"].text == "script" ? "\(Self.project.path)/\(entry)" : entry
    let all = [command] + (hook["args"].scalars + files).map { "'\($0)'" }
    let place = runner.forge.clone
    let variables = runner.environment().merging(["PRE_COMMIT": "1"]) { $1 }
    let screen = try runner.run(
      id, all.joined(separator: " "), shell: ["/bin/sh"], in: place, environment: variables)
    guard screen.status != 0 else {
      log.add(Runner.Screen(name: id, status: 0, text: line(name, "Passed")))
      return
    }
    let text = line(name, "Failed") + "- hook id: \(id)\n- exit code: \(screen.status)\n\n\(screen.text)\n"
    log.add(Runner.Screen(name: id, status: screen.status, text: text))
  }

  private func staged(_ types: [String]) throws -> [String] {
    let names = try runner.forge.sh("git diff --staged --name-only --diff-filter=ACMRTUXB").split(separator: "\n")
    switch types {
    case []: return names.map(String.init)
    case ["python"]: return names.filter { $0.hasSuffix(".py") }.map(String.init)
    default: throw NotEmulated("the types \(types)")
    }
  }

  private func line(_ name: String, _ word: String) -> String {
    "\(name)\(String(repeating: ".", count: max(1, 79 - name.count - word.count)))\(word)\n"
  }
}
