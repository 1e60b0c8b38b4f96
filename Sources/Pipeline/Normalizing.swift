import Correlation
import Documents
import Evidence
import Model
import Reports

/// `gatehouse normalize`: what each scanner said, one JSON object a line, before merging.
///
/// A report that cannot be read in full gives a diagnostic and no line.
package func normalize(_ paths: [String], format: String?, roots: [String]) -> Printed {
  let heard = Heard(paths, reading(format: format, roots))
  var json = JSONWriter()
  for observation in heard.observations { json.observation(observation) }
  return Printed(lines: json.bytes, diagnostics: heard.diagnostics + heard.ownFailures)
}

/// `gatehouse findings`: merged findings, one JSON object a line, without a policy.
package func findings(_ paths: [String], roots: [String]) -> Printed {
  let heard = Heard(paths, reading(format: nil, roots))
  var json = JSONWriter()
  for finding in correlate(heard.observations) {
    json.object { json in
      json.field("schemaVersion", 1)
      json.finding(finding)
    }
    json.newline()
  }
  return Printed(lines: json.bytes, diagnostics: heard.diagnostics + heard.ownFailures)
}

extension Heard {
  /// What the tools say of their own failure: nothing is judged here, but it must be heard.
  fileprivate var ownFailures: [Diagnostic] {
    evidence.filter { $0.state == .failed && $0.format != "unknown" }.compactMap { $0.reason?.asWarning }
  }
}

/// Nothing is judged, so nothing has to be bound to a commit.
private func reading(format: String?, _ roots: [String]) -> Reading {
  Reading(format: format, roots: roots, binding: EvidenceBinding(heads: [], now: Timestamp(seconds: .max / 2)))
}

/// The formats as a table: name, what it is, how it is recognised.
package func formatTable() -> String {
  let formats = Format.all.sorted { $0.name < $1.name }
  let width = formats.map(\.name.utf8.count).max() ?? 0
  return formats.map { format in
    let pad = String(repeating: " ", count: width - format.name.utf8.count)
    return
      "\(format.name)\(pad)  \(format.title) (\(format.kinds.map(\.rawValue).sorted().joined(separator: ", "))); known by \(format.mark)\n"
  }.joined()
}

extension Format {
  /// Names a policy may ask for: a misspelt one is an error, not a requirement that nothing meets.
  static let toolNames = all.map(\.name).filter { $0 != "sarif" } + sarifTools
  /// Tools that report in SARIF, by the name a policy uses.
  private static let sarifTools = [
    "codeql", "gosec", "brakeman", "kics", "zizmor", "hadolint", "flawfinder", "detect-secrets",
  ]
}
