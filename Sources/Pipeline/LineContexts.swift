import Correlation
import Git
import Interning
import Model
import Risks
import Synchronization
import System

/// The lines around findings at head and base, which distinguish findings on equal lines and show that code was moved.
///
/// Contents are read when they are asked for: that is only for files that the change touches.
final class LineContexts: Sendable {
  private let head: CommitFiles
  private let base: CommitFiles
  private let known = Mutex<[Key: [SourceLine]]>([:])

  private struct Key: Hashable {
    let isHead: Bool
    let path: InternedString
  }

  init(head: CommitFiles, base: CommitFiles) { (self.head, self.base) = (head, base) }

  /// The line of a finding and the nearest lines before and after it that are not blank, without blanks; nil when the file has
  /// no such line or cannot be read.
  func context(of finding: Finding, isHead: Bool) -> LineContext? {
    guard let path = finding.location.$path.interned, let line = finding.location.startLine else { return nil }
    let lines = lines(of: Key(isHead: isHead, path: path))
    guard line >= 1, line <= lines.count, !lines[line - 1].code.isEmpty else { return nil }
    let (own, before) = (lines[line - 1], lines[..<(line - 1)].suffix(reach).filter { !$0.code.isEmpty }.suffix(2))
    let after = lines[line...].prefix(reach).filter { !$0.code.isEmpty }.prefix(2)
    return LineContext(
      around: digest([before.last, own, after.first]),
      isTelling: before.last?.isTelling ?? false || after.first?.isTelling ?? false,
      before: before.count == 2 && before.contains(where: \.isTelling) ? digest(before + [own]) : nil,
      after: after.count == 2 && after.contains(where: \.isTelling) ? digest([own] + after) : nil)
  }

  /// A digest of the lines of a place, without blanks and blank lines; nil when the file has no such lines or cannot be read.
  func code(of place: Location, isHead: Bool) -> InternedString? {
    guard let (lines, range) = lines(at: place, isHead: isHead) else { return nil }
    return digest(lines[range].filter { !$0.code.isEmpty })
  }

  /// How the names in the lines of a place are used before it; nil when the file has no such lines or cannot be read.
  func uses(at place: Location, isHead: Bool) -> NameUses? {
    guard let (lines, range) = lines(at: place, isHead: isHead) else { return nil }
    return NameUses(of: range, in: lines)
  }

  private func lines(at place: Location, isHead: Bool) -> (lines: [SourceLine], range: Range<Int>)? {
    guard place.$image.isNil, let path = place.$path.interned, let first = place.startLine else { return nil }
    let (lines, last) = (lines(of: Key(isHead: isHead, path: path)), max(first, place.endLine ?? first))
    return first >= 1 && last <= lines.count ? (lines, (first - 1)..<last) : nil
  }

  private func digest(_ lines: [SourceLine?]) -> InternedString {
    let code = lines.map { $0?.code ?? [] }.joined(separator: [UInt8(ascii: "\n")])
    return InternedString(Digest.sha256(Array(code)).hex)
  }

  private func lines(of key: Key) -> [SourceLine] {
    known.withLock { known in
      if let lines = known[key] { return lines }
      let read = read(key)
      known[key] = read
      return read
    }
  }

  private func read(_ key: Key) -> [SourceLine] {
    let files = key.isHead ? head : base
    do throws(Diagnostic) {
      guard let bytes = try files.tree.read(key.path.wrappedValue, limit: 8 << 20), !hasUnclearLines(bytes),
        !isPointer(bytes)
      else {
        return []
      }
      return withoutByteOrderMark(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
        SourceLine.init)
    } catch {
      // Without the content nothing is matched by it, so the finding stays new.
      return []
    }
  }
}

/// How many lines are looked through for one that is not blank.
private let reach = 20
