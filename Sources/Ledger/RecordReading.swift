import Documents
import Model
import System

extension Record {
  /// Reads a record. Its bytes must be the canonical ones, so nothing can be hidden in them, and what is not understood is an
  /// error.
  package init(_ input: System.Input) throws(Diagnostic) {
    let root = try JSONDocument(input, limits: JSONLimits(bytes: Self.sizeLimit, depth: 8)).root
    guard let version = root.integer("schemaVersion") else { throw invalid(input.name, "it states no schemaVersion") }
    guard version == Self.schemaVersion else {
      throw Diagnostic(
        .recordInvalid, "\(input.name) has the format \(version), which this version of Gatehouse does not know",
        help: "use the version of Gatehouse that wrote it, or a newer one")
    }
    guard let record = try Record(root) else { throw invalid(input.name, "a member is missing or has a wrong value") }
    guard try record.bytes() == input.bytes else {
      throw invalid(input.name, "its bytes are not the canonical form of what it says")
    }
    self = record
  }

  private init?(_ root: JSONValue) throws(Diagnostic) {
    guard let time = root.text("time").flatMap({ Timestamp($0) }),
      let purpose = root.text("purpose").flatMap(Purpose.init(rawValue:)),
      let verdict = root.text("verdict").flatMap(Verdict.init(rawValue:)),
      let program = root.text("program"), let options = try root["options"].map(Options.init),
      let decision = root.text("decision")
    else { return nil }
    var inputs: [Record.Input] = []
    for value in try root.list("inputs") {
      guard let input = try Record.Input(value) else { return nil }
      inputs.append(input)
    }
    var findings: [RecordedFinding] = []
    for value in try root.list("findings") {
      guard let finding = try RecordedFinding(value) else { return nil }
      findings.append(finding)
    }
    self.init(
      time: time, purpose: purpose, program: program, base: root["base"].map(Revision.init),
      head: root["head"].map(Revision.init), verdict: verdict, decision: decision, inputs: inputs,
      options: options,
      waivers: try root.list("waivers").compactMap(\.text), findings: findings, imported: root.text("imported"))
  }
}

private func invalid(_ name: String, _ reason: String) -> Diagnostic {
  Diagnostic(.recordInvalid, "\(name) is not a record of the ledger", because: [reason])
}

extension Revision {
  fileprivate init(_ value: JSONValue) { self.init(commit: value.text("commit"), ref: value.text("ref")) }
}

extension Record.Options {
  fileprivate init(_ value: JSONValue) throws(Diagnostic) {
    self.init()
    allowsUnrelated = value.flag("allowsUnrelated") ?? false
    (inputFormat, ledger) = (value.text("inputFormat"), value.text("ledger"))
    (scanned, baseScanned) = (value.text("scanned"), value.text("baseScanned"))
    policies = try value.list("policies").compactMap(\.text)
    roots = try value.list("roots").compactMap(\.text)
    checkouts = try value.list("checkouts").compactMap(\.text)
  }
}

extension Record.Input {
  fileprivate init?(_ value: JSONValue) throws(Diagnostic) {
    guard let role = value.text("role").flatMap(Role.init(rawValue:)), let name = value.text("name"),
      let digest = value.text("digest")
    else { return nil }
    let kinds = try value.list("kinds").compactMap { $0.text.flatMap(Observation.Kind.init(rawValue:)) }
    self.init(role, name, digest: digest, kinds: Set(kinds))
  }
}

extension RecordedFinding {
  fileprivate init?(_ value: JSONValue) throws(Diagnostic) {
    guard let id = value.text("id"), id.utf8.allSatisfy({ $0 < 0x80 }),
      let kind = value.text("kind").flatMap(Observation.Kind.init(rawValue:)),
      let effect = value.text("effect").flatMap(Effect.init(rawValue:)),
      let newness = value.text("newness"), let seen = value["firstSeen"],
      let time = seen.text("time").flatMap({ Timestamp($0) }),
      let source = seen.text("source").flatMap(FirstSeen.Source.init(rawValue:)),
      let recorded = value.text("recorded").flatMap({ Timestamp($0) }), let severity = value.text("severity")
    else { return nil }
    self.init(
      id: id, kind: kind, effect: effect, severity: Severity(name: severity), newness: newness,
      firstSeen: FirstSeen(time, source), recorded: recorded, aliases: try value.list("aliases").compactMap(\.text),
      owners: try value.list("owners").compactMap(\.text),
      due: value.text("due").flatMap { Day($0) },
      suppressed: value.text("suppressed").flatMap(Suppression.Kind.init(rawValue:)))
  }
}
