import Git
import Interning
import Model
import Risks

/// What a change is compared with when the histories of base and head meet in several commits, because each was merged into
/// the other (a criss-cross merge).
///
/// A line that one of these commits lacks may be one that somebody fixed there, and git's merge brings it back with the
/// change. So a line is new when one of them lacks it. What the base has without the change is not the change's doing.
struct Crossing {
  /// The merge bases, each with the changes from it to the head.
  let bases: [Origin]
  /// The base, with the changes from it to the head.
  let tip: Origin

  var changes: FileChanges {
    bases.dropFirst().reduce(bases[0].changes) { $0.union($1.changes) }.intersection(tip.changes)
  }

  /// What the change does to packages, by the same rule.
  func packages(to head: any Tree, in repository: Repository) throws(Diagnostic) -> PackageFacts {
    let tip = try packages(since: tip, to: head, in: repository)
    var all: [PackageFacts] = []
    for base in bases { all.append(try packages(since: base, to: head, in: repository)) }
    let bases = all
    return PackageFacts(
      mayChangeVersions: { tip.mayChangeVersions() && bases.contains { $0.mayChangeVersions() } },
      change: { package in
        let change = tip.change(package)
        guard change.strictness > PackageChange.unchanged.strictness else { return change }
        return bases.map { $0.change(package) }.max { $0.strictness < $1.strictness } ?? change
      })
  }

  private func packages(
    since origin: Origin, to head: any Tree, in repository: Repository
  ) throws(Diagnostic) -> PackageFacts {
    PackageChanges(origin.changes, from: try repository.tree(at: origin.commit), to: head).facts
  }
}

extension PackageChange {
  fileprivate var strictness: Int {
    switch self {
    case .added: 4
    case .leavesDevelopment: 3
    case .unknown: 2
    case .unchanged: 1
    case .untouched: 0
    }
  }
}
