import Git
import Model

/// The branch that changes go to, for the files of CI systems.
struct SurveyedBranch: Sendable {
  /// The short name.
  let name: String
  /// Why it is taken for the default branch, as a part of a sentence.
  let reason: String

  private init(_ name: String, _ reason: String) { (self.name, self.reason) = (name, reason) }

  /// The branch that the clone notes as the remote's default, if it is still there; else one of a usual name; else the one
  /// that is checked out, which may be that of a change. Nil when none of them is there.
  init?(of repository: Repository) throws(Diagnostic) {
    let (remote, own) = ("refs/remotes/\(repository.defaultRemote)/", "refs/heads/")
    if let ref = try repository.defaultBranch(of: repository.defaultRemote), try repository.hasRef(ref),
      let name = ref.without(remote)
    {
      self.init(name, "as \(remote)HEAD says")
      return
    }
    for folder in [remote, own] {
      for name in Self.usualNames where try repository.hasRef(folder + name) {
        self.init(name, "as there is \(folder)\(name)")
        return
      }
    }
    guard let name = try repository.head()?.ref?.without(own) else { return nil }
    self.init(name, "as it is checked out")
  }

  private static let usualNames = ["main", "master", "trunk", "develop"]
}

extension String {
  fileprivate func without(_ start: String) -> String? {
    begins(with: start) ? String(Substring(utf8.dropFirst(start.utf8.count))) : nil
  }
}
