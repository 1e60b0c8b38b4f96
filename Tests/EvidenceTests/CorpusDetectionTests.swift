import Documents
import TestSupport
import Testing

@testable import Evidence

/// Without `--format`, of every report of the corpus: the format is found, or the report is refused. It is never taken for
/// another one's.
@Suite struct CorpusDetection {
  @Test func `the format of real reports is found from their bytes`() throws {
    guard let reports = try corpusReports() else { return }
    var (right, refused, wrong, all) = (0, [String](), [String](), 0)
    for (entry, input) in reports {
      // Counted as well: a report that nobody reads is one that was not found.
      let reader = corpusReader(of: entry.text("format") ?? "")
      all += 1
      switch try found(input) {
      case .format(let name):
        if let reader, name == reader || isTwin(name, of: reader) {
          right += 1
        } else if reader != nil {
          wrong.append("\(input.name): \(name)")
        }
      case .statements: if reader == "vex" || reader == "cyclonedx" { right += 1 } else { wrong.append(input.name) }
      case .refused(let why): refused.append("\(input.name): \(why)")
      }
    }
    for line in refused { print("refused: \(line)") }
    for line in wrong { print("wrong: \(line)") }
    Corpus.report("detection", right: right, all: all)
    #expect(wrong.isEmpty, "none is taken for another's")
    #expect(right * 100 >= all * 97, "at least 97 % of the files")
  }

  private enum Found {
    case format(String)
    /// A VEX document.
    case statements
    case refused(String)
  }

  private func found(_ input: Input) throws -> Found {
    do {
      let whole = try input.inUTF8()
      let content = try Content(whole, texts: Format.all.flatMap(\.shapes))
      return .format(try Format.choose(for: content, of: whole, named: nil).0.name)
    } catch {
      return error.code == .reportIsVEX ? .statements : .refused("\(error.code.rawValue): \(error.text)")
    }
  }
}
