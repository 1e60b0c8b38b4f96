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
  private let origin: (tree: CommitTree, changes: FileChanges)?
  /// The files that have fewer lines than an observation names, with the number of their lines.
  private(set) var shortFiles: [InternedString: Int] = [:]

  /// - Parameters:
  ///   - files: The files that were scanned.
  ///   - origin: What the ids refer to; nil when they refer to the scanned files themselves.
  init(of files: CommitFiles, since origin: Origin?, in repository: Repository) throws(Diagnostic) {
    self.files = files
    self.origin = try origin.map { origin throws(Diagnostic) in (try repository.tree(at: origin.commit), origin.changes) }
  }

  mutating func add(to observations: inout [Observation]) throws(Diagnostic) {
    var wanted = ChainsByPath(count: observations.count)
    for index in observations.indices {
      let one = observations[index]
      guard one.location.$image.isNil, let path = one.location.$path.interned else { continue }
      guard one.hasLine || origin?.changes[path]?.oldPath != nil else { continue }
      wanted.add(index, path)
    }
    for (path, last) in wanted.last {
      let change = origin?.changes[path]
      let oldPath = change?.status == .renamed ? change?.oldPath.map { InternedString($0) } : nil
      let indices = wanted.indices(from: last)
      let lines = indices.compactMap { observations[$0].hasLine ? observations[$0].location.startLine : nil }
      let numbered = lines.isEmpty ? nil : try numberedLines(path, change, lines)
      for index in indices { set(&observations[index], oldPath, numbered) }
    }
  }

  private func set(_ one: inout Observation, _ oldPath: InternedString?, _ lines: NumberedLines?) {
    let line = one.hasLine ? one.location.startLine : nil
    let text = line.flatMap { lines?.digest(of: $0) }
    let number = text == nil ? 0 : line.flatMap { lines?.numbers[$0] } ?? 0
    if let text, one.kind != .secret { one.fingerprints[lineFingerprint] = text }
    let secret = text.flatMap { one.kind == .secret ? InternedString($0) : nil }
    guard oldPath != nil || number > 0 || secret != nil else { return }
    one.origin = LineOrigin(path: oldPath, number: number, text: secret)
  }

  /// The lines of a file; nil when it has none to compare.
  private mutating func numberedLines(
    _ path: InternedString, _ change: FileChange?, _ wanted: [Int]
  ) throws(Diagnostic) -> NumberedLines? {
    guard !files.isMissing(path), let bytes = try content(of: path.wrappedValue, in: files.tree) else { return nil }
    let lines = Lines(bytes)
    if let most = wanted.max(), most > lines.count { shortFiles[path] = lines.count }
    var old: Lines?
    if let change, let origin, change.status == .modified || change.status == .renamed {
      old = try content(of: change.oldPath ?? change.path, in: origin.tree).map(Lines.init)
    }
    return NumberedLines(lines, from: old, by: LineMap(change), wanted: wanted)
  }
}

/// The lines of a content, with a number for the text of each.
private struct Lines {
  private let bytes: [UInt8]
  private var ends: [Int] = []
  /// For each line a hash of its text without blanks. Lines of equal texts have equal hashes.
  private(set) var hashes: [UInt64] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // FNV-1a, which has no seed: ids must not differ between runs.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        ends.append(index)
        hashes.append(hash)
        hash = 0xcbf2_9ce4_8422_2325
      } else if byte > 0x20 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    ends.append(bytes.count)
    hashes.append(hash)
  }

  /// The number of lines, with the empty one after the last line feed, which some tools count.
  var count: Int { ends.count }

  /// The text of a line without blanks; nil when there is no such line or it is blank.
  func text(of line: Int) -> [UInt8]? {
    guard line >= 1, line <= ends.count else { return nil }
    let text = bytes[(line > 1 ? ends[line - 2] : 0)..<ends[line - 1]].filter { $0 > 0x20 }
    return text.isEmpty ? nil : text
  }
}

/// Lines of a file, each with its number among those of its text.
private struct NumberedLines {
  private let lines: Lines
  /// The numbers of the wanted lines (`LineOrigin.number`).
  private(set) var numbers: [Int: Int] = [:]

  /// - Parameter old: The lines before the change; nil when there is none.
  init(_ lines: Lines, from old: Lines?, by map: LineMap, wanted: [Int]) {
    self.lines = lines
    let wanted = Set(wanted.filter { $0 >= 1 && $0 <= lines.count })
    var counts: [UInt64: Int] = [:]
    for line in wanted { counts[lines.hashes[line - 1]] = 0 }
    var oldNumbers: [Int: Int] = [:]
    if let old {
      for (index, hash) in old.hashes.enumerated() {
        guard let count = counts[hash] else { continue }
        oldNumbers[index + 1] = count
        counts[hash] = count + 1
      }
    }
    for (index, hash) in lines.hashes.enumerated() {
      guard let count = counts[hash] else { continue }
      if old != nil, let number = map.origin(of: index + 1).flatMap({ oldNumbers[$0] }) {
        numbers[index + 1] = number
      } else {
        numbers[index + 1] = count
        counts[hash] = count + 1
      }
    }
  }

  /// A digest of the text of a line without blanks.
  func digest(of line: Int) -> String? { lines.text(of: line).map { Digest.sha256($0).hex } }
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
private func content(of path: String, in tree: any Tree) throws(Diagnostic) -> [UInt8]? {
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
