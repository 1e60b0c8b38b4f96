import Interning
import Model

/// Turns the paths of a report's locations into paths of the repository, and asks once for each whether the commit has it.
/// A path outside of the repository is taken away; the scanner's words stay in view. So is one that may name two files: git
/// allows `\`, `%` and `:` in names of files, which tools also write for other things.
struct PathResolver {
  private let paths: Paths
  /// For locations in a container image, whose paths are not the repository's: no folder comes before them.
  private let imagePaths: Paths
  /// For absolute paths into a checkout of the repository; nil when none is known. A container image may have the same folder
  /// for something else.
  private let checkoutPaths: Paths?
  private let scanned: ScannedFolders
  /// The folders from which the report itself names its files.
  private var bases: StatedBases
  /// Whether the commit has a file of that path; nil when nobody can tell.
  private let hasFile: ((InternedString) -> Bool)?
  /// By the path as written: most results are in files that were named before.
  private var known: [InternedString: Resolved] = [:]
  /// The paths that mean what is written: those of files of the commit, and those of no file.
  private var (asWritten, missingAsWritten) = (InternedSet<String>(), InternedSet<String>())
  /// The missing paths that a result names, by the path as written, so that they count for the example in the warning.
  private var named = InternedSet<String>()
  private var flows: [Interned<[Location]>: Interned<[Location]>] = [:]
  /// The folders that the user names, and those of them that a path begins with.
  private let watched: [WatchedRoot]
  private(set) var usedRoots: Set<String> = []
  private var knownInImages: [InternedString: InternedString?] = [:]
  private var (outside, missing, ambiguous) = (0, 0, 0)
  private var (firstOutside, firstMissing, firstAmbiguous): (InternedString?, InternedString?, InternedString?)
  /// Whether the example of an ambiguous path lies below a folder that the report names.
  private var isAmbiguousByBase = false

  /// - Parameters:
  ///   - roots: absolute folders that stood for the repository, or for `folder`, where the scanner ran.
  ///   - stated: absolute folders from which the report says that it names its files.
  ///   - folder: the folder of the repository that the scanner ran in; nil: its root.
  ///   - checkouts: absolute folders in which the repository is checked out, whatever folder the scanner ran in.
  ///   - scanned: the folder or file that the tool says that it scanned.
  ///   - covers: the folders and files that the side-car says were scanned.
  ///   - watched: those of the roots for which it is recorded whether a path begins with them.
  init(
    roots: [String], stated: [String] = [], folder: String? = nil, checkouts: [String] = [], scanned: String? = nil,
    covers: [String] = [], watched: [String] = [], hasFile: ((InternedString) -> Bool)? = nil
  ) {
    self.watched = watched.map { WatchedRoot(name: $0, bytes: Paths.collapsed(Paths.plain($0))) }
    let checkoutPaths = checkouts.isEmpty ? nil : Paths(roots: checkouts)
    // Those that are relative lead out of the folder that the scanner ran in.
    let paths = Paths(roots: roots + stated.filter { !Paths.isRooted($0) }, folder: folder)
    (self.paths, self.checkoutPaths, imagePaths) = (paths, checkoutPaths, Paths(roots: roots + stated))
    let known = Paths(roots: roots + checkouts)
    bases = StatedBases(stated, folder: folder) { root in covers.contains("") || known.resolve(root + "/_") == "_" }
    // A relative path means the folder that the scanner ran in, which the checkouts do not know.
    let isRooted = scanned.map(Paths.isRooted) ?? false
    self.scanned = ScannedFolders(
      stated: scanned, by: isRooted ? [checkoutPaths, paths].compactMap(\.self) : [paths], covered: covers)
    self.hasFile = hasFile
  }

  private struct Resolved {
    /// Nil for a path outside, and for one that may name two files.
    let path: InternedString?
    var isMissing = false
    /// The files that may be meant, where nobody can tell which.
    var either: [InternedString] = []
    /// Whether that is so because of the folder from which the report names its files.
    var isByBase = false
  }

  /// Learns from all results which folders the report names its files from.
  mutating func learn(from observations: [Observation]) {
    guard let hasFile, !bases.isEmpty else { return }
    var paths = InternedSet<String>()
    var distinct: [InternedString] = []
    for index in observations.indices {
      let location = observations[index].location
      guard location.$image.isNil, let raw = location.$path.interned, !paths.contains(raw) else { continue }
      paths.insert(raw)
      distinct.append(raw)
    }
    bases.learn(from: distinct, hasFile: hasFile)
  }

  mutating func resolve(_ location: inout Location) {
    location.dropZeroLines()
    guard let raw = location.$path.interned else { return }
    if location.$image.isNil, asWritten.contains(raw) { return }
    let path = location.$image.isNil ? fileOfCommit(raw) : fileOfImage(raw)
    guard path != raw else { return }
    location.$path = InternedOptional(path)
    guard path == nil, raw != .empty else { return }
    location.keep(raw.wrappedValue)
    if location.$image.isNil, let known = known[raw], !known.either.isEmpty {
      ambiguous += 1
      firstAmbiguous = min(firstAmbiguous ?? raw, raw)
      if firstAmbiguous == raw { isAmbiguousByBase = known.isByBase }
      return
    }
    outside += 1
    firstOutside = min(firstOutside ?? raw, raw)
  }

  /// The steps of a flow, which observations of one result share, with their paths resolved.
  mutating func resolved(_ flow: Interned<[Location]>) -> Interned<[Location]> {
    if let known = flows[flow] { return known }
    let resolved = Interned(self.resolved(flow.wrappedValue))
    flows[flow] = resolved
    return resolved
  }

  /// The steps of a flow with their paths in the repository. Those outside of it are left out: no change touches them. One that
  /// may be in either of two files counts as in both, as the change may touch one of them.
  private mutating func resolved(_ steps: [Location]) -> [Location] {
    steps.flatMap { step -> [Location] in
      var step = step
      step.dropZeroLines()
      guard let raw = step.$path.interned, step.$image.isNil else { return [step] }
      let resolved = resolved(raw)
      return (resolved.path.map { [$0] } ?? resolved.either).map { path in
        step.$path = InternedOptional(path)
        return step
      }
    }
  }

  /// The path in the repository of a file that was scanned; nil where it lies outside, or the commit has no such file.
  mutating func fileOfCommit(named raw: String) -> String? {
    let resolved = resolved(InternedString(raw))
    return resolved.isMissing ? nil : resolved.path?.wrappedValue
  }

  private mutating func fileOfCommit(_ raw: InternedString) -> InternedString? {
    let resolved = resolved(raw)
    guard resolved.isMissing, let path = resolved.path else { return resolved.path }
    missing += 1
    if !named.contains(raw) {
      firstMissing = min(firstMissing ?? path, path)
      named.insert(raw)
    }
    return path
  }

  private mutating func resolved(_ raw: InternedString) -> Resolved {
    if asWritten.contains(raw) { return Resolved(path: raw) }
    if missingAsWritten.contains(raw) { return Resolved(path: raw, isMissing: true) }
    if let resolved = known[raw] { return resolved }
    let resolved = lookUp(raw)
    if resolved.path != raw {
      known[raw] = resolved
    } else if resolved.isMissing {
      missingAsWritten.insert(raw)
    } else {
      asWritten.insert(raw)
    }
    return resolved
  }

  private mutating func fileOfImage(_ raw: InternedString) -> InternedString? {
    if let path = knownInImages[raw] { return path }
    let path = Self.resolved(raw, imagePaths)
    knownInImages[raw] = .some(path)
    return path
  }

  private mutating func lookUp(_ raw: InternedString) -> Resolved {
    if !watched.isEmpty { noteRoots(of: Paths.unrolled(raw.wrappedValue)) }
    var path = Self.resolved(raw, paths) ?? checkoutPaths.flatMap { Self.resolved(raw, $0) }
    guard let hasFile else { return Resolved(path: path ?? bases.path(of: raw)) }
    if let said = bases.path(of: raw), !(path.map(hasFile) ?? false) {
      if let file = scanned.file(named: said.wrappedValue, saying: said, hasFile: hasFile) {
        return Resolved(path: file)
      }
      switch bases.answer(raw, saying: said, hasFile: hasFile) {
      case .said: path = said
      case .file(let file): return Resolved(path: file)
      case .either(let files): return Resolved(path: nil, either: files, isByBase: true)
      }
    }
    if let file = scanned.file(named: raw.wrappedValue, saying: path, hasFile: hasFile) { return Resolved(path: file) }
    if let literal = literal(raw), literal != path, hasFile(literal) {
      guard let path, hasFile(path) else { return Resolved(path: literal) }
      return Resolved(path: nil, either: [literal, path])
    }
    guard let path, !hasFile(path) else { return Resolved(path: path) }
    for count in paths.doubledPrefixes(of: path.utf8) {
      let rest = InternedString(utf8: path.utf8.extracting(count..<path.utf8.count))
      if hasFile(rest) { return Resolved(path: rest) }
    }
    return Resolved(path: path, isMissing: true)
  }

  /// The path that is meant if each byte belongs to a name.
  private func literal(_ raw: InternedString) -> InternedString? {
    if paths.isPlain(raw.utf8) { return raw }
    let literal =
      paths.literal(raw.wrappedValue) ?? checkoutPaths.flatMap { $0.literal(raw.wrappedValue) }
      ?? bases.literal(of: raw)
    return literal.map { InternedString($0) }
  }

  private mutating func noteRoots(of path: [UInt8]) {
    for root in watched where path.starts(with: root.bytes) {
      if path.count == root.bytes.count || path[root.bytes.count] == UInt8(ascii: "/") { usedRoots.insert(root.name) }
    }
  }

  private static func resolved(_ raw: InternedString, _ paths: Paths) -> InternedString? {
    paths.isPlain(raw.utf8) ? raw : paths.resolve(raw.wrappedValue).map { InternedString($0) }
  }
}

private struct WatchedRoot {
  /// As the user writes it.
  let name: String
  let bytes: [UInt8]
}

extension PathResolver {
  /// Warns of paths that name no file of the repository.
  func warnings(for report: ReportBuilder) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    let (count, position) = (report.observations.count, SourcePosition(file: report.input.name))
    if let firstOutside {
      warnings.append(
        Diagnostic(
          .pathOutside, "\(outside) of \(count) results name a path that is not in the repository", severity: .warning,
          at: position, because: ["for example \(firstOutside)", "they have no owner"],
          help: "if the scanner ran in another folder, name it with --root"))
    }
    if let firstAmbiguous {
      warnings.append(
        Diagnostic(
          .pathOutside, "\(ambiguous) of \(count) results name a path that may be either of two files of the commit",
          severity: .warning, at: position, because: ["for example \(firstAmbiguous)"],
          help: isAmbiguousByBase
            ? "name the folder that was scanned under `covers` in a side-car, \(report.input.name)\(ReportManifest.suffix)"
            : "rename the file whose name has a backslash, a colon or a percent sign"))
    }
    if let firstMissing {
      warnings.append(
        Diagnostic(
          .pathOutside, "\(missing) of \(count) results name a file that the commit does not have", severity: .warning,
          at: position, because: ["for example \(firstMissing)"],
          help:
            "if the scanner ran in a folder of the repository, let it write paths from the root, or name the folder "
            + "in a side-car, \(report.input.name)\(ReportManifest.suffix)"))
    }
    return warnings
  }
}

extension Location {
  /// Lines and columns count from 1; scanners write 0 (or -1) where they know none.
  fileprivate mutating func dropZeroLines() {
    if let line = startLine, line < 1 { (startLine, endLine, startColumn) = (nil, nil, nil) }
    if let line = endLine, line < startLine ?? 1 { endLine = startLine }
    if let column = startColumn, column < 1 { startColumn = nil }
  }

  /// Keeps a text of the scanner that is no path of the repository.
  fileprivate mutating func keep(_ raw: String) {
    if raw.hasPrefix("http://") || raw.hasPrefix("https://") {
      url = url ?? raw
    } else {
      resource = resource.map { "\($0) in \(raw)" } ?? raw
    }
  }
}
