import Documents
import Model

/// Reads a report in full, or says where it cannot be read.
///
/// - Parameters:
///   - name: a format's name; nil detects the format from the bytes.
///   - overrides: severity words that the policy sees otherwise, by format and lower-cased word; they win.
///   - roots: absolute folders (`/builds/acme/shop`) that stood for the repository where the scanner ran.
///   - hasFile: whether the commit has a file of that path; nil takes every path as written.
/// - Throws: `report-empty`, `format-unknown`, `format-ambiguous`, or what the JSON and the format's reader refuse.
package func readReport(
  _ input: Input, as name: String? = nil, severities overrides: [String: [String: Severity?]] = [:],
  roots: [String] = [], hasFile: ((String) -> Bool)? = nil
) throws(Diagnostic) -> Report {
  guard let first = input.bytes.first(where: { !isBlank($0) }) else { throw .emptyReport(input) }
  guard first != UInt8(ascii: "<") else { throw .notJSON(input) }
  let root = try JSONDocument(input).root
  let format = try Format.choose(for: root, of: input, named: name)
  var report = Report(input: input, format: format.name)
  try format.read(root, &report)
  report.finish(
    rater: SeverityRater(format.severities, overridden: overrides[format.name] ?? [:]),
    placer: PathPlacer(Paths(roots: roots + report.roots), hasFile: hasFile))
  return report
}

extension Report {
  /// What the house does with every observation, whatever its format.
  fileprivate mutating func finish(rater: SeverityRater, placer: PathPlacer) {
    var (rater, placer) = (rater, placer)
    for index in observations.indices {
      rater.rate(&observations[index])
      placer.place(&observations[index].location)
      observations[index].hideSecrets()
    }
    dropEmptyFingerprints()
    warnings += rater.warnings(for: tool ?? format)
    warnings += placer.warnings(for: self)
  }
}

/// White space, and the bytes of a byte order mark, which no JSON text and no tag begins with.
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0xEF || byte == 0xBB || byte == 0xBF
}

extension Diagnostic {
  fileprivate static func notJSON(_ input: Input) -> Diagnostic {
    Diagnostic(
      .formatUnknown, "the report is XML or HTML; only JSON reports are read", at: Place(file: input.name),
      help: "let the scanner write JSON or SARIF")
  }
}
