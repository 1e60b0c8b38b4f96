import Documents
import Model

/// Whether each finding was there before the change, and what the base had besides (law 7).
struct History {
  /// One for each finding.
  private(set) var newness: [Interned<Newness.Grounds>] = []
  /// When reports on the base say that it was first seen; nil where they do not.
  private(set) var firstSeen: [Timestamp?]
  /// What the base had and the head has not, in the order of ids.
  private(set) var resolved: [Finding] = []

  init(_ findings: [Finding], in context: Context) {
    firstSeen = [Timestamp?](repeating: nil, count: findings.count)
    guard let base = context.baseFindings else {
      newness = inParallel(over: findings.indices) { range in
        var files = TouchedFiles(in: context)
        return range.map { files.grounds(of: findings[$0]) }
      }
      return
    }
    let match = Matching(findings, base, context.changes)
    let packages = Set(base.lazy.compactMap(\.packageAndPlace))
    var files = TouchedFiles(in: context)
    for index in findings.indices {
      if let partner = match.partners[index] {
        firstSeen[index] = base[partner.base].firstSeen
        newness.append(Interned(Newness.Grounds(.inherited, because: partner.because)))
      } else {
        newness.append(files.grounds(ofUnmatched: findings[index], knownPackages: packages))
      }
    }
    resolved = base.indices.filter { !match.isMatched[$0] }.map { base[$0] }.inOrder
  }
}

/// What the change does to the files that findings are in, asked once for each file.
private struct TouchedFiles {
  private let context: Context
  private var known: [Text: File] = [:]

  /// What of a file the change touches.
  private enum File {
    case changed(LineMap), untouched, notInHead
  }

  /// What of a finding the change touches.
  private enum Touch {
    case lines, noFile, otherLines, otherFiles
    case file(Text)
  }

  init(in context: Context) { self.context = context }

  /// Without reports on the base the diff alone tells.
  mutating func grounds(of finding: Finding) -> Interned<Newness.Grounds> {
    guard context.changes != nil else { return .incomparable }
    switch touch(finding) {
    case .noFile: return .inNoFile
    case .lines: return .linesTouched
    case .file(let path): return Interned(.init(.introduced, because: "the change touches \(path)"))
    case .otherLines: return .linesUntouched
    case .otherFiles: return .fileUntouched
    }
  }

  /// The base was scanned and does not have it.
  mutating func grounds(ofUnmatched finding: Finding, knownPackages: Set<Site>) -> Interned<Newness.Grounds> {
    guard context.changes != nil else { return .notInBase }
    if let package = finding.packageAndPlace, knownPackages.contains(package) { return .packageInBase }
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
    // Any witness's place will do: tools point at different lines of one problem.
    var (hasPath, hasLines) = (false, false)
    for index in finding.witnesses.indices {
      let location = finding.witnesses[index].location
      // A path inside an image is no file of the repository.
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

  private mutating func file(_ path: Text) -> File {
    if let file = known[path] { return file }
    let file = whatIsDone(to: path)
    known[path] = file
    return file
  }

  private func whatIsDone(to path: Text) -> File {
    if let change = context.changes?[path.wrappedValue] { return .changed(LineMap(change)) }
    return context.isInHead?(path) ?? true ? .untouched : .notInHead
  }
}

// What most findings' newness rests on; in a sentence each.
extension Interned<Newness.Grounds> {
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

extension Finding {
  /// The package in its version, and where it is; nil for what is in no package.
  fileprivate var packageAndPlace: Site? {
    guard kind.isDependency, component != nil else { return nil }
    var site = Site(of: witnesses[0], in: witnesses[0].component.map(Package.init))
    site.image = site.lastingImage
    return site
  }
}
