import Documents
import Model
import Settings
import System

/// The most days for which a baseline may suppress: a year, so that a backlog is looked at again.
private let longest = 366

extension Baseline {
  /// Reads and checks `baseline.yaml`; nil when there is no such file. Throws all problems that were found.
  package static func read(_ inputs: [Input]) throws(PolicyError) -> (baseline: Baseline?, warnings: [Diagnostic]) {
    var problems = DiagnosticCollector()
    var (found, warnings): ([Baseline], [Diagnostic]) = ([], [])
    for input in inputs {
      do throws(Diagnostic) {
        let document = try YAMLDocument(input)
        warnings += document.warnings
        if let baseline = ConfigDecoder<Baseline>.baseline.decode(document.root, &problems) { found.append(baseline) }
        if found.count > 1 {
          problems.add(
            document.root.diagnostic(.baselineInvalid, "there are two baselines", help: "keep one of the two files"))
        }
      } catch { problems.add(error) }
    }
    guard problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    return (found.first, warnings)
  }
}

/// The JSON Schema (draft 2020-12) of `baseline.yaml`, for editors.
package func baselineSchema() -> String { ConfigDecoder<Baseline>.baseline.schema.document("Gatehouse baseline") }

extension ConfigDecoder where Value == Baseline {
  fileprivate static let baseline: ConfigDecoder<Baseline> = ConfigDecoder.mapping("a baseline") { fields in
    let version = fields.decode("gatehouse-baseline", .version, "The version of the language: 1.", example: "1")
    let created = fields.decode("created", .day, "The day on which the findings were listed.", example: "2026-11-01")
    let until = fields.decode(
      "until", .day, "The last day on which the findings are suppressed, in UTC, a year after `created` at most.",
      example: "2027-02-28")
    let entries = fields.decode(
      "findings", .list(of: ConfigDecoder<Baseline.Entry>.entry, atLeast: 0), "The full ids of the findings.",
      example: "[]")
    guard version != nil, let created, let until, let entries, let end = fields.value("until") else { return nil }
    if until < created || until - created > longest {
      fields.problems.add(
        end.diagnostic(
          .baselineInvalid,
          until < created
            ? "this baseline ends before it begins, on \(created)"
            : "this baseline lasts for \(until - created) days, and \(longest) are the most",
          help: "set a day until \(created + longest)"))
    }
    return Baseline(created: created, until: until, entries: entries, end: end)
  }
}

extension ConfigDecoder where Value == Baseline.Entry {
  fileprivate static let entry: ConfigDecoder<Baseline.Entry> = ConfigDecoder(.pattern("^[0-9a-f]{32}$")) {
    node, problems in
    guard let id = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard id.utf8.count == 32, id.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      problems.add(
        node.diagnostic(
          .baselineInvalid, "`\(id)` is not the id of a finding",
          help: "an id has 32 digits; `gatehouse check --format json` shows them"))
      return nil
    }
    return Baseline.Entry(id: id, at: node.position)
  }
}
