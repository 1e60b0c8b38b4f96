import Foundation
import TestSupport
import Testing

/// The README is what a newcomer types: every command and every block in it is run as it stands.
@Suite struct ReadmeTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
  private static let readme = root.appending(path: "README.md")

  @Test func `each command of the README does what it says`() throws {
    let shop = try Shop()
    var commands = 0
    for block in try blocks("sh") {
      for line in block.split(separator: "\n") {
        let command = String(line)
        let outcome =
          command.hasPrefix("make ")
          ? try run("/usr/bin/make", ["-n"] + command.split(separator: " ").dropFirst().map(String.init), in: Self.root)
          : try shop.sh(command.contains("--staged") ? "rm reports/gatehouse.yaml; " + command : command)
        #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)\(outcome.output)")
        commands += 1
      }
    }
    #expect(commands > 15)
  }

  @Test func `each gate of the CI recipes finds base and head in the CI's environment`() throws {
    let shop = try Shop()
    let lines = try blocks("yaml").joined(separator: "\n").split(separator: "\n").map(String.init)
    let gates = lines.compactMap { line in line.range(of: "gatehouse check").map { String(line[$0.lowerBound...]) } }
    #expect(gates.count == 2)
    for (gate, environment) in zip(gates, [try shop.gitHub(), shop.gitLab()]) {
      let outcome = try shop.sh(gate, environment)
      #expect(outcome.status == 1, "\(gate): \(outcome.status)\n\(outcome.errors)\(outcome.output)")
    }
  }

  @Test func `the policy and the side-car of the README are right`() throws {
    let shop = try Shop()
    let yaml = try blocks("yaml")
    let policy = try #require(yaml.first { $0.hasPrefix("gatehouse: 1") })
    try Data(policy.utf8).write(to: shop.folder.appending(path: "shown.yaml"))
    let checked = try shop.sh("gatehouse policy check shown.yaml")
    #expect(checked.status == 0, "\(checked.errors)")
    let sideCar = try #require(yaml.first { $0.hasPrefix("gatehouse-report: 1") })
    try FileManager.default.removeItem(at: shop.folder.appending(path: "reports/gatehouse.yaml"))
    try Data(sideCar.utf8).write(to: shop.folder.appending(path: "reports/bandit.json.gatehouse.yaml"))
    let read = try shop.sh("gatehouse normalize reports/bandit.json")
    #expect(read.status == 0, "\(read.errors)")
  }

  @Test func `each command of the page on ownership works`() throws {
    let shop = try Shop()
    for command in try blocks("sh", in: Self.root.appending(path: "docs/ownership.md")).flatMap({
      $0.split(separator: "\n")
    }) {
      let outcome = try shop.sh(String(command))
      #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)")
      #expect(outcome.errors.contains("is read in GitHub's dialect"), "\(command): \(outcome.errors)")
    }
  }

  @Test func `each command of the page on the outcome works`() throws {
    let shop = try Shop()
    let commands = try blocks("sh", in: Self.root.appending(path: "docs/outcome.md")).flatMap { block in
      block.contains("'\n") ? [block] : block.split(separator: "\n").map(String.init)
    }
    #expect(commands.count == 8)
    for command in commands {
      let outcome = try shop.sh(command)
      #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)")
      if command.contains("jq ") {
        #expect(!outcome.output.isEmpty && !outcome.errors.contains("jq: error"), "\(command)")
      }
    }
    let list = try shop.sh(commands[5]).output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    #expect(list.allSatisfy { $0.count == 5 } && list.map(\.[0]) == list.map(\.[0]).sorted())
  }

  @Test func `what the page on evidence shows is right`() throws {
    let shop = try Shop()
    let yaml = try blocks("yaml", in: Self.root.appending(path: "docs/evidence.md"))
    let rule = "gatehouse: 1\nname: shown\nrules: [{ id: r, when: { kind: sast }, effect: deny }]\n"
    try Data((rule + yaml[0] + "\n").utf8).write(to: shop.folder.appending(path: "shown.yaml"))
    #expect(try shop.sh("gatehouse policy check shown.yaml").status == 0)
    for (shown, name) in [(yaml[1], "bandit.json.gatehouse.yaml"), (yaml[2], "gatehouse.yaml")] {
      let position = shop.folder.appending(path: "shown-\(name)")
      try FileManager.default.createDirectory(at: position.appending(path: "web"), withIntermediateDirectories: true)
      try Data(shown.utf8).write(to: position.appending(path: name))
      let read = try shop.sh(
        "cp reports/bandit.json '\(position.path)'; printf '[]' >'\(position.path)/web/gitleaks.json'; "
          + "gatehouse normalize '\(position.path)' 2>&1")
      #expect(!read.output.contains("manifest-invalid") && !read.output.contains("report-missing"), "\(read.output)")
      // Nobody but the manifest says that Gitleaks ended well.
      #expect(read.output.contains("error[report-empty]") == (name != "gatehouse.yaml"), "\(read.output)")
    }
  }

  @Test func `the run on the first screen is the demo's`() throws {
    let outcome = try run("/bin/sh", [Self.root.appending(path: "examples/shop/demo.sh").path, gatehousePath])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try String(contentsOf: Self.readme, encoding: .utf8)
    let parts = text.components(separatedBy: "<!-- demo -->\n")
    let rest = try #require(parts.last?.components(separatedBy: "<!-- /demo -->"))
    let shown = "```console\n\(outcome.output.trimmingCharacters(in: .newlines))\n```\n"
    if ProcessInfo.processInfo.environment["GATEHOUSE_GOLDEN"] == "write" {
      let whole = parts[0] + "<!-- demo -->\n" + shown + "<!-- /demo -->" + rest.dropFirst().joined()
      try Data(whole.utf8).write(to: Self.readme)
    } else {
      #expect(rest[0] == shown, "`make golden` rewrites it")
    }
  }

  /// The fenced blocks of one language.
  private func blocks(_ language: String, in page: URL = readme) throws -> [String] {
    let text = try String(contentsOf: page, encoding: .utf8)
    return text.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }
}

/// The example's repository as a newcomer has it before them: the pull request checked out, the reports in `reports/`.
final class Shop {
  let folder: URL
  private let base, head: String

  init() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
    folder = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
    let made = try run("/bin/sh", [root.appending(path: "examples/shop/history.sh").path, folder.path])
    let ids = Dictionary(
      uniqueKeysWithValues: made.output.split(separator: "\n").map { line in
        let words = line.split(separator: " ").map(String.init)
        return (words[0], words[1])
      })
    (base, head) = (try #require(ids["base"]), try #require(ids["head"]))
    // What the recipes fetch.
    try run("/usr/bin/git", ["update-ref", "refs/remotes/origin/main", base], in: folder, environment: gitEnvironment)
    try FileManager.default.copyItem(
      at: root.appending(path: "examples/shop/reports"), to: folder.appending(path: "reports"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs a line of the README. The example's reports are of one day, so that day is "now".
  func sh(_ line: String, _ environment: [String: String] = [:]) throws -> ProgramResult {
    let judges = line.contains("gatehouse check") || line.contains("gatehouse explain") && line.contains("--base")
    let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL.path
    let binaries = URL(filePath: gatehousePath).deletingLastPathComponent().path
    return try run(
      "/bin/sh", ["-c", judges ? line + " --now 2026-11-20T12:00:00Z" : line], in: folder,
      environment: ["GATEHOUSE_HOME": root, "PATH": "\(binaries):/usr/bin:/bin"].merging(environment) { $1 })
  }

  func gitHub() throws -> [String: String] {
    let event = folder.appending(path: "event.json")
    try Data(#"{"pull_request":{"base":{"sha":"\#(base)","ref":"main"},"head":{"sha":"\#(head)"}}}"#.utf8).write(
      to: event)
    return [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_SHA": base,
      "GITHUB_EVENT_PATH": event.path, "GITHUB_STEP_SUMMARY": folder.appending(path: "summary.md").path,
    ]
  }

  func gitLab() -> [String: String] {
    [
      "CI": "true", "GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": head,
      "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_DEFAULT_BRANCH": "main",
    ]
  }
}
