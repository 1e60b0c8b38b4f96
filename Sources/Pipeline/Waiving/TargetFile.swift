import Git
import Model
import Policies
import System

/// The waiver file to which waivers are added, as the patch is to find it.
struct TargetFile {
  /// Where the version of the file is that the patch is for.
  enum Source {
    /// The working tree, which has what the base has, and maybe waivers that are not merged yet.
    case workTree
    /// The commit of the base, because the working tree is of the change or of something older.
    case base
  }

  let source: Source
  /// The path from the root of the repository.
  let path: String
  /// Nil when there is no file yet.
  let input: Input?
  /// The waivers that the file holds.
  let waivers: Waivers

  /// The file in which the waivers are to be merged to the base. A patch for the change's own version of it would not apply there.
  init(for comparison: Comparison, _ request: Request, in repository: Repository) throws(PipelineError) {
    let isOfWorkTree = try attempt { () throws(Diagnostic) in
      try comparison.isContinuedInWorkTree(request, of: repository)
    }
    if let folder = repository.workDirectory, isOfWorkTree {
      try self.init(in: FolderTree(folder, description: "the working tree"), .workTree)
    } else {
      let tree = try attempt { () throws(Diagnostic) in try repository.tree(at: comparison.rules) }
      try self.init(in: tree, .base)
    }
  }

  private init(in tree: some Tree, _ source: Source) throws(PipelineError) {
    let files = PolicyFiles(tree: tree, folder: PolicyBundle.home)
    waivers = try files.waivers()
    var found: Input?
    for ending in yamlEndings where found == nil {
      found = try attempt { () throws(Diagnostic) in
        try files.tree.input(files.path("waivers" + ending), limit: Limit.policy)
      }
    }
    (input, path, self.source) = (found, found?.name ?? files.path("waivers.yaml"), source)
  }

  /// The content of the file with more waivers.
  func adding(_ drafts: [WaiverDraft]) throws(PolicyError) -> [UInt8] {
    guard let input else { return WaiverFile.new(drafts) }
    return try WaiverFile(input).adding(drafts)
  }
}

extension Comparison {
  /// Whether what is checked out is the base with what is to be merged to it: it has the tip of the target branch, and is not the
  /// change that is judged.
  fileprivate func isContinuedInWorkTree(_ request: Request, of repository: Repository) throws(Diagnostic) -> Bool {
    if request.policySource == .worktree { return true }
    guard let here = try repository.head()?.commit else { return false }
    if here == rules { return true }
    if here == head?.commit || here == own { return false }
    return try repository.ancestry(of: rules, in: here) == .contained
  }
}

extension Waiver {
  /// Whether the waiver is for one finding, and for this one.
  func names(_ finding: Finding) -> Bool { self.finding.map { finding.isNamed($0) } ?? false }
}

extension WaiverDraft {
  init(_ target: Judgement, id: String, reason: String, by approver: String, from created: Day, until: Day) {
    let finding = target.risk.finding
    self.init(
      id: id, finding: finding.id, comment: "\(finding.severity.name): \(target.what), \(target.position)",
      reason: reason, approvedBy: approver, created: created, until: until)
  }
}
