import Git
import Interning
import Model

extension FileChange {
  /// The change under another path of the file.
  fileprivate func named(_ path: String) -> FileChange {
    var change = self
    change.path = path
    return change
  }
}

/// The paths that observations name, as far as the head does not simply have a file there.
struct ObservedPaths {
  /// The paths that are not files of the head: a scanner that ran in a subfolder reports such paths, and so does one
  /// that follows symbolic links or enters submodules. They must not count as unchanged for their names, because it is
  /// not known whether the change touches the files that they mean.
  private(set) var outside: Set<InternedString> = []
  /// The changes between base and head, with a change to all of each path outside whose content the change may alter:
  /// the id of the submodule, which pins its content, or a file of the name to which a link may lead.
  private(set) var changes: FileChanges?

  /// - Parameter files: Caches earlier lookups.
  init(of observations: [Observation], in files: CommitFiles, changes: FileChanges?) throws(Diagnostic) {
    self.changes = changes
    var altered: [FileChange] = []
    var names: Set<ExactText>?
    for path in Self.paths(of: observations) where changes?[path] == nil {
      let standing = try files.standing(of: path)
      if standing == .file { continue }
      if standing == .behindLink, let changes, let target = try files.target(of: path),
        !target.links.contains(where: { changes[$0] != nil })
      {
        // The file that the links lead to is what was scanned.
        if let change = changes[target.file] { altered.append(change.named(path.wrappedValue)) }
        continue
      }
      outside.insert(path)
      guard standing != .missing, let changes else { continue }
      let path = path.wrappedValue
      let known = names ?? Set(changes.sorted.map { ExactText(name(of: $0.path)) })
      names = known
      if changes.changesFolder(above: path) || standing == .behindLink && known.contains(ExactText(name(of: path))) {
        altered.append(FileChange(path: path, status: .added, isWhole: true))
      }
    }
    if !altered.isEmpty { self.changes = changes?.adding(altered) }
  }

  private static func paths(of observations: [Observation]) -> Set<InternedString> {
    var (paths, flows) = (Set<InternedString>(), Set<Interned<[Location]>>())
    for index in observations.indices where observations[index].location.$image.isNil {
      if let path = observations[index].location.$path.interned { paths.insert(path) }
      flows.insert(observations[index].$flow)
    }
    for step in flows.flatMap(\.wrappedValue) { if let path = step.$path.interned { paths.insert(path) } }
    return paths
  }
}
