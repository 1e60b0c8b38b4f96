import Documents
import Interning
import Model
import System

/// The event file and the variables of a GitHub Actions job.
struct GitHubEvent {
  private let event: JSONValue
  private let variables: CIVariables
  private let forge: String
  private let path: String
  /// The host of the server, where `GITHUB_SERVER_URL` does not name it.
  private let host: String?

  init(_ variables: CIVariables, forge: String, host: String?) throws(Diagnostic) {
    path = try variables.required("GITHUB_EVENT_PATH")
    event = try JSONDocument(try Files.read(path, limit: eventLimit)).root
    (self.variables, self.forge, self.host) = (variables, forge, host)
  }

  /// - Parameter isTestMerge: Whether the job of a pull request runs on the forge's test merge.
  func environment(isTestMerge: Bool) throws(Diagnostic) -> CIEnvironment {
    if let pull = event["pull_request"] { return try pullRequest(pull, isTestMerge) }
    if let group = event["merge_group"] { return try mergeGroup(group) }
    if event.has("before") || event.has("after") { return try push() }
    var fault = Diagnostic.baseUnknown("the \(forge) event is no pull request, merge group or push")
    fault.position = SourcePosition(file: path)
    throw fault
  }

  /// `base.sha` is not updated when the target branch moves, so it is only what the tip must contain. GITHUB_BASE_REF is
  /// not used: the event says the same, and is what the job was started for.
  private func pullRequest(_ pull: JSONValue, _ isTestMerge: Bool) throws(Diagnostic) -> CIEnvironment {
    let source = "\(forge) pull request event"
    guard let branch = pull["base"]?.text("ref") else {
      throw .baseUnknown("the \(source) does not say which branch the change goes to")
    }
    guard let own = pull["head"]?.text("sha") else {
      throw .baseUnknown("the \(source) does not say which commit is the change")
    }
    let target = TargetBranch(
      name: branch, project: project(pull), contains: [pull["base"]?.text("sha")].compactMap(\.self),
      defaultBranch: defaultBranch ?? pull["base"]?["repo"]?.text("default_branch"), isProtected: isProtected(branch))
    let tested = isTestMerge ? variables["GITHUB_SHA"] : nil
    guard let tested, !tested.isSame(as: own) else {
      return CIEnvironment(head: own, base: .tip(target), source: source)
    }
    return CIEnvironment(head: tested, merge: ForgeMerge(own: own), base: .tip(target), source: source)
  }

  /// `base_sha` may hold changes that are before this one in the queue and not merged.
  private func mergeGroup(_ group: JSONValue) throws(Diagnostic) -> CIEnvironment {
    let source = "\(forge) merge group event"
    guard let branch = group.text("base_ref")?.branchOfRef, let after = group.text("base_sha") else {
      throw .baseUnknown("the \(source) does not say which commit the change goes to")
    }
    guard let head = group.text("head_sha") else {
      throw .baseUnknown("the \(source) does not say which commit is the change")
    }
    // Only a protected branch has a merge queue.
    let target = TargetBranch(
      name: branch, project: project(nil), defaultBranch: defaultBranch, isProtected: true)
    return CIEnvironment(head: head, base: .queue(target, after: after), source: source)
  }

  private func push() throws(Diagnostic) -> CIEnvironment {
    let source = "\(forge) push event"
    guard let ref = event.text("ref"), let after = event.text("after"), after.contains(where: { $0 != "0" }) else {
      throw .baseUnknown("the \(source) does not say which commit is the change")
    }
    return try BranchPush(
      branch: ref.branchOfRef, head: after, before: event.text("before"), defaultBranch: defaultBranch,
      project: project(nil), source: source
    ).environment()
  }

  private var defaultBranch: String? { event["repository"]?.text("default_branch") }

  /// GITHUB_REF_PROTECTED speaks of GITHUB_REF, which is the target branch only for some events.
  private func isProtected(_ branch: String) -> Bool {
    variables["GITHUB_REF"]?.branchOfRef?.isSame(as: branch) == true && variables.isOn("GITHUB_REF_PROTECTED")
  }

  private func project(_ pull: JSONValue?) -> TargetProject? {
    let target = pull?["base"]?["repo"]
    let job = variables["GITHUB_REPOSITORY"]
    guard let path = target?.text("full_name") ?? job else { return nil }
    let server = variables["GITHUB_SERVER_URL"]
    return TargetProject(
      path: path, host: server.flatMap { RemoteURL($0).host } ?? host,
      url: target?.text("clone_url") ?? server.map { "\($0)/\(path)" },
      source: pull?["head"]?["repo"]?.text("full_name"),
      isElsewhere: job.map { !$0.lowercased().isSame(as: path.lowercased()) } ?? false)
  }
}

/// The maximal size in bytes of an event file. GitHub's events are much smaller; the author of the pull request
/// controls parts of the content.
private let eventLimit = 25 << 20
