import Documents
import Model

extension Record {
  /// The bytes of a record are at most so many, which some 100,000 findings take.
  package static let sizeLimit = 48 << 20
  /// A text of a record (a path, an owner, a ref) has at most so many bytes.
  static let textLimit = 4096

  /// The canonical JSON: one line, members sorted by name, members without a value left out.
  package func bytes() throws(Diagnostic) -> [UInt8] {
    let texts =
      inputs.map(\.name) + waivers + findings.lazy.flatMap { $0.owners + $0.aliases }
      + [base?.ref, head?.ref].compactMap(\.self)
    if let long = texts.first(where: { $0.utf8.count > Self.textLimit }) {
      throw Diagnostic(
        .recordTooLarge, "a name of \(long.utf8.count) bytes is too long for a record",
        because: ["at most \(Self.textLimit) bytes are recorded"])
    }
    var json = JSONWriter()
    json.object { $0.members(of: self) }
    json.newline()
    let bytes = Array(json.text.utf8)
    guard bytes.count <= Self.sizeLimit else {
      throw Diagnostic(
        .recordTooLarge, "the record of \(findings.count) findings has \(bytes.count) bytes",
        because: ["at most \(Self.sizeLimit) bytes are recorded"])
    }
    return bytes
  }

  package func id() throws(Diagnostic) -> RecordID { RecordID(of: try bytes(), at: time) }
}

extension JSONWriter {
  fileprivate mutating func members(of record: Record) {
    object("base", record.base) { $0.members(of: $1) }
    object("counts") { json in
      json.field("allow", record.count(of: .allow))
      json.field("deny", record.count(of: .deny))
      json.field("suppressed", record.suppressedCount)
      json.field("warn", record.count(of: .warn))
    }
    field("decision", record.decision)
    objects("findings", record.findings) { $0.members(of: $1) }
    object("head", record.head) { $0.members(of: $1) }
    field("imported", record.imported)
    objects("inputs", record.inputs) { json, input in
      json.field("digest", input.digest)
      json.field("kinds", input.kinds.map(\.rawValue))
      json.field("name", input.name)
      json.field("role", input.role.rawValue)
    }
    object("options") { json in
      json.field("allowsUnrelated", record.options.allowsUnrelated)
      json.field("baseScanned", record.options.baseScanned)
      json.field("checkouts", record.options.checkouts)
      json.field("inputFormat", record.options.inputFormat)
      json.field("ledger", record.options.ledger)
      json.field("policies", record.options.policies)
      json.field("roots", record.options.roots)
      json.field("scanned", record.options.scanned)
    }
    field("program", record.program)
    field("purpose", record.purpose.rawValue)
    field("schemaVersion", Record.schemaVersion)
    field("time", record.time.description)
    field("verdict", record.verdict.rawValue)
    field("waivers", record.waivers)
  }

  private mutating func members(of revision: Revision) {
    field("commit", revision.commit)
    field("ref", revision.ref)
  }

  private mutating func members(of finding: RecordedFinding) {
    if !finding.aliases.isEmpty { field("aliases", finding.aliases) }
    field("due", finding.due?.description)
    field("effect", finding.effect.rawValue)
    object("firstSeen") { json in
      json.field("source", finding.firstSeen.source.rawValue)
      json.field("time", finding.firstSeen.time.description)
    }
    field("id", finding.id)
    field("kind", finding.kind.rawValue)
    field("newness", finding.newness)
    field("owners", finding.owners)
    field("recorded", finding.recorded.description)
    field("severity", finding.severity.name)
    field("suppressed", finding.suppressed?.rawValue)
  }
}
