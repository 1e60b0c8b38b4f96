import Foundation
import TestSupport

/// A CI system with its state between jobs: what it runs is in the files of the forge's project.
struct EmulatedCI {
  enum System: String, CaseIterable, Sendable {
    case github = "GitHub", gitea = "Gitea", gitlab = "GitLab", azure = "Azure", bitbucket = "Bitbucket",
      jenkins = "Jenkins"
  }

  let system: System
  let runner: Runner
  private var github: GitHubRunner
  private var gitlab: GitLabRunner
  private var azure: AzureRunner
  private var bitbucket: BitbucketRunner
  private var jenkins: JenkinsRunner

  init(_ system: System, on runner: Runner) {
    (self.system, self.runner) = (system, runner)
    github = GitHubRunner(system == .gitea ? .gitea : .github, on: runner)
    (gitlab, azure) = (GitLabRunner(on: runner), AzureRunner(on: runner))
    (bitbucket, jenkins) = (BitbucketRunner(on: runner), JenkinsRunner(on: runner))
  }

  /// Runs what the system runs for this event.
  mutating func run(_ event: ForgeEvent) throws -> JobRun {
    var run = try runFiles(event)
    // What a job has written to the forge by its interface.
    let posted = runner.forge.home.appending(path: "server/posted")
    if let line = try? String(contentsOf: posted, encoding: .utf8) {
      let parts = line.split(separator: " ", maxSplits: 1)
      let comment = runner.forge.home.appending(path: "server/comments/\(parts[0])")
      run.pages.append((parts[1].trimmingCharacters(in: .newlines), try String(contentsOf: comment, encoding: .utf8)))
      try FileManager.default.removeItem(at: posted)
    }
    return run
  }

  private mutating func runFiles(_ event: ForgeEvent) throws -> JobRun {
    switch system {
    case .github, .gitea: return try runWorkflows(event)
    case .gitlab:
      var root = try file(".gitlab-ci.yml", of: event).root.members
      for include in root.removeValue(forKey: "include")?.list ?? [] {
        root.merge(try file(include["local"].text ?? "", of: event).root.members) { $1 }
      }
      return try gitlab.run(.object(root), event)
    case .azure: return try azure.run(try file("azure-pipelines.gatehouse.yml", of: event), event)
    case .bitbucket: return try bitbucket.run(try file("bitbucket-pipelines.yml", of: event), event)
    case .jenkins:
      return try jenkins.run(
        try Jenkinsfile(try copy("Jenkinsfile.gatehouse", at: event.fileCommit(isMerged: true))), event)
    }
  }

  private func file(_ path: String, of event: ForgeEvent) throws -> CIFile {
    try CIFile(try copy(path, at: event.fileCommit(isMerged: system == .azure)))
  }

  /// A file as a commit has it.
  private func copy(_ path: String, at commit: String) throws -> URL {
    let file = runner.folder.appending(path: "file-\(UUID().uuidString)")
    try runner.prepare("git show '\(commit):\(path)' >'\(file.path)'", in: runner.forge.origin)
    return file
  }

  private mutating func runWorkflows(_ event: ForgeEvent) throws -> JobRun {
    var whole = JobRun()
    var ended: [(workflow: CIFile, run: Int, failed: Bool, event: WorkflowEvent)] = []
    for event in event.workflowEvents(github.flavour) {
      for (_, workflow) in try workflows(at: event.commit) where workflow.isStarted(by: event) {
        let run = try github.run(workflow, event)
        whole.add(run)
        ended.append((workflow, github.lastRun, run.status != 0, event))
      }
    }
    let tip = try runner.prepare("git rev-parse refs/heads/main", in: runner.forge.origin)
    for (_, workflow) in try workflows(at: tip) {
      let names = workflow.root["on"]["workflow_run"]["workflows"].scalars
      for one in ended where names.contains(one.workflow.root["name"].text ?? "") {
        let event = try WorkflowEvent(ended: one.run, of: one.workflow, failed: one.failed, about: one.event, tip: tip)
        var run = try github.run(workflow, event)
        // It is another check than the one that is required.
        if run.status != 0 { throw NotEmulated("\(workflow.root["name"]) failed: \(run.screens)") }
        run.status = 0
        whole.add(run)
      }
    }
    return whole
  }

  private func workflows(at commit: String) throws -> [(path: String, file: CIFile)] {
    let folder = system == .gitea ? ".gitea/workflows" : ".github/workflows"
    let paths = try runner.prepare("git ls-tree --name-only '\(commit)' \(folder)/", in: runner.forge.origin)
    return try paths.split(separator: "\n").map { (String($0), try CIFile(try copy(String($0), at: commit))) }
  }
}

extension ForgeEvent {
  /// The commit whose CI file is run, where it is not that of the target branch: the change's own or the test merge.
  func fileCommit(isMerged: Bool) -> String {
    switch self {
    case .push(_, let after): after
    case .change(let change): isMerged ? change.merge : change.head
    case .queue(let change): change.merge
    }
  }

  /// The events that a forge with workflows makes of it.
  fileprivate func workflowEvents(_ flavour: GitHubRunner.Flavour) -> [WorkflowEvent] {
    switch self {
    case .push(let before, let after): [WorkflowEvent(pushed: before, after)]
    case .change(let change):
      ["pull_request", "pull_request_target"].map { WorkflowEvent($0, change, flavour: flavour) }
    case .queue(let change): flavour == .github ? [WorkflowEvent(queued: change)] : []
    }
  }
}

extension CIFile {
  /// Whether the workflow asks for the event: `on` is a word, a list, or a mapping with filters.
  func isStarted(by event: WorkflowEvent) -> Bool {
    let on = root["on"]
    if on.scalars.contains(event.name) { return true }
    guard let filter = on.members[event.name] else { return false }
    let branches = filter["branches"].scalars
    let branch = event.branches?.base ?? event.ref.replacing("refs/heads/", with: "")
    return branches.isEmpty || event.name == "merge_group" || branches.contains(branch)
  }
}

extension JobRun {
  /// Adds another run of the same event.
  mutating func add(_ other: JobRun) {
    screens += other.screens
    pages += other.pages
    artifacts.merge(other.artifacts) { $1 }
    if status == 0 { status = other.status }
  }
}
