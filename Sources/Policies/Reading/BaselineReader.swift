import Documents
import Model
import Settings
import System

extension Baseline {
  /// The most days for which a baseline may suppress: a year, so that a backlog is looked at again.
  package static let longest = 366

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
    return (found.first, warnings + problems.warnings)
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
      "findings", ConfigDecoder<[Positioned<Baseline.Entry>]>.list(of: .entry, atLeast: 0, orNothing: true),
      "The full ids of the findings.",
      example: "[]")
    guard version != nil, let created, let until, let entries, let end = fields.value("until") else { return nil }
    if until < created || until - created > Baseline.longest {
      fields.problems.add(
        end.diagnostic(
          .baselineInvalid,
          until < created
            ? "this baseline ends before it begins, on \(created)"
            : "this baseline lasts for \(until - created) days, and \(Baseline.longest) are the most",
          help: "set a day until \(created + Baseline.longest)"))
    }
    return Baseline(created: created, until: until, entries: distinct(entries, &fields.problems), end: end)
  }
}

/// The entries without those whose id is in the list before, about which it warns.
private func distinct(
  _ entries: [Positioned<Baseline.Entry>], _ problems: inout DiagnosticCollector
) -> [Baseline.Entry] {
  var first: [String: SourcePosition] = [:]
  return entries.compactMap { entry in
    guard let before = first[entry.value.id] else {
      first[entry.value.id] = entry.value.at
      return entry.value
    }
    problems.warn(
      entry.node.diagnostic(
        .baselineInvalid, "this finding is in the list twice", severity: .warning,
        because: ["it is at \(before) already"],
        help: "delete one of the two lines"))
    return nil
  }
}

extension ConfigDecoder where Value == Positioned<Baseline.Entry> {
  fileprivate static let entry = ConfigDecoder<String>(.pattern("^[0-9a-f]{32}$"), ConfigDecoder<String>.text.decode)
    .checked(as: .baselineInvalid, refusing: { NameFault.ofFinding($0) })
    .map { id, node, _ in Baseline.Entry(id: id, at: node.position) }
    .positioned
}
