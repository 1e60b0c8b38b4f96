import Correlation
import Git
import Interning
import Model
import System

/// Adds what the commits say about the lines of observations: a fingerprint of the line, and where the line comes from.
///
/// Without them, observations of tools that write no fingerprint would be distinguished by their order in the file, and a
/// new finding above an old one would take over its id and its waivers. The texts come from the commits, never from the
/// working tree.
struct LineOrigins {
  private let files: CommitFiles
  /// The commits to which the ids refer, the oldest first, each with its changes to the next one and at last to `files`.
  private let origins: [(tree: CommitTree, changes: FileChanges)]
  /// The files that have fewer lines than an observation names, with the number of their lines.
  private(set) var shortFiles: [InternedString: Int] = [:]

  /// - Parameters:
  ///   - files: The files that were scanned.
  ///   - origins: What the ids refer to; empty when they refer to the scanned files themselves.
  init(of files: CommitFiles, since origins: [Origin], in repository: Repository) throws(Diagnostic) {
    self.files = files
    var trees: [(CommitTree, FileChanges)] = []
    for origin in origins { trees.append((try repository.tree(at: origin.commit), origin.changes)) }
    self.origins = trees
  }

  mutating func add(to observations: inout [Observation]) throws(Diagnostic) {
    var wanted = ChainsByPath(count: observations.count)
    // The paths that files always had.
    var unmoved = InternedSet<String>()
    for index in observations.indices {
      guard observations[index].location.$image.isNil, let path = observations[index].location.$path.interned else {
        continue
      }
      if !observations[index].hasLine {
        if unmoved.contains(path) { continue }
        if oldest(path) == path {
          unmoved.insert(path)
          continue
        }
      }
      wanted.add(index, path)
    }
    for (path, last) in wanted.last {
      let indices = wanted.indices(from: last)
      let lines = indices.compactMap { observations[$0].hasLine ? observations[$0].location.startLine : nil }
      let numbered = lines.isEmpty ? nil : try numberedLines(path, lines)
      let oldPath = oldest(path)
      for index in indices { set(&observations[index], oldPath == path ? nil : oldPath, numbered) }
    }
  }

  private func set(_ one: inout Observation, _ oldPath: InternedString?, _ lines: NumberedLines?) {
    let line = one.hasLine ? one.location.startLine : nil
    let text = line.flatMap { one.kind == .secret ? lines?.digestOfSecret(at: $0) : lines?.digest(of: $0) }
    let number = text == nil ? 0 : line.flatMap { lines?.numbers[$0] } ?? 0
    if let text, one.kind != .secret { one.fingerprints[lineFingerprint] = text }
    let secret = text.flatMap { one.kind == .secret ? InternedString($0) : nil }
    one.origin =
      oldPath == nil && number == 0 && secret == nil
      ? nil
      : LineOrigin(
        path: oldPath, number: number, text: secret,
        lastLine: secret == nil ? nil : line.flatMap { lines?.lastLineOfKey(from: $0) })
  }

  /// The path of a file in the oldest of the commits that has it.
  private func oldest(_ path: InternedString) -> InternedString {
    var path = path
    for origin in origins.reversed() {
      guard let change = origin.changes[path] else { continue }
      guard change.status == .renamed, let old = change.oldPath else {
        if change.status == .modified { continue }
        return path
      }
      path = InternedString(old)
    }
    return path
  }

  /// The file at a path, or the one to which symbolic links lead from there.
  private func regularFile(_ path: InternedString) throws(Diagnostic) -> InternedString? {
    try files.standing(of: path) == .behindLink ? files.target(of: path)?.file : path
  }

  /// The lines of a file; nil when it has none to compare.
  private mutating func numberedLines(_ path: InternedString, _ wanted: [Int]) throws(Diagnostic) -> NumberedLines? {
    guard !files.isMissing(path), let file = try regularFile(path),
      let bytes = try sourceContent(of: file.wrappedValue, in: files.tree)
    else { return nil }
    let lines = Lines(bytes)
    guard !lines.isAmbiguous else { return nil }
    if let most = wanted.max(), most > lines.count { shortFiles[path] = lines.count }
    var numbered = NumberedLines(lines, wanted: wanted)
    var name = file
    for origin in origins.reversed() {
      // Where the file is not changed, its lines have their numbers already.
      guard let change = origin.changes[name] else { continue }
      guard change.status == .modified || change.status == .renamed else { break }
      name = change.oldPath.map { InternedString($0) } ?? name
      guard let old = try sourceContent(of: name.wrappedValue, in: origin.tree) else { break }
      numbered.precede(with: Lines(old), by: LineMap(change))
    }
    numbered.number()
    return numbered
  }
}

/// The observations of each path as linked lists, so that each file is read once: the last observation of each path,
/// and for each observation the previous one of the same path.
private struct ChainsByPath {
  private(set) var last: [InternedString: Int] = [:]
  private var before: [Int]

  init(count: Int) { before = [Int](repeating: -1, count: count) }

  mutating func add(_ index: Int, _ path: InternedString) {
    let previous = last.updateValue(index, forKey: path)
    if let previous { before[index] = previous }
  }

  func indices(from last: Int) -> some Sequence<Int> {
    sequence(first: last) { [before] in before[$0] < 0 ? nil : before[$0] }
  }
}

/// The content of a source file; nil when there is none to compare: a folder, a symbolic
/// link, or a file over the limit.
func sourceContent(of path: String, in tree: any Tree) throws(Diagnostic) -> [UInt8]? {
  do throws(Diagnostic) { return try tree.read(path, limit: sourceLimit) } catch {
    switch error.code {
    case .entryNotRegular, .fileTooLarge: return nil
    default: throw error
    }
  }
}

/// The maximal size of a source file, in bytes.
private let sourceLimit = 8 << 20

extension Observation {
  /// Whether the text of its line distinguishes the observation from others.
  fileprivate var hasLine: Bool {
    switch kind {
    case .sast, .iac, .quality, .secret: location.startLine != nil
    case .sca, .container, .dast, .iast, .pentest, .license: false
    }
  }
}
