import Foundation
import TestSupport
import Testing

/// From an empty repository to a required check that a team keeps, with the files that `gatehouse init` writes, in each CI
/// system: every screen is in `Fixtures/Stories`.
@Suite struct StoryTests {
  static let run = """
    import subprocess

    import yaml


    def load(text):
        return yaml.load(text)

    """
  static func restart(_ arguments: String) -> String {
    run + "\n\ndef restart(name):\n    return subprocess.call(\(arguments))\n"
  }

  static let first: [String: String] = [
    "README.md": "# App\n", "app/run.py": run, ".gitignore": "/reports/\n/gatehouse-run/\n",
    "infra/main.tf": """
    resource "aws_s3_bucket" "assets" {
      bucket = "acme-assets"
      acl    = "public-read"
    }

    """,
  ]

  static let options: [EmulatedCI.System: (ci: String, owners: String)] = [
    .github: ("github", ".github/CODEOWNERS"), .gitea: ("gitea", ".gitea/CODEOWNERS"),
    .gitlab: ("gitlab", ".gitlab/CODEOWNERS"), .azure: ("azure", "CODEOWNERS"),
    .bitbucket: ("bitbucket", ".bitbucket/CODEOWNERS"), .jenkins: ("jenkins", "CODEOWNERS"),
  ]

  /// All when golden files are written and in deep runs, else one.
  static let systems =
    ProcessInfo.processInfo.environment["GATEHOUSE_GOLDEN"] == nil
    ? Depth.cases(EmulatedCI.System.allCases, 1) : EmulatedCI.System.allCases

  @Test(arguments: systems)
  func `a team gets from an empty repository to a check that it keeps`(_ system: EmulatedCI.System) throws {
    let option = try #require(Self.options[system])
    var story = try CIStory(system, option.ci, owners: option.owners)
    try story.setUp(Self.first)
    try story.bringHighFinding(
      Self.restart(#""systemctl restart " + name, shell=True"#), Self.restart(#"["systemctl", "restart", name]"#))
    try story.waive("import hashlib\n\n\ndef checksum(data):\n    return hashlib.md5(data).hexdigest()\n")
    try story.editPolicy()
    try expectGolden(story.transcript.text, Runner.fixtures.appending(path: "\(system.rawValue).txt"))
  }

  @Test func `a developer commits with the hook that init sets up`() throws {
    let forge = try Forge()
    var transcript = try Transcript("pre-commit", forge)
    let hooks = PreCommitRunner(runner: transcript.terminal)
    /// Stages everything, and commits it if the hooks pass.
    func commit(_ message: String, passes: Bool = true) throws {
      try forge.sh("git add -A")
      let run = try hooks.run(try CIFile(forge.clone.appending(path: ".pre-commit-config.yaml")))
      transcript.show(run, of: "git commit: \(message)")
      #expect((run.status == 0) == passes, "\(run.screens)")
      if run.status == 0 { try forge.sh("git commit -qm '\(message)'") }
    }
    transcript.part("a repository gets its gate and the hook")
    let pins = try forge.publishRelease("0.1.0")
    try forge.edit(
      Self.first.merging(["CODEOWNERS": "* @acme/app\n/.gatehouse/ @acme/appsec\n", ".gatehouse/release.sha256": pins])
      { $1 }
      .mapValues { $0 })
    _ = try forge.pushToMain("The app")
    try transcript.type("mkdir -p reports")
    try transcript.type("gatehouse record --output reports/bandit.json -- bandit -q -r . -f json")
    try transcript.type("gatehouse init --ci pre-commit reports/")
    try commit("The gate", passes: false)
    _ = try forge.pushToMain("The gate")

    try forge.setClock("2026-11-05T10:00:00Z")
    transcript.part("a change brings a finding of severity high, and is fixed as advised")
    try forge.edit(["app/run.py": Self.restart(#""systemctl restart " + name, shell=True"#)])
    try commit("Restart a service", passes: false)
    try forge.edit(["app/run.py": Self.restart(#"["systemctl", "restart", name]"#)])
    try commit("Restart a service")

    try forge.setClock("2026-11-09T10:00:00Z")
    transcript.part("a finding that is no problem is waived")
    let code = "import hashlib\n\n\ndef checksum(data):\n    return hashlib.md5(data).hexdigest()\n"
    try forge.edit(["app/checksum.py": code])
    try commit("Checksums", passes: false)
    try transcript.type(
      "gatehouse waive --blocking --staged --scanned staged gatehouse-run/staged --until 30d --approved-by @acme/app "
        + "--reason 'The checksum finds copies, and protects nothing' | git apply")
    try forge.sh("git rm -q --cached app/checksum.py && mv app/checksum.py ..")
    try commit("Waive the checksum")
    try forge.setClock("2026-11-09T11:00:00Z")
    try forge.edit(["app/checksum.py": code])
    try commit("Checksums")
    try expectGolden(transcript.text, Runner.fixtures.appending(path: "pre-commit.txt"))
  }
}
