import Git
import Model
import Ownership
import Policies
import System

/// The files that said who may approve before a change, because the change cannot bring the authority for what it brings.
struct FormerFiles: ApprovalAuthority {
  /// Nil when there was no `people.yaml`, or none that can be read.
  var people: People?
  /// Whether the change brings another `people.yaml`.
  var changesPeople = false
  var mailmap = Mailmap()
  /// The keys that signed commits before a change that brings others; nil when it does not.
  var signers: SignerFiles?
  private var owners = OwnerSource.none
  /// Nil when the policy let nobody approve.
  private var terms: Policy.WaiverTerms?

  /// Before the first commit nobody could approve.
  init() {}

  /// - Parameters:
  ///   - before: The commit before the change.
  ///   - after: The commit of the change.
  ///   - bundle: The policy bundle of the base. A policy that came after the change says who may approve what was there.
  init(
    before: CommitID, after: CommitID, _ bundle: PolicyBundle, _ source: PolicySource
  ) throws(Diagnostic) {
    let (old, new) = (try source.repository.tree(at: before), try source.repository.tree(at: after))
    mailmap = try Self.mailmap(in: old)
    people =
      try Self.readable { () throws(PipelineError) in
        let files = PolicyFiles(tree: old, folder: PolicyBundle.home)
        return try files.hasPeople() ? files.people().people : nil
      } ?? nil
    changesPeople = try Self.differ(yamlEndings.map { "\(PolicyBundle.home)/people\($0)" }, old, new)
    if bundle.policy.waiverTerms.proof == .signedCommits, try Self.differ(SignerFiles.paths, old, new) {
      signers =
        try Self.readable { () throws(PipelineError) in
          try attempt { () throws(Diagnostic) in
            try PolicyFiles(tree: old, folder: PolicyBundle.home).signers()
          }
        } ?? SignerFiles()
    }
    owners =
      try Self.readable { () throws(PipelineError) in
        try attempt { () throws(Diagnostic) in try Codeowners.load(from: old, hint: source.dialect) }.file
      }?.map { .codeowners($0) } ?? .none
    let policies = try Self.readable { () throws(PipelineError) in try source.policies(in: old) } ?? []
    if !policies.isEmpty {
      terms = try Self.readable { () throws(PipelineError) in try Policy.read(policies) }?.waiverTerms
    } else if try Self.readable({ () throws(PipelineError) in try source.policies(in: new) })?.isEmpty == true {
      terms = bundle.policy.waiverTerms
    }
  }

  func approvers(of path: String?) -> [String] {
    guard let terms else { return [] }
    return (terms.ownersApprove ? owners.owners(of: path).approvers : []) + terms.approvers
  }

  static func mailmap(in tree: CommitTree) throws(Diagnostic) -> Mailmap {
    let bytes = try readable { () throws(PipelineError) in
      try attempt { () throws(Diagnostic) in try tree.read(".mailmap", limit: Limit.policy) }
    }
    return try Mailmap((bytes ?? nil) ?? [])
  }

  /// Whether one of some files is not the same in two commits, or cannot be compared.
  private static func differ(_ paths: [String], _ old: CommitTree, _ new: CommitTree) throws(Diagnostic) -> Bool {
    for path in paths {
      let isSame = try readable { () throws(PipelineError) in
        try attempt { () throws(Diagnostic) in try old.hasSameContent(at: path, as: new) }
      }
      if isSame != true { return true }
    }
    return false
  }

  /// Nil where a file of that time is wrong. Throws where it is missing from this clone.
  private static func readable<Value>(
    _ read: () throws(PipelineError) -> Value
  ) throws(Diagnostic) -> Value? {
    do throws(PipelineError) { return try read() } catch {
      if let absent = error.diagnostics.first(where: isAbsent) { throw absent }
      return nil
    }
  }
}

/// Where a request takes its policy from.
struct PolicySource {
  let repository: Repository
  /// The policy files that the user names; empty for those of the tree.
  let named: [String]
  let dialect: DialectHint

  /// The policy files of a commit; empty when there were none.
  func policies(in tree: CommitTree) throws(PipelineError) -> [Input] {
    guard !named.isEmpty else {
      return try attempt { () throws(Diagnostic) in
        try PolicyFiles(tree: tree, folder: PolicyBundle.home).policies()
      }
    }
    var inputs: [Input] = []
    for path in named {
      do throws(Diagnostic) { inputs.append(try PolicyBundle.policy(path, from: tree, in: repository)) } catch {
        guard error.code == .policyMissing else { throw PipelineError([error]) }
        return []
      }
    }
    return inputs
  }
}
