import Git
import Model
import Policies
import System

/// The waiver file of a working tree, to which waivers are added.
struct TargetFile {
  /// The path from the root of the repository.
  let path: String
  /// Nil when there is no file yet.
  let input: Input?
  /// The waivers that the file holds.
  let waivers: Waivers

  init(of repository: Repository) throws(PipelineError) {
    guard let folder = repository.workDirectory else {
      throw PipelineError([
        Diagnostic(
          .usage, "this repository has no working tree, so no waiver file to change", help: "run it in a clone")
      ])
    }
    let files = PolicyFiles(tree: FolderTree(folder, description: "the working tree"), folder: PolicyBundle.home)
    waivers = try files.waivers()
    var found: Input?
    for ending in yamlEndings where found == nil {
      found = try attempt { () throws(Diagnostic) in
        try files.tree.input(files.path("waivers" + ending), limit: Limit.policy)
      }
    }
    (input, path) = (found, found?.name ?? files.path("waivers.yaml"))
  }

  /// The content of the file with more waivers.
  func adding(_ drafts: [WaiverDraft]) throws(PolicyError) -> [UInt8] {
    guard let input else { return WaiverFile.new(drafts) }
    return try WaiverFile(input).adding(drafts)
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
