import Documents
import Evidence
import Foundation
import Model
import Reports
import System
import TestSupport
import Testing

/// Each format has a file in `Formats/`, a line in `Format.all` and a folder of fixtures: `<format>/<case>/report.*` beside
/// `findings.golden`, which is what `gatehouse normalize` prints. A new format needs no new test.
@Suite struct FormatFixtures {
  @Test func `every format is listed and has a fixture`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Evidence/Formats")
    // A format that is more than one file has its parts in a folder beside it.
    let files = try FileManager.default.contentsOfDirectory(atPath: sources.standardizedFileURL.path)
      .filter { $0.hasSuffix(".swift") }
    #expect(Set(files.map { plain($0.replacing(".swift", with: "")) }) == Set(Format.all.map { plain($0.name) }))
    #expect(Format.all.map(\.name) == Format.all.map(\.name).sorted(), "by name")
    let folders = try folders(in: fixtures()).map(\.lastPathComponent)
    #expect(Set(Format.all.map(\.name)).isSubset(of: folders), "each format has a folder of fixtures")
  }

  @Test(arguments: Format.all.map(\.name)) func `every report is read as its golden file says`(format: String) throws {
    for example in try folders(in: fixtures().appending(path: format)) {
      try expectGolden(try said(of: example, format), example.appending(path: "findings.golden"))
    }
  }

  /// The observations, then the state as evidence for the commit that all fixtures speak of, then the complaints.
  private func said(of example: URL, _ name: String) throws -> String {
    let files = try FileManager.default.contentsOfDirectory(atPath: example.path)
    let file = try #require(files.first { $0.hasPrefix("report.") })
    let input = Input(name: file, bytes: Array(try Data(contentsOf: example.appending(path: file))))
    let binding = EvidenceBinding(
      heads: ["0123456789abcdef0123456789abcdef01234567"], now: try #require(Timestamp("2026-11-22T12:00:00Z")))
    var writer = JSONWriter()
    do {
      let report = try readReport(input)
      #expect(report.format == name, "\(example.path) is detected")
      for observation in report.observations { writer.observation(observation) }
      let evidence = ReportEvidence(of: report, binding: binding)
      return writer.text + lines(report.warnings + report.failures, evidence)
    } catch {
      return lines([error], ReportEvidence(of: input, refused: error))
    }
  }

  private func lines(_ complaints: [Diagnostic], _ evidence: ReportEvidence) -> String {
    let kinds = evidence.kinds.sorted().map(\.rawValue).joined(separator: " ")
    let head = "# \(evidence.state.rawValue) \(evidence.format) [\(kinds)] \(evidence.reason?.text ?? "")\n"
    return head + complaints.map { "# \($0.severity) \($0.code.name) \($0.text)\n" }.joined()
  }

  private func plain(_ name: String) -> String { name.lowercased().replacing("-", with: "") }
}
