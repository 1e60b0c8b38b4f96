import System
import TestSupport
import Testing

@testable import Evidence

/// Without `--format`, of every report of the corpus: the format is found, or the report is refused. It is never taken for
/// another one's.
@Suite struct CorpusDetection {
  @Test(.corpus("manifest.json")) func `the format of real reports is found from their bytes`() throws {
    let reports = try corpusReports()
    var (right, refused, wrong) = (0, [String](), [String]())
    for (entry, input) in reports {
      let reader = corpusReader(of: entry.text("format") ?? "") ?? "none"
      switch try found(input) {
      case .format(let name) where name == reader || isTwin(name, of: reader): right += 1
      case .format(let name): wrong.append("\(input.name): \(name)")
      // No bytes, `null`, `[]`: of nobody, so to refuse them is all that can be done.
      case .nothing: right += 1
      case .refused(let why): refused.append("\(input.name): \(why)")
      }
    }
    for line in refused { print("refused: \(line)") }
    for line in wrong { print("wrong: \(line)") }
    Corpus.report("detection", right: right, all: reports.count)
    #expect(wrong.isEmpty, "none is taken for another's")
    #expect(right * 100 >= reports.count * 97, "at least 97 % of the files")
  }

  private enum Found {
    case format(String)
    case nothing
    case refused(String)
  }

  private func found(_ input: Input) throws -> Found {
    do {
      let whole = try input.inUTF8()
      let content = try Content(whole, texts: Format.all.flatMap(\.variants))
      return .format(try Format.choose(for: content, of: whole, named: nil).0.name)
    } catch {
      switch error.code {
      case .reportIsVEX: return .format("vex")
      case .reportEmpty: return .nothing
      default: return .refused("\(error.code.name): \(error.text)")
      }
    }
  }
}
