import Correlation
import Git
import Interning
import Model
import System

/// The lines around findings at head and base, which distinguish findings on equal lines and show that code was moved.
///
/// Contents are read when they are asked for: that is only for files that the change touches.
final class LineContexts {
  private let head: CommitFiles
  private let base: CommitFiles
  private var lines: [Key: [ArraySlice<UInt8>]] = [:]

  private struct Key: Hashable {
    let isHead: Bool
    let path: InternedString
  }

  init(head: CommitFiles, base: CommitFiles) { (self.head, self.base) = (head, base) }

  /// The line of a finding and the nearest lines before and after it that are not blank, without blanks; nil when the file has
  /// no such line or cannot be read.
  func context(of finding: Finding, isHead: Bool) -> LineContext? {
    guard let path = finding.location.$path.interned, let line = finding.location.startLine else { return nil }
    let texts = lines(of: Key(isHead: isHead, path: path))
    guard line >= 1, line <= texts.count, !texts[line - 1].isEmpty else { return nil }
    let before = texts[..<(line - 1)].suffix(blankLines).last { !$0.isEmpty } ?? []
    let after = texts[line...].prefix(blankLines).first { !$0.isEmpty } ?? []
    return LineContext(
      around: digest(before, texts[line - 1], after),
      before: before.isEmpty ? nil : digest(before, texts[line - 1]),
      after: after.isEmpty ? nil : digest(texts[line - 1], after))
  }

  private func digest(_ lines: ArraySlice<UInt8>...) -> InternedString {
    let joined = lines.map(Array.init).joined(separator: [UInt8(ascii: "\n")])
    return InternedString(Digest.sha256(Array(joined)).hex)
  }

  private func lines(of key: Key) -> [ArraySlice<UInt8>] {
    if let known = lines[key] { return known }
    let read = texts(of: key)
    lines[key] = read
    return read
  }

  private func texts(of key: Key) -> [ArraySlice<UInt8>] {
    let files = key.isHead ? head : base
    do throws(Diagnostic) {
      guard let bytes = try files.tree.read(key.path.wrappedValue, limit: 8 << 20) else { return [] }
      return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
        line.filter { $0 > 0x20 }[...]
      }
    } catch {
      // Without the content nothing is matched by it, so the finding stays new.
      return []
    }
  }
}

/// How many lines are looked through for one that is not blank.
private let blankLines = 20
