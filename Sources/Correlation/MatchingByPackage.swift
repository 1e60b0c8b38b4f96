import Interning
import Model

// MARK: - In files that the change deletes

extension Matching {
  /// Matches findings of packages in files that the change adds or edits with those of the same package, version and
  /// vulnerability in files that it deletes: lock files are merged, moved and written by another package manager. What a file
  /// has that stays is no evidence, as the package is in both then.
  mutating func matchTakenOver() {
    guard let changes else { return }
    let deleted = changes.sorted.filter { $0.status == .deleted }
    guard !deleted.isEmpty else { return }
    let files = Dictionary(deleted.map { (InternedString($0.path), $0) }) { one, _ in one }
    var pending: [[ExactText]: [(index: Int, file: FileChange)]] = [:]
    for index in base.indices where index >= laterCount && !isMatched[index] {
      guard let file = base[index].packageFile.flatMap({ files[$0] }) else { continue }
      for name in packageNames(of: base[index], identities(ofBase: index)) {
        pending[name, default: []].append((index, file))
      }
    }
    guard !pending.isEmpty else { return }
    let open = head.indices.filter { partners[$0] == nil && head[$0].packageFile.flatMap { changes[$0] } != nil }
    for index in open.sorted(by: { head[$0].$id < head[$1].$id }) {
      guard let own = head[index].packageFile.flatMap({ changes[$0] }) else { continue }
      let candidates = packageNames(of: head[index], identities(ofHead: index)).flatMap { pending[$0] ?? [] }
      let taken = candidates.filter { !isMatched[$0.index] && own.mayTakeOver($0.file) }
        .min { ($0.file.path, base[$0.index].id) < ($1.file.path, base[$1.index].id) }
      if let taken {
        join(index, taken.index, because: "the base has it in \(taken.file.path), which this change deletes")
      }
    }
  }

  /// The package of a finding in its version with each name of its vulnerability; empty where no version is known.
  private func packageNames(of finding: Finding, _ identities: [Identity]) -> Set<[ExactText]> {
    guard let version = finding.component?.version else { return [] }
    var names: Set<[ExactText]> = []
    for identity in identities {
      for name in [identity.subject.wrappedValue] + finding.ids {
        names.insert([identity.discriminatorText, version, uppercasedASCII(name)].map(ExactText.init))
      }
    }
    return names
  }
}

extension Finding {
  /// The file of the repository that names the package; nil for other findings, and for those in an image.
  fileprivate var packageFile: InternedString? {
    guard kind.isDependency, component != nil, location.$image.isNil else { return nil }
    return location.$path.interned
  }
}
