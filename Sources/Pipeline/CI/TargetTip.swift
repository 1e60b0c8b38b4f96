import Git
import Model

/// The tip of a target branch in this clone.
struct TargetTip {
  let revision: ResolvedRevision
  /// The commits among `TargetBranch.contains` that the tip does not contain.
  let strangers: [String]
  let notes: [Diagnostic]
}

extension TargetBranch {
  /// Looks up the tip and shows that it is no older than what the CI system calls the base.
  ///
  /// Throws `target-tip-missing` or `target-tip-stale` with the fetch that helps. A tip that does not contain the base is
  /// accepted when the last fetch brought exactly this tip and the base is in the clone too: then the branch is not
  /// behind, and the base belongs to an earlier target or to history that was rewritten.
  func tip(in repository: Repository) throws(Diagnostic) -> TargetTip {
    let (ref, remote) = try ref(in: repository)
    guard try repository.hasRef(ref) else { throw missing(ref, remote, in: repository) }
    let tip = try repository.resolve(ref)
    var strangers: [String] = []
    for id in contains {
      guard let commit = CommitID(id) else {
        throw .baseUnknown("the CI system calls \(id) a commit of \(name), which is not a full commit id")
      }
      switch try repository.ancestry(of: commit, in: tip.commit) {
      case .contained: break
      case .notContained:
        guard try isFresh(tip.commit, remote, in: repository) else { throw stale(ref, remote, id, [], repository) }
        strangers.append(id)
      case .absent:
        let wasFetched = try isFresh(tip.commit, remote, in: repository)
        throw wasFetched && !repository.isShallow ? notBrought(ref, id) : stale(ref, remote, id, [id], repository)
      case .cut: throw cut(ref, remote, id)
      }
    }
    let notes = strangers.isEmpty ? [] : [moved(ref, strangers)]
    return TargetTip(revision: tip, strangers: strangers, notes: notes + [notProtected].compactMap(\.self))
  }

  /// Whether the last fetch brought this tip from the target's repository.
  private func isFresh(_ tip: CommitID, _ remote: String, in repository: Repository) throws(Diagnostic) -> Bool {
    let url = repository.remotes.first { $0.name == remote }?.url ?? project?.url
    return try repository.lastFetched(branch: name).contains { fetched in
      fetched.commit == tip && url.map { RemoteURL($0) == RemoteURL(fetched.url) } == true
    }
  }

  private func fetch(_ ref: String, _ remote: String, _ ids: [String], _ repository: Repository) -> FetchCommand {
    let isElsewhere = remote == TargetProject.otherRemote && !repository.remotes.contains { $0.name == remote }
    let source = isElsewhere ? project?.url ?? remote : remote
    return FetchCommand(from: source, ids + [FetchCommand.refspec(branch: name, to: ref)])
  }

  private func missing(_ ref: String, _ remote: String, in repository: Repository) -> Diagnostic {
    let clone =
      remote == TargetProject.otherRemote
      ? "the clone was made from another project than \(project?.path ?? "the target")" : "the clone has no \(ref)"
    return Diagnostic(
      .targetTipMissing, "the policy of \(name) decides, and the tip of that branch is not in this clone",
      because: [clone, "the first parent of a test merge may be older than the tip"],
      help: "run `\(fetch(ref, remote, [], repository))` before the check, or check out with the full history")
  }

  private func stale(
    _ ref: String, _ remote: String, _ id: String, _ ids: [String], _ repository: Repository
  ) -> Diagnostic {
    Diagnostic(
      .targetTipStale, "\(ref) does not contain \(id), which the CI system says is on \(name)",
      because: ["it may be older than the branch, whose policy decides"],
      help: "run `\(fetch(ref, remote, ids, repository))` before the check, or name the commits with --base and --head")
  }

  /// The last fetch brought the branch, but not the commit: to repeat it would not help.
  private func notBrought(_ ref: String, _ id: String) -> Diagnostic {
    Diagnostic(
      .targetTipStale, "\(ref) was fetched, but the fetch did not bring \(id), which the CI system says is on \(name)",
      because: [
        "\(name) was rewritten since the event, or the server gives out no commit that no branch contains",
        "what the change is compared with is not in this clone",
      ],
      help:
        "run the job again so that the CI system states the present base, or name the commits with --base and --head"
    )
  }

  private func cut(_ ref: String, _ remote: String, _ id: String) -> Diagnostic {
    Diagnostic(
      .repositoryShallow, "this clone is shallow, so it does not show whether \(ref) contains \(id)",
      because: ["the CI system says that the commit is on \(name)"],
      help: "run `git fetch --unshallow \(remote)`, or check out with full history (fetch-depth: 0)")
  }

  private func moved(_ ref: String, _ ids: [String]) -> Diagnostic {
    Diagnostic(
      .targetTipStale, "\(ref) was fetched and does not contain \(ids.joined(separator: " and "))", severity: .warning,
      because: ["the change was made for another target, or \(name) was rewritten"],
      help: "the tip of \(name) decides; run the job again so that the CI system tests the change against it")
  }
}
