import Documents
import Model
import System

/// A decision read back from the JSON that `check --format json` wrote, as far as it explains findings.
///
/// The file may come from anywhere. What is read must have its type, a version that is not known is refused, and nothing in it
/// is judged again.
package struct DecisionDocument: Sendable {
  package let verdict: Verdict
  /// The moment at which was judged.
  package let now: Timestamp
  package let diagnostics: [Diagnostic]
  package let waivers: [WaiverUse]
  package let findings: [FindingDocument]

  package init(_ input: Input) throws(Diagnostic) {
    let root = try JSONDocument(input, limits: JSONLimits(bytes: Self.sizeLimit, depth: 32)).root
    guard root["schemaVersion"] != nil, root["verdict"] != nil else {
      throw Diagnostic(
        .decisionInvalid, "this is not a decision", at: SourcePosition(file: input.name),
        help: "name a file that `gatehouse check --format json=FILE` wrote")
    }
    let version = try root.required("schemaVersion") { $0.integer }
    guard version == 1 else {
      throw Diagnostic(
        .decisionInvalid, "this decision has version \(version), and this Gatehouse reads version 1",
        at: SourcePosition(file: input.name), help: "use the version of Gatehouse that wrote it")
    }
    verdict = try root.required("verdict") { $0.text.flatMap(Verdict.init) }
    now = try root.required("now") { $0.text.flatMap { Timestamp($0) } }
    findings = try root.elements("findings") { value throws(Diagnostic) in try FindingDocument(value) }
    diagnostics = try root.elements("diagnostics") { value throws(Diagnostic) in try value.recordedDiagnostic() }
    waivers = try root.elements("waivers") { value throws(Diagnostic) in try value.recordedWaiver() }
  }

  /// What kept the decision from being one.
  package var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// Whether a file looks like a decision and not like a report: its first members are those of one.
  package static func begins(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(64), as: UTF8.self).filter { !$0.isWhitespace }
    return start.hasPrefix(#"{"schemaVersion":"#) && start.contains(#","verdict":""#)
  }

  /// The maximal size of a decision, in bytes.
  package static let sizeLimit = 512 << 20
}

/// A finding of a recorded decision, by its names. The rest is read when it is shown.
package struct FindingDocument: Sendable {
  package let identifiers: FindingIdentifiers
  let isSuppressed: Bool
  private let value: JSONValue

  init(_ value: JSONValue) throws(Diagnostic) {
    identifiers = FindingIdentifiers(
      id: try value.required("id") { $0.text }, aliases: try value.texts("aliases"), ids: try value.texts("ids"),
      rules: [try value.required("ruleId") { $0.text }]
        + (try value.elements("observations") { one throws(Diagnostic) in try one.required("ruleId") { $0.text } }))
    isSuppressed = try value.object("suppressedBy") != nil
    self.value = value
  }

  package func trace() throws(Diagnostic) -> FindingTrace { try FindingTrace(value) }
}

extension FindingTrace {
  /// Reads what `JSONWriter.members(of:in:)` writes of a judgement.
  fileprivate init(_ value: JSONValue) throws(Diagnostic) {
    let component = try value.object("package")
    let kind = try value.required("kind") { $0.text.flatMap(Observation.Kind.init) }
    let (ruleId, title) = (try value.required("ruleId") { $0.text }, try value.required("title") { $0.text })
    let cwes = try value.elements("cwes") { one throws(Diagnostic) in try one.required { $0.integer } }
    let (ids, observations) = (
      try value.texts("ids"),
      try value.elements("observations") { one throws(Diagnostic) in try one.recordedObservation() }
    )
    self.init(
      id: try value.required("id") { $0.text }, aliases: try value.texts("aliases"),
      effect: try value.required("effect") { $0.text.flatMap(Effect.init) },
      what: problemText(
        kind, ids: ids, ruleId: ruleId, title: title, cwe: cwes.first,
        component: try component.map { one throws(Diagnostic) in try one.recordedComponent() }),
      page: problemURL(
        kind, ids: ids, ruleId: ruleId, rules: observations.map { ($0.ruleId, $0.tool) }, cwe: cwes.first),
      severity: try value.recordedSeverity(), isSeverityDisputed: value.flag("severityDisputed") ?? false,
      location: try value.required("location").recordedLocation(), owners: try value.recordedOwners(),
      move: try value.recordedMove(), newness: try value.required("newness") { $0.text.flatMap(Newness.init) },
      newnessBecause: try value.required("newnessBecause") { $0.text },
      firstSeen: try value.required("firstSeen").recordedFirstSeen(),
      published: try value.required("firstSeen").optional("published") { $0.text.flatMap { Timestamp($0) } },
      due: try value.optional("due") { $0.text.flatMap { Day($0) } },
      suppressedBy: try value.object("suppressedBy").map { one throws(Diagnostic) in try one.recordedSuppression() },
      observations: observations,
      mergeReasons: try value.texts("mergedBecause"),
      reasons: try value.elements("reasons") { one throws(Diagnostic) in try one.recordedReason() },
      waiver: try value.object("waiver").map { one throws(Diagnostic) in try one.recordedOffer() })
  }
}
