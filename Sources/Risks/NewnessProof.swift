import Interning
import Model
import System

/// Determines whether each finding existed before the change, with the reason.
func proveNewness(of findings: [ArenaRef<Finding>], in facts: HistoryFacts) -> [Interned<NewnessResult>] {
  guard let matches = facts.base?.matches else {
    return inParallel(over: findings.indices) { range in
      var files = TouchedFiles(in: facts)
      return range.map { files.proof(for: findings[$0].wrappedValue) }
    }
  }
  var files = TouchedFiles(in: facts)
  return findings.indices.map { index in
    if let partner = matches.partners[index] {
      return Interned(NewnessResult(.inherited, because: partner.because))
    }
    let finding = findings[index].wrappedValue
    return files.proof(forUnmatched: finding, isPackageInBase: matches.isPackageInBase[index])
  }
}

/// The changes to the files that contain findings, looked up once for each file.
private struct TouchedFiles {
  private let facts: HistoryFacts
  private var known: [InternedString: File] = [:]

  /// How the change affects a file.
  private enum File {
    case changed(LineMap), untouched, notInHead
  }

  /// How the change affects the locations of a finding.
  private enum Touch {
    case lines, noFile, otherLines, otherFiles
    case file(InternedString)
  }

  init(in facts: HistoryFacts) { self.facts = facts }

  /// The newness according to the changed lines alone, used when the base was not scanned.
  mutating func proof(for finding: Finding) -> Interned<NewnessResult> {
    guard facts.changes != nil else { return .incomparable }
    switch touch(finding) {
    case .noFile: return .inNoFile
    case .lines: return .linesTouched
    case .file(let path): return Interned(.init(.introduced, because: "the change touches \(path)"))
    case .otherLines: return .linesUntouched
    case .otherFiles: return .fileUntouched
    }
  }

  /// The newness of a finding that does not match any finding of the scanned base.
  mutating func proof(forUnmatched finding: Finding, isPackageInBase: Bool) -> Interned<NewnessResult> {
    guard facts.changes != nil else { return .notInBase }
    if isPackageInBase { return .packageInBase }
    switch touch(finding) {
    case .noFile: return .notInBase
    case .lines: return .linesTouchedNotInBase
    case .file(let path):
      return Interned(.init(.introduced, because: "the change touches \(path), and the base does not have it"))
    case .otherLines: return .linesUntouchedNotInBase
    case .otherFiles: return .fileUntouchedNotInBase
    }
  }

  private mutating func touch(_ finding: Finding) -> Touch {
    // Tools report different lines for one problem, so the locations of all observations count.
    var (hasPath, hasLines) = (false, false)
    for index in finding.observations.indices {
      let location = finding.observations[index].location
      // A path inside an image is not a file of the repository.
      guard let path = location.$path.interned, location.$image.isNil else { continue }
      switch file(path) {
      case .notInHead: continue
      case .untouched: hasPath = true
      case .changed(let map):
        guard let line = location.startLine, !finding.kind.isDependency else { return .file(path) }
        if map.touches(line...max(line, location.endLine ?? line)) { return .lines }
        (hasPath, hasLines) = (true, true)
      }
    }
    return hasLines ? .otherLines : hasPath ? .otherFiles : .noFile
  }

  private mutating func file(_ path: InternedString) -> File {
    if let file = known[path] { return file }
    let file = whatIsDone(to: path)
    known[path] = file
    return file
  }

  private func whatIsDone(to path: InternedString) -> File {
    if let change = facts.changes?[path] { return .changed(LineMap(change)) }
    return facts.isInHead?(path) ?? true ? .untouched : .notInHead
  }
}

// The newness results that most findings share.
extension Interned<NewnessResult> {
  fileprivate static let incomparable = Interned(.init(.unknown, because: "there is no base to compare with"))
  fileprivate static let inNoFile = Interned(.init(.unknown, because: "it is in no file, and nobody scanned the base"))
  fileprivate static let linesTouched = Interned(.init(.introduced, because: "the change touches its lines"))
  fileprivate static let linesUntouched = Interned(
    .init(.inherited, because: "its lines are not touched by this change"))
  fileprivate static let fileUntouched = Interned(.init(.inherited, because: "its file is not touched by this change"))

  fileprivate static let notInBase = Interned(
    .init(.introduced, because: "the reports on the base do not have it"))
  fileprivate static let packageInBase = Interned(
    .init(.surfaced, because: "the base has the same version of the package, without this vulnerability"))
  fileprivate static let linesTouchedNotInBase = Interned(
    .init(.introduced, because: "the change touches its lines, and the base does not have it"))
  fileprivate static let linesUntouchedNotInBase = Interned(
    .init(.surfaced, because: "its lines are not touched by this change, yet the reports on the base do not have it"))
  fileprivate static let fileUntouchedNotInBase = Interned(
    .init(.surfaced, because: "its file is not touched by this change, yet the reports on the base do not have it"))
}
