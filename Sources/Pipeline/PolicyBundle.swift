import Git
import Interning
import Model
import Ownership
import Policies
import System
import VEX

/// The files that decide on a change: policy, waivers, VEX statements and CODEOWNERS of one commit. They are read from
/// the working tree for a local preview only.
package struct PolicyBundle: Sendable {
  package var policy: Policy
  package var waivers: Waivers
  /// The findings that were there when the gate was adopted; nil when there is no list of them.
  package var baseline: Baseline?
  /// Whose addresses the commits name that brought the waivers.
  package var people = People.none
  /// Whose keys sign commits; nobody's where the policy does not ask.
  var signers = SignerFiles()
  /// The VEX statements of the bundle, trusted or not.
  package var statements: [Statement]
  package var owners: OwnerSource
  /// The paths of all files that were read, and all paths at which a file would have taken precedence.
  package var paths: Set<ExactText>
  package var diagnostics: [Diagnostic]

  package init(
    policy: Policy, waivers: Waivers = .none, statements: [Statement] = [], owners: OwnerSource = .none,
    paths: Set<ExactText> = [], diagnostics: [Diagnostic] = []
  ) {
    (self.policy, self.waivers, self.statements, self.owners) = (policy, waivers, statements, owners)
    (self.paths, self.diagnostics) = (paths, diagnostics)
  }

  /// The files of the bundle that the change edits, by path.
  func files(changedIn changes: FileChanges?) -> [FileChange] {
    (changes?.sorted ?? []).filter { isPart($0.path) || $0.oldPath.map(isPart) == true }
  }

  /// Whose review an edit of a file of the bundle needs: the owners of its path, and when it is moved those of the old
  /// path, unless only the new one is a part of the bundle.
  func reviewers(of change: FileChange) -> [String] {
    guard let old = change.oldPath, isPart(old) else { return owners.owners(of: change.path).names }
    return owners.owners(of: old).names
  }

  /// Whether a path belongs to the bundle, or would keep a bundle from being read: a name like `.Gatehouse/policy.yaml`.
  private func isPart(_ path: String) -> Bool {
    let first = path.utf8.split(separator: UInt8(ascii: "/")).first.map { String(Substring($0)) } ?? path
    return first.isSame(as: Self.home) || Self.isLookAlike(first) || paths.contains(ExactText(path))
  }
}

/// The source of the owners of paths.
package enum OwnerSource: Sendable {
  case codeowners(Codeowners)
  /// The same owners for every path, as a policy test defines them.
  case fixed(Owners)
  /// There is no CODEOWNERS file.
  case none

  /// The owners of a path by the last matching rule; a finding without a path has no owners.
  package func owners(of path: String?) -> Owners {
    switch self {
    case .codeowners(let file): path.map(file.owners) ?? .unmatched
    case .fixed(let owners): owners
    case .none: .unmatched
    }
  }
}

/// Determines the owners of many paths.
struct OwnerSourceLookup {
  private var file: OwnersLookup?
  private let others: Interned<Owners>

  init(_ source: OwnerSource) {
    if case .codeowners(let codeowners) = source { file = OwnersLookup(codeowners) }
    others = Interned(source.owners(of: nil))
  }

  mutating func owners(of path: InternedString?) -> Interned<Owners> {
    guard let path else { return others }
    return file?.owners(of: path) ?? others
  }
}

extension PolicyBundle {
  static let home = ".gatehouse"

  /// Loads the policy bundle of a commit, the index or a folder.
  ///
  /// - Parameters:
  ///   - policies: The policy files that the user names; when empty, those of the tree's `.gatehouse` folder.
  ///   - owners: The CODEOWNERS file; nil for the one of the tree.
  ///   - dialect: What says in which dialect CODEOWNERS is read.
  static func load(
    from tree: some Tree, policies named: [Input] = [], owners: LoadedCodeowners? = nil, dialect: DialectHint = .none
  ) throws(PipelineError) -> PolicyBundle {
    let files = PolicyFiles(tree: tree, folder: home)
    let policies = named.isEmpty ? try attempt { () throws(Diagnostic) in try files.policies() } : named
    guard !policies.isEmpty else {
      throw PipelineError([try attempt { () throws(Diagnostic) in try missingPolicy(in: files) }])
    }
    let (policy, waivers) = (try Policy.read(policies), try files.waivers())
    let (baseline, ofBaseline) = try files.baseline()
    let proof = try ProofFiles(files, policy.waiverTerms)
    let vex = try attempt { () throws(Diagnostic) in try files.vex() }
    let owners = try attempt { () throws(Diagnostic) in
      if let owners { return owners }
      return try Codeowners.load(from: tree, hint: dialect)
    }
    let unread = try attempt { () throws(Diagnostic) in
      try files.unread(isHome: true, arePoliciesNamed: !named.isEmpty) + lookAlikes(in: tree)
    }
    var bundle = PolicyBundle(
      policy: policy, waivers: waivers, owners: owners.file.map { .codeowners($0) } ?? .none,
      paths: Set(
        ((policies + vex).map(\.name) + dialect.locations
          + ["waivers.yaml", "baseline.yaml", "people.yaml"].map(files.path)).map(
            ExactText.init)
      ),
      diagnostics: owners.notes + (owners.file?.diagnostics ?? []) + policy.warnings + waivers.warnings
        + ofBaseline + proof.diagnostics + unread)
    (bundle.baseline, bundle.people, bundle.signers) = (baseline, proof.people, proof.signers)
    for input in vex {
      let document = try attempt { () throws(Diagnostic) in try readVEXDocument(input) }
      bundle.statements += document.statements
      bundle.diagnostics += document.diagnostics
    }
    return bundle
  }

  private static func missingPolicy(in files: PolicyFiles<some Tree>) throws(Diagnostic) -> Diagnostic {
    let tree = files.tree
    // A policy under another name is most likely the one that is missed.
    let others = try files.unread(isHome: true, arePoliciesNamed: false) + lookAlikes(in: tree)
    let policies = others.filter { $0.severity == .error }.map(\.text)
    return Diagnostic(
      .policyMissing, "\(tree.description) has no policy, so there is nothing to judge by",
      because: ["looked for \(home)/policy.yaml and \(home)/policies/*.yaml"] + policies,
      help: policies.isEmpty
        ? "`gatehouse init` writes one; merge it to the base branch, for a policy that only the change brings is not obeyed; `check --fail-on high` is a try without one"
        : "rename it to \(home)/policy.yaml on the base branch"
    )
  }
}

extension PolicyBundle {
  /// Loads the policy bundle of the target branch's tip, or for a local preview that of the working tree.
  static func load(
    for request: Request, at commit: CommitID, in repository: Repository
  ) throws(PipelineError) -> PolicyBundle {
    switch request.policySource {
    case .base:
      let (tree, owners) = try attempt { () throws(Diagnostic) in
        let tree = try repository.tree(at: commit)
        let hint = try dialectHint(named: request.dialect, in: request.environment, repository)
        let owners = try Codeowners.load(from: tree, hint: hint)
        return (tree, try owners.ofDefaultBranch(request, insteadOf: commit, in: repository))
      }
      return try load(for: request, from: tree, owners, in: repository)
    case .worktree:
      let folder = repository.workDirectory ?? request.repository
      return try load(for: request, from: FolderTree(folder, description: "the working tree"), in: repository)
    }
  }

  /// Loads the policy bundle that the target branch will have once the change is merged.
  static func load(
    for request: Request, mergedBy comparison: Comparison, in repository: Repository
  ) throws(PipelineError) -> PolicyBundle {
    let (tree, owners) = try attempt { () throws(Diagnostic) in
      let tree = try comparison.mergedTree(in: repository)
      return (
        tree,
        try Codeowners.load(from: tree, hint: dialectHint(named: request.dialect, in: request.environment, repository))
      )
    }
    return try load(for: request, from: tree, owners, in: repository)
  }

  /// - Parameter tree: The files to read from; `policySource` of the request is ignored.
  private static func load(
    for request: Request, from tree: some Tree, _ owners: LoadedCodeowners? = nil, in repository: Repository
  ) throws(PipelineError) -> PolicyBundle {
    let dialect = try attempt { () throws(Diagnostic) in
      try dialectHint(named: request.dialect, in: request.environment, repository)
    }
    if let severity = request.failOn {
      let trial = try trialPolicy(denying: severity, in: PolicyFiles(tree: tree, folder: home))
      var bundle = try load(from: tree, policies: [trial], owners: owners, dialect: dialect)
      bundle.diagnostics.append(trialNotice(denying: severity))
      return bundle
    }
    var named: [Input] = []
    for path in request.policies {
      named.append(try attempt { () throws(Diagnostic) in try policy(path, from: tree, in: repository) })
    }
    return try load(from: tree, policies: named, owners: owners, dialect: dialect)
  }

  /// Reads a policy file. A path inside the repository is read from the tree; any other file, such as a policy of the
  /// organisation, is read from the file system.
  static func policy(
    _ path: String, from tree: some Tree, in repository: Repository
  ) throws(Diagnostic) -> Input {
    guard let inside = try repositoryPath(path, in: repository) else {
      return try Files.read(path, limit: Limit.policy)
    }
    do throws(Diagnostic) {
      if let input = try tree.input(inside, limit: Limit.policy) { return input }
    } catch {
      guard error.code == .entryNotRegular else { throw error }
      var fault = error
      fault.help = "name a file, such as \(home)/policy.yaml; without --policy the files of \(home) are read"
      throw fault
    }
    let near = nearest(to: inside, among: try candidates(in: tree))
    throw Diagnostic(
      .policyMissing, "\(tree.description) has no \(inside)",
      help: near.map { "did you mean `\($0)`?" }
        ?? "commit the policy to the base branch first; a policy that only the change brings is not obeyed")
  }

  /// The files of the tree that may be policies.
  private static func candidates(in tree: some Tree) throws(Diagnostic) -> [String] {
    var found: [String] = []
    for folder in [home, "\(home)/policies"] where try tree.kind(of: folder) == .folder {
      found += try tree.list(folder).filter { $0.kind == .file }.map(\.path)
    }
    return found.filter { path in yamlEndings.contains { path.ends(with: $0) } }
  }

  /// The path relative to the repository root; nil for an absolute path outside of all its working trees. One that leads out
  /// of the root is meant from the current folder.
  private static func repositoryPath(_ path: String, in repository: Repository) throws(Diagnostic) -> String? {
    if path.begins(with: "/") { return try repository.pathInside(path) }
    if path.begins(with: "../"), let here = Files.realPath(path), let inside = try repository.pathInside(here) {
      return inside
    }
    return path.begins(with: "./") ? String(path.dropFirst(2)) : path
  }
}
