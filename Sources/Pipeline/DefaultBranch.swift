import Git
import Interning
import Model
import Ownership

/// The default branch of the repository, from which Gitea reads CODEOWNERS, also for changes to other branches.
struct DefaultBranch {
  /// The name without `refs/heads/`.
  let name: String
  /// The full name of its remote-tracking ref.
  let ref: String
  /// The tip; nil when this clone does not have it.
  let tip: CommitID?

  /// Nil when the change goes to it, and when neither the CI system nor the clone says which branch it is.
  init?(_ request: Request, in repository: Repository) throws(Diagnostic) {
    if let target = try Self.target(request), let name = target.defaultBranch {
      if target.name.isSame(as: name) { return nil }
      let remote = target.project?.remote(in: repository) ?? TargetProject.usualRemote(of: repository)
      (self.name, ref) = (name, "refs/remotes/\(remote)/\(name)")
    } else {
      let remote = TargetProject.usualRemote(of: repository)
      let prefix = "refs/remotes/\(remote)/"
      guard let ref = try repository.defaultBranch(of: remote), ref.begins(with: prefix) else { return nil }
      (name, self.ref) = (String(ref.dropFirst(prefix.count)), ref)
      if let base = request.base, base.isSame(as: ref) || base.isSame(as: "refs/heads/\(name)") { return nil }
    }
    tip = try repository.hasRef(ref) ? try repository.resolve(ref).commit : nil
  }

  private static func target(_ request: Request) throws(Diagnostic) -> TargetBranch? {
    do throws(Diagnostic) {
      switch try CIEnvironment.find(in: request.environment, head: request.head)?.base {
      case .tip(let target), .queue(let target, _): return target
      case .before, nil: return nil
      }
    } catch {
      // The user names base and head for a job that does not say them.
      guard request.base != nil, error.code == .baseUnknown else { throw error }
      return nil
    }
  }
}

extension LoadedCodeowners {
  /// The file of the default branch instead, in Gitea's dialect.
  ///
  /// - Parameter rules: The commit from which the policy is read, and so this file.
  func ofDefaultBranch(
    _ request: Request, insteadOf rules: CommitID, in repository: Repository
  ) throws(Diagnostic) -> LoadedCodeowners {
    guard dialect == .gitea, request.policySource == .base, !request.isStaged,
      let branch = try DefaultBranch(request, in: repository), branch.tip != rules
    else { return self }
    guard let tip = branch.tip else {
      var loaded = self
      loaded.notes.append(
        Diagnostic(
          .codeownersDialect,
          "CODEOWNERS is read from the target branch, and Gitea reads it from the default branch \(branch.name)",
          severity: .warning, because: ["this clone has no \(branch.ref)"],
          help: "fetch the default branch too, with fetch-depth: 0"))
      return loaded
    }
    var loaded = try Codeowners.load(from: repository.tree(at: tip), hint: .named(.gitea))
    loaded.notes.append(
      Diagnostic(
        .codeownersDialect, "CODEOWNERS is read from the default branch \(branch.name), as Gitea does", severity: .note)
    )
    return loaded
  }
}
