import Git
import Interning
import Model
import System

/// Adds a fingerprint to code observations: a digest of the line at their location, without its blanks.
///
/// Without one, observations of tools that write no fingerprint would be distinguished by their order in the file. A
/// new finding above an old one would then take over its id and its waivers. The text comes from the commit, never from
/// the working tree.
func addLineFingerprints(_ observations: inout [Observation], in files: CommitFiles) throws(Diagnostic) {
  var wanted = ChainsByPath(count: observations.count)
  for index in observations.indices where observations[index].kind.hasLines {
    let location = observations[index].location
    guard location.$image.isNil, let path = location.$path.interned, location.startLine != nil else {
      continue
    }
    wanted.add(index, path)
  }
  for (path, last) in wanted.last {
    guard !files.isMissing(path), let bytes = try content(of: path.wrappedValue, in: files.tree) else { continue }
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") } + [bytes.count]
    for index in wanted.indices(from: last) {
      guard let line = observations[index].location.startLine, line >= 1, line <= ends.count else { continue }
      let text = bytes[(line > 1 ? ends[line - 2] : 0)..<ends[line - 1]].filter { $0 > 0x20 }
      guard !text.isEmpty else { continue }
      observations[index].fingerprints[lineFingerprint] = Digest.sha256(text).hex
    }
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

extension Observation.Kind {
  /// Whether observations of this kind get a fingerprint of their line. Secrets have a digest of their own, and a
  /// digest of the line would reveal more about them.
  fileprivate var hasLines: Bool {
    switch self {
    case .sast, .iac, .quality: true
    case .sca, .container, .secret, .dast, .iast, .pentest, .license: false
    }
  }
}
