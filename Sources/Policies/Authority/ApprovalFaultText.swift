import Model

extension ApprovalFault {
  /// The fault in a sentence whose subject is the waiver.
  var because: String {
    switch self {
    case .unread: "is not proven: the commits that brought it were not read"
    case .gap(.uncommitted): "is not proven: no commit of the base branch has it as it is"
    case .gap(.cut): "is not proven: the commits that brought it are not in this clone"
    case .gap(.tooOld(let commits)): "is not proven: it is older than the \(commits) commits that were looked at"
    case .anonymous(let commit):
      "is not proven: commit \(short(commit)), which brought it, names no person as its author"
    case .unapproved(let commit):
      "is not approved: commit \(short(commit)), which brought it, is no merge by somebody who may approve it"
    case .unknown(let approver, let commit):
      "is not approved: \(approver), who approved commit \(short(commit)), is not in .gatehouse/people.yaml"
    case .ownApproval(let approver, let commit):
      "is not approved: \(approver), who approved commit \(short(commit)), wrote a part of that change"
    case .ownWord(let author, let approver, let commit):
      "is not approved: commit \(short(commit)) says that \(approver) approved it, and is by \(author), who wrote a part of it"
    case .notOwner(let approver, let mayApprove):
      "is not approved: \(approver) approved it, and \(Self.may(mayApprove)) waive this"
    case .notOwnerThen(let approver, let commit):
      "is not approved: \(approver) approved commit \(short(commit)), and could not waive this before that commit"
    case .unsigned(let unsigned): "is not proven: commit \(short(unsigned.commit)) \(unsigned.because)"
    }
  }

  /// What to do.
  ///
  /// - Parameter mayApprove: Who may approve by the files of the base.
  func help(mayApprove: [String]) -> String {
    let who = mayApprove.isEmpty ? "somebody who may approve" : mayApprove.joined(separator: " or ")
    switch self {
    case .unread: return "run `gatehouse check` in the repository"
    case .gap(.uncommitted): return "commit it on a branch that \(who) merges"
    case .gap(.cut(let help)): return help ?? "fetch the whole history of the base branch (fetch-depth: 0)"
    case .unknown(let approver, _):
      return "if \(approver) may approve, add the address to .gatehouse/people.yaml"
    case .unsigned(let unsigned): return unsigned.help
    case .gap(.tooOld), .anonymous, .unapproved, .ownApproval, .ownWord, .notOwner, .notOwnerThen:
      return mayApprove.isEmpty
        ? "let the policy or CODEOWNERS name who may waive this, then renew the waiver"
        : "renew it on a branch of somebody else (a new `until` or `reason`) that \(who) merges with a merge commit"
    }
  }

  private static func may(_ names: [String]) -> String {
    names.isEmpty ? "nobody may" : "only \(names.joined(separator: ", ")) may"
  }
}

private func short(_ commit: String) -> Substring { commit.prefix(7) }
