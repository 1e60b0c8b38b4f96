import Documents
import Model
import Settings
import System

extension Waivers {
  /// Reads and checks waiver files. Throws all problems that were found, not only the first.
  package static func read(_ inputs: [Input]) throws(PolicyError) -> Waivers {
    var problems = DiagnosticCollector()
    var waivers = Waivers.none
    for input in inputs.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      do throws(Diagnostic) {
        let document = try YAMLDocument(input)
        waivers.warnings += document.warnings
        waivers.all += ConfigDecoder<[Waiver]>.waivers.decode(document.root, &problems) ?? []
      } catch { problems.add(error) }
    }
    var seen: [String: SourcePosition] = [:]
    for waiver in waivers.all {
      if let before = seen.updateValue(waiver.at, forKey: waiver.id) {
        problems.add(
          (waiver.node.child("id") ?? waiver.node).diagnostic(
            .waiverInvalid, "the id `\(waiver.id)` is taken", because: ["it is at \(before) already"],
            help: "give it another id"))
      }
    }
    guard problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    waivers.all.sort { $0.id < $1.id }
    waivers.warnings += problems.warnings
    return waivers
  }
}

extension ConfigDecoder where Value == [Waiver] {
  static let waivers: ConfigDecoder<[Waiver]> = ConfigDecoder.mapping("a waiver file") { fields in
    let version = fields.decode("gatehouse-waivers", .version, "The version of the waiver language: 1.", example: "1")
    let waivers = fields.decode(
      "waivers", .list(of: ConfigDecoder<Waiver>.waiver, atLeast: 0, orNothing: true),
      "The waivers for single findings.",
      example: "[]")
    return version.flatMap { _ in waivers }
  }
}

extension ConfigDecoder where Value == Waiver {
  static let waiver: ConfigDecoder<Waiver> = ConfigDecoder.mapping("a waiver") { fields in
    let id = fields.decode("id", .id, "The name of the waiver in explanations.", example: "W-1")
    let match = fields.decode(
      "match", .match,
      "The findings that the waiver applies to.", example: "{ id: CVE-2026-1234, path: services/pay/** }")
    let why = fields.decode(
      "reason", .waiverReason,
      "Why the risk is acceptable until that day.", example: "why this is acceptable until then")
    let approver = fields.decode(
      "approved-by", .handle, "The person or team who approved the waiver.", example: "\"@acme/appsec\"")
    let created = fields.decode("created", .day, "The day of approval.", example: "2026-11-01")
    let until = fields.decode("until", .day, "The last day on which the waiver applies, in UTC.", example: "2026-11-30")
    guard let id, let match, let why, let approver, let created, let until, let node = fields.node,
      let end = fields.value("until")
    else { return nil }
    if until < created {
      fields.problems.add(
        end.diagnostic(.waiverInvalid, "this waiver ends before it begins, on \(created)", help: "set a later day"))
      return nil
    }
    return Waiver(
      id: id, why: why, approvedBy: approver, created: created, until: until, at: node.position, match: match,
      node: node,
      end: end)
  }
}

extension Waiver {
  /// Whether a text is long enough to say why a risk is acceptable.
  package static func isReason(_ text: String) -> Bool {
    text.unicodeScalars.count(where: { !$0.properties.isWhitespace }) >= 10
  }
}

extension ConfigDecoder where Value == Waiver.Match {
  static let match: ConfigDecoder<Waiver.Match> = ConfigDecoder.mapping(
    "match", example: "match: { id: CVE-2026-1234 }"
  ) { fields in
    let id = fields.decodeIfPresent("id", .vulnerabilityID, "A vulnerability, by any of its ids.")
    let finding = fields.decodeIfPresent("finding", .findingID, "A finding, by its full id.")
    let rule = fields.decodeIfPresent("rule", .ruleID, "A rule of a scanner, by its exact id.")
    let package = fields.decodeIfPresent("package", .package, "Only findings in this package.")
    let path = fields.decodeIfPresent("path", .glob, "Only findings in files that match this pattern.")
    guard let node = fields.node else { return nil }
    if !fields.hasUnknownKeys, !["id", "finding", "rule"].contains(where: fields.contains) {
      fields.problems.add(
        node.diagnostic(
          .waiverInvalid, "a waiver names a vulnerability, a finding or a rule", help: "add `id`, `finding` or `rule`"))
    }
    for key in ["id", "finding", "rule", "package", "path"] {
      guard let value = fields.value(key), case .scalar(let text, _) = value.value, isEverything(text) else { continue }
      fields.problems.add(
        value.diagnostic(.waiverInvalid, "`\(text)` would waive everything", help: "name what is waived"))
    }
    return Waiver.Match(id: id, finding: finding, rule: rule, package: package, path: path)
  }
}

/// Whether a pattern consists of wildcards only and so matches everything.
func isEverything(_ text: String) -> Bool {
  let plain = text.hasPrefix("pkg:") ? text.dropFirst(4) : text[...]
  return plain.contains("*") && plain.utf8.allSatisfy { "*/@".utf8.contains($0) }
}

extension ConfigDecoder where Value == String {
  fileprivate static let waiverReason: ConfigDecoder<String> = ConfigDecoder(
    .type("string", [("minLength", .number(10))])
  ) {
    node, problems in
    let isEmpty = if case .scalar("", isQuoted: true) = node.value { true } else { false }
    guard let text = isEmpty ? "" : sentence.decode(node, &problems) else { return nil }
    guard Waiver.isReason(text) else {
      problems.add(
        node.diagnostic(
          .waiverInvalid, isEmpty ? "the reason is missing" : "this reason is shorter than 10 characters",
          help: "say why this is acceptable until then"))
      return nil
    }
    return text
  }
}
