import Git
import Model
import Ownership

/// What a change of CODEOWNERS does to the owners of files.
struct OwnerImpact {
  private let sentences: [String]
  private let locations: [String]

  /// Computed only if one of the touched files is a CODEOWNERS file.
  init(
    of touched: [FileChange], _ bundle: PolicyBundle, _ request: Request, _ comparison: Comparison,
    in repository: Repository
  ) throws(PipelineError) {
    let hint = try attempt { () throws(Diagnostic) in
      try dialectHint(named: request.dialect, in: request.environment, repository)
    }
    let locations = hint.locations
    self.locations = locations
    guard touched.contains(where: { Self.isCodeowners($0, locations) }) else {
      sentences = []
      return
    }
    var before: Codeowners?
    if case .codeowners(let file) = bundle.owners { before = file }
    do throws(Diagnostic) {
      let tree = try comparison.mergedTree(in: repository)
      let after = try Codeowners.load(from: tree, hint: hint).file
      let files = try comparison.headFiles(in: repository)
      sentences = ownerSentences(ownerChanges(from: before, to: after, of: files))
    } catch {
      sentences = ["the owners of the new version cannot be read: \(error.text)"]
    }
  }

  /// The effect on owners, for a change of a CODEOWNERS file.
  func sentences(on change: FileChange) -> [String] { Self.isCodeowners(change, locations) ? sentences : [] }

  private static func isCodeowners(_ change: FileChange, _ locations: [String]) -> Bool {
    locations.contains { $0.isSame(as: change.path) || change.oldPath?.isSame(as: $0) == true }
  }
}

extension Comparison {
  /// The files of the head, with the paths at base of those that the change moves.
  fileprivate func headFiles(in repository: Repository) throws(Diagnostic) -> [(path: [UInt8], oldPath: [UInt8]?)] {
    let paths: [[UInt8]]
    if let head { paths = try repository.paths(at: head.commit) } else { paths = try repository.stagedPaths() }
    return paths.map { path in
      (path: path, oldPath: changes?[GitPath.text(of: path)]?.oldPath.map(GitPath.bytes))
    }
  }
}

/// The number of files whose owners change, and the first of them.
private func ownerSentences(_ changes: [OwnerChange]) -> [String] {
  func words(_ owners: Owners) -> String { owners.names.isEmpty ? "nobody" : owners.names.joined(separator: " ") }
  guard !changes.isEmpty else { return ["no file gets another owner"] }
  let lost = changes.count { $0.after.names.isEmpty }
  let files = "\(changes.count) file\(changes.count == 1 ? " gets another owner" : "s get other owners")"
  let examples = changes.prefix(3).map {
    "\(GitPath.text(of: $0.path)) (\(words($0.before)) → \(words($0.after)))"
  }
  let more = changes.count > 3 ? " and \(changes.count - 3) more" : ""
  return ["\(files)\(lost == 0 ? "" : ", \(lost) of them none"): \(examples.joined(separator: ", "))\(more)"]
}
