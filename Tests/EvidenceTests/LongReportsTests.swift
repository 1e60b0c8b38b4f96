import Foundation
import Model
import Reports
import System
import TestSupport
import Testing

@testable import Documents
@testable import Evidence

/// A report that is read in pieces says what it says when it is read whole.
@Suite struct LongReports {
  private let folder: TemporaryFolder
  private static let sizes = [
    StreamingSizes(window: 16, piece: 8, list: 16, file: 1),
    StreamingSizes(window: 61, piece: 100, list: 250, file: 1),
    StreamingSizes(window: 4096, piece: 300, list: 1000, file: 1),
  ]

  init() throws { folder = try TemporaryFolder() }

  @Test func `every report is the same in pieces`() throws {
    var inPieces = 0
    for (name, bytes) in try reports() {
      let path = try folder.write(bytes, as: "report.json")
      let whole = said(try Files.read(path))
      for sizes in Self.sizes {
        let input = try Files.readReport(path, sizes)
        inPieces += input.map == nil ? 0 : 1
        #expect(said(input) == whole, "\(name) in pieces of \(sizes.piece)")
      }
    }
    #expect(inPieces > 300)
  }

  @Test func `every report that is cut off is refused with the same words, or the same`() throws {
    var random = Seeded(7)
    for (name, bytes) in try reports() {
      let path = try folder.write(bytes, as: "report.json")
      let cuts = (0..<50).map { _ in Int.random(in: 0..<max(1, bytes.count), using: &random) }
      for cut in Set(cuts + [bytes.count - 1]).sorted(by: >) where cut >= 0 {
        try #require(truncate(path, cut) == 0)
        // What is cut inside of a value is read whole, and nothing else is left to compare.
        if let input = try StreamedJSON.input(path, StreamingSizes(window: 512, piece: 8, list: 16, file: 1)) {
          #expect(said(input) == said(try Files.read(path)), "\(name) cut at \(cut)")
        }
      }
    }
  }

  @Test(arguments: [
    // Lines of a log.
    "[INFO] scanning\n{REPORT}", "[INFO]\n[WARN]\n{REPORT}", "scanning\n{REPORT}", "[INFO]\n[{REPORT}]",
    "[INFO] a\n\n[ {REPORT}, {REPORT} ]", "[INFO]\r\n{REPORT}\r\n{REPORT}",
    // A list is no log.
    "[{LIST}]\n[x]\n{REPORT}", "[[{LIST}]\n[x]\n{REPORT}]", "[{LIST}] x\n{REPORT}", "[{LIST}]\n{REPORT}",
    // Framings.
    "\u{feff}{REPORT}", "\u{feff}\r\n [{REPORT}\r\n]\r\n", "{REPORT}\n{REPORT}", "{REPORT}{REPORT}{REPORT}\n",
    "[{REPORT},{REPORT}]", "[{REPORT}]\n[{REPORT},{REPORT}]", "[{REPORT}][{LIST}]", "[{LIST}][{REPORT}]",
    "[{REPORT},[{LIST}]]", "{REPORT},{REPORT}", "{REPORT}}", "{REPORT}]", "{REPORT} x",
    "{REPORT}\n7",
    "[{REPORT},]", "[{REPORT}", "{REPORT}\n{", "[{REPORT},{\"other\":[{LIST}]}]", "{REPORT}\u{0}",
    // Nothing, and what is not nothing.
    "[                                   ]", "{\"results\":[                              ]}", "{                    }",
    "{\"results\":[x,1,2,3,4,5,6,7,8,9,10,11,12]}", "[x,1,2,3,4,5,6,7,8,9,10,11,12,13,14]", "{\"results\":[{LIST}]}",
    "{\"results\":[,                             ]}", "[,                                                        ]",
    "{\"results\":[{LIST},]}", "{\"results\":[                     ,{LIST}]}", "{\"a\":{\"b\":[x,1,2,3,4,5,6,7,8,9]}}",
  ])
  func `whatever stands around a report, it is the same in pieces`(frame: String) throws {
    let list = (0..<20).map { "{\"a\": \($0), \"b\": [\"\($0)\"]}" }.joined(separator: ",\n")
    let text = frame.replacing("{REPORT}", with: bandit).replacing("{LIST}", with: list)
    let path = try folder.write(Array(text.utf8), as: "report.json")
    let whole = said(try Files.read(path))
    for sizes in Self.sizes { #expect(said(try Files.readReport(path, sizes)) == whole, "\(sizes.piece)") }
  }

  @Test func `what is broken or of no format is nearest to the same`() throws {
    for text in [
      bandit.replacing("\"issue_confidence\"", with: "issue_confidence"),
      bandit.replacing("\"results\"", with: "\"result\""),
      bandit.replacing("\"line_number\"", with: "\"lineNumber\"").replacing("\"metrics\"", with: "\"measures\""),
      "{\"Results\":[{\"Vulnerabilities\":[{\"VulnerabilityID\":1,}]}],\"SchemaVersion\":2,\"ArtifactName\":\"a\"}",
      "[{\"RuleID\":\"a\",\"Secrets\":\"b\",\"Fingerprint\":\"c\",\"StartLine\":1},{\"a\":1}]",
    ] {
      let path = try folder.write(Array(text.utf8), as: "report.json")
      let whole = said(try Files.read(path))
      #expect(whole.contains("error"))
      for sizes in Self.sizes { #expect(said(try Files.readReport(path, sizes)) == whole) }
    }
  }

  /// An empty report may be vouched for, and one that cannot be read may not.
  @Test func `a long list is never nothing`() throws {
    for (text, isNothing) in [
      ("[1,2,3,4,5,6,7,8,9,10]", false), ("[x,2,3,4,5,6,7,8,9,10]", false), ("[                     ]", true),
      ("{\"results\":[x,2,3,4,5,6,7,8,9,10]}", false), ("{\"results\":[                   ]}", true),
    ] {
      let input = try Files.readReport(try folder.write(Array(text.utf8), as: "report.json"), Self.sizes[0])
      #expect(input.map != nil)
      let content = try Content(input, texts: [])
      #expect(content.isInconclusive == isNothing, "\(text)")
      guard case .json(let root) = content else { continue }
      #expect((root["results"] ?? root).firstElement == nil || !isNothing)
      #expect(throws: Diagnostic.self) { try readReport(input) }
    }
  }

  private func reports() throws -> [(String, [UInt8])] {
    try folders(in: fixtures()).flatMap { format in
      try folders(in: format).compactMap { example in
        let file = example.appending(path: "report.json")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return ("\(format.lastPathComponent)/\(example.lastPathComponent)", Array(try Data(contentsOf: file)))
      }
    }
  }

  /// All that is made of a report, or why none is.
  private func said(_ input: Input) -> String {
    do throws(Diagnostic) {
      let report = try readReport(input)
      var writer = JSONWriter()
      for observation in report.observations { writer.observation(observation) }
      let complaints = (report.warnings + report.failures).map { said($0) }.joined()
      let scan = report.scan()
      return """
        \(writer.text)\(complaints)\(report.format) \(report.kinds.map(\.rawValue).sorted()) \(report.hasScanProof) \(scan)
        \(report.scanned ?? []) \(report.roots) \(report.input.digest)
        """
    } catch { return said(error) }
  }

  private func said(_ complaint: Diagnostic) -> String {
    var said = complaint
    said.excerpt = nil
    return said.rendered(width: 1000)
  }
}

private let bandit = """
  {
    "errors": [],
    "generated_at": "2026-11-20T10:00:00Z",
    "metrics": {"_totals": {"loc": 1}, "app/a.py": {"loc": 1}},
    "results": [
      {"filename": "app/a.py", "issue_confidence": "HIGH", "issue_severity": "LOW", "issue_text": "[a], {b}, \\"c\\"",
       "line_number": 3, "line_range": [3, 4, 5], "test_id": "B101", "test_name": "assert_used", "code": "3 assert x\\n"},
      {"filename": "app/é.py", "issue_confidence": "LOW", "issue_severity": "ODD", "issue_text": "two", "line_number": 7,
       "line_range": [7], "test_id": "B102", "test_name": "exec_used"}
    ]
  }
  """
