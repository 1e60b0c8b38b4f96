import Documents
import Interning
import Model
import System

extension Diagnostic {
  /// The error about a file that no format recognises, in other words if the file seems to be no report at all.
  ///
  /// A broken report keeps the error of its parser: a file that is named like JSON, XML or a table, or that has lines which begin
  /// like JSON or XML.
  func tellingOtherFiles(from input: Input) -> Diagnostic {
    let isUnread = [.jsonInvalid, .xmlInvalid, .csvInvalid, .encodingInvalid, .formatUnknown].contains(code)
    // A line of a document may look like the header of an empty table.
    let isTitle = code == .reportEmpty && !input.isBlank && input.isDocument
    guard isTitle || (isUnread && !input.isCompressed && input.isNoReport) else { return self }
    return Diagnostic(
      .notAReport, "\(input.name) is not a report", at: SourcePosition(file: input.name),
      because: ["it is no JSON, no XML, and no table or text that a scanner writes"],
      help: "move it out of the folder of reports, or name the reports one by one")
  }
}

extension Input {
  fileprivate var isNoReport: Bool {
    isDocument || ending.map { !Input.endingsOfReports.contains($0) && !hasStructuredLine } ?? false
  }

  fileprivate var isDocument: Bool {
    ending.map(Input.endingsOfDocuments.contains) ?? Input.namesOfDocuments.contains(lowercasedASCII(fileName))
  }

  private var fileName: String {
    name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? name
  }

  /// What follows the last dot of the file's name, in lower case; nil if there is no dot.
  private var ending: String? {
    guard let file = name.utf8.split(separator: UInt8(ascii: "/")).last,
      let dot = file.lastIndex(of: UInt8(ascii: "."))
    else { return nil }
    return lowercasedASCII(String(Substring(file[file.index(after: dot)...])))
  }

  /// Whether one of the first lines begins like JSON or XML. Lines of a log may precede a report.
  private var hasStructuredLine: Bool {
    bytes.prefix(1 << 16).split(separator: UInt8(ascii: "\n")).contains { line in
      line.first { $0 != 0x20 && $0 != 0x09 }.map { "{[<".utf8.contains($0) } ?? false
    }
  }

  private static let endingsOfReports: Set = [
    "json", "jsonl", "ndjson", "sarif", "xml", "csv", "tsv", "fpr", "fvdl", "spdx",
  ]
  private static let endingsOfDocuments: Set = [
    "md", "markdown", "rst", "adoc", "pdf", "doc", "docx", "png", "jpg", "jpeg", "gif", "ico", "yaml", "yml", "toml",
    "ini",
    "sh", "py", "js",
  ]
  /// Documents that have no ending by custom.
  private static let namesOfDocuments: Set = [
    "readme", "license", "licence", "notice", "authors", "changes", "changelog", "copying", "contributing",
    "codeowners",
    "makefile", "dockerfile", "jenkinsfile",
  ]
}
