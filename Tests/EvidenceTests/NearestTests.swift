import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Evidence

/// A file that is no report is refused with the format that it is nearest to, and the place where it stops to fit:
/// `no-format/<case>/report.*` beside `complaint.golden`.
@Suite struct NearestFormatTests {
  @Test func `a file of no format says which is the nearest, and why it is not that`() throws {
    for example in try folders(in: fixtures().appending(path: "no-format")) {
      let complaint = try complaint(of: try input(in: example))
      try expectGolden(complaint.rendered(width: 80), example.appending(path: "complaint.golden"))
    }
  }

  @Test func `a file that is not what it is said to be shows where`() throws {
    let folder = fixtures().appending(path: "no-format")
    let misspelt = try complaint(of: try input(in: folder.appending(path: "misspelt-key")), as: "grype")
    #expect(misspelt.text == "the report is not in the format 'grype'")
    #expect(misspelt.position?.line == 2 && misspelt.position?.column == 3)
    #expect(misspelt.help == "did you mean 'matches'?")
    let other = try complaint(of: try input(in: fixtures().appending(path: "bandit/one-file")), as: "grype")
    #expect(other.help == "pass --input-format bandit")
  }

  @Test func `of what stands beside a name nothing is shown`() throws {
    let line = #"[{"RuleId":"a-key","Secret":"xyzzy-plugh","Match":"key = xyzzy-plugh","Fingerprint":"a:a-key:1"}]"#
    let complaint = try complaint(of: Input(name: "leaks.json", bytes: Array(line.utf8)))
    #expect(complaint.because.contains { $0.contains("gitleaks") })
    #expect(!complaint.rendered().contains("xyzzy"))
  }

  /// The names in the marks are what the readers look for: by them alone each format's own reports are told.
  @Test func `reports are nearest to their own format`() throws {
    var (right, strange) = (0, [String]())
    for format in Format.all {
      for example in try folders(in: fixtures().appending(path: format.name)) {
        let outline = Outline(of: try input(in: example).inUTF8())
        guard let nearest = NearestFormat(to: outline, among: Format.all) else { continue }
        if nearest.format.name == format.name {
          right += 1
        } else {
          strange.append("\(format.name)/\(example.lastPathComponent): \(nearest.format.name), \(nearest.comparison)")
        }
      }
    }
    for line in strange { print("nearest: \(line)") }
    #expect(right >= 9 * strange.count, "\(right) are right")
  }

  @Test func `the outline of a text that is cut off anywhere is a part of the whole one's`() throws {
    for format in ["grype", "zap", "bugcrowd", "nuclei"] {
      for example in try folders(in: fixtures().appending(path: format)) {
        let whole = try input(in: example)
        let names = Set(Outline(of: whole).names.map(\.text))
        for end in stride(from: 0, to: whole.bytes.count, by: 3) {
          let cut = Outline(of: Input(name: "cut", bytes: Array(whole.bytes[..<end])))
          // The last name may be cut itself.
          #expect(cut.names.dropLast().allSatisfy { names.contains($0.text) })
        }
      }
    }
  }

  @Test(arguments: Format.all.map(\.name)) func `a signature names what decides`(name: String) throws {
    let format = try #require(Format.all.first { $0.name == name })
    for variant in format.variants where variant.framing != nil {
      #expect(!variant.signatureKeys.isEmpty, "`\(variant.signature)` has a name in backquotes")
      #expect(variant.signature.filter { $0 == "`" }.count % 2 == 0)
    }
  }

  private func input(in folder: URL) throws -> Input {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let file = try #require(files.first { $0.hasPrefix("report.") })
    return Input(name: file, bytes: Array(try Data(contentsOf: folder.appending(path: file))))
  }

  private func complaint(of input: Input, as name: String? = nil) throws -> Diagnostic {
    do {
      _ = try readReport(input, as: name)
      throw Unexpected.wasRead
    } catch let error as Diagnostic { return error }
  }

  private enum Unexpected: Error { case wasRead }
}
