import Documents
import Model
import PackageURL

// Readers of the values that `JSON/` writes into a decision.

extension JSONValue {
  /// The value of a member that must be there and be of a kind.
  func required<Value>(_ key: StaticString, _ read: (JSONValue) -> Value?) throws(Diagnostic) -> Value {
    try required(key).required(read)
  }

  func required(_ key: StaticString) throws(Diagnostic) -> JSONValue {
    guard let value = self[key] else { throw mismatch("an object with `\(key)`") }
    return value
  }

  /// This value, which must be of a kind.
  func required<Value>(_ read: (JSONValue) -> Value?) throws(Diagnostic) -> Value {
    guard let found = read(self) else { throw mismatch("another value") }
    return found
  }

  /// The value of a member, which must be of a kind if it is there.
  func optional<Value>(_ key: StaticString, _ read: (JSONValue) -> Value?) throws(Diagnostic) -> Value? {
    try self[key].map { value throws(Diagnostic) in try value.required(read) }
  }

  func elements<Value>(
    _ key: StaticString, _ read: (JSONValue) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> [Value] {
    var found: [Value] = []
    for element in try list(key) { found.append(try read(element)) }
    return found
  }

  func texts(_ key: StaticString) throws(Diagnostic) -> [String] {
    try elements(key) { value throws(Diagnostic) in try value.required { $0.text } }
  }
}

extension JSONValue {
  func recordedDiagnostic() throws(Diagnostic) -> Diagnostic {
    Diagnostic(
      DiagnosticCode(try required("code") { $0.text }.displayText(limit: 80), ""), try required("text") { $0.text },
      severity: try required("severity") { $0.text.flatMap(Diagnostic.Severity.init) },
      at: try recordedPosition("at"), because: try texts("because"), help: text("help"))
  }

  func recordedWaiver() throws(Diagnostic) -> WaiverUse {
    WaiverUse(
      id: try required("id") { $0.text }, status: try required("status") { $0.text.flatMap(WaiverUse.Status.init) },
      at: try recordedPosition("at") ?? SourcePosition(file: ""),
      until: try required("until") { $0.text.flatMap { Day($0) } }, findings: try texts("findings"))
  }

  func recordedPosition(_ key: StaticString) throws(Diagnostic) -> SourcePosition? {
    guard let value = try object(key) else { return nil }
    return SourcePosition(
      file: try value.required("file") { $0.text }, line: value.line("line"), column: value.line("column"),
      pointer: value.text("pointer"))
  }

  func recordedSeverity() throws(Diagnostic) -> Severity? {
    let word = try required("severity") { value in value.text.flatMap { Severity.names.contains($0) ? $0 : nil } }
    return Severity(name: word)
  }

  func recordedComponent() throws(Diagnostic) -> Component {
    var purl: PURL?
    if let value = self["purl"] {
      let text = try value.required { $0.text }
      do throws(PURLError) { purl = try PURL(text) } catch {
        throw value.mismatch("a package URL")
      }
    }
    return Component(
      purl: purl, ecosystem: text("ecosystem"), name: try required("name") { $0.text }, version: text("version"))
  }

  func recordedLocation() throws(Diagnostic) -> Location {
    Location(
      path: text("path"), startLine: line("startLine"), endLine: line("endLine"), startColumn: line("startColumn"),
      url: text("url"), method: text("method"), parameter: text("parameter"), resource: text("resource"),
      image: text("image"), layer: text("layer"))
  }

  func recordedOwners() throws(Diagnostic) -> Owners {
    guard let first = try recordedPosition("ownersAt") else { return .unmatched }
    let others = try elements("ownersAlsoAt") { one throws(Diagnostic) in
      SourcePosition(file: try one.required("file") { $0.text }, line: one.line("line"), column: one.line("column"))
    }
    return Owners([Owners.Entry(try texts("owners"), at: first)] + others.map { Owners.Entry([], at: $0) })
  }

  func recordedMove() throws(Diagnostic) -> Move? {
    guard let moved = try object("movedFrom") else { return nil }
    let names = try moved.texts("ownersOfNewPath")
    return Move(
      from: try moved.required("path") { $0.text },
      ownersAtNewPath: names.isEmpty ? .unmatched : .owned(names, by: SourcePosition(file: "CODEOWNERS")))
  }

  func recordedFirstSeen() throws(Diagnostic) -> FirstSeen {
    let time = { (value: JSONValue) in value.text.flatMap { Timestamp($0) } }
    let arrival = try object("arrival").map { one throws(Diagnostic) in
      Arrival(
        commit: try one.required("commit") { $0.text }, time: try one.required("time", time),
        isLowerBound: one.flag("atLeast") ?? false)
    }
    return FirstSeen(
      try required("time", time), try required("source") { $0.text.flatMap(FirstSeen.Source.init) },
      arrival: .init(arrival), everSeen: try optional("everSeen", time))
  }

  func recordedSuppression() throws(Diagnostic) -> Suppression {
    var found = Suppression(
      kind: try required("kind") { $0.text.flatMap(Suppression.Kind.init) },
      at: try recordedPosition("at") ?? SourcePosition(file: ""), reason: try required("reason") { $0.text },
      by: text("by"), until: try optional("until") { $0.text.flatMap { Day($0) } })
    if let approval = try object("approval") {
      found.authority = Authority(
        writers: try approval.texts("writtenBy"), approver: try approval.required("by") { $0.text },
        commit: approval.text("commit"), isSigned: approval.text("proof") == "signed-commit")
    }
    return found
  }

  func recordedObservation() throws(Diagnostic) -> FindingTrace.Observed {
    FindingTrace.Observed(
      tool: try required("tool") { $0.text }, ruleId: try required("ruleId") { $0.text },
      nativeSeverity: text("nativeSeverity"), at: try recordedPosition("at") ?? SourcePosition(file: ""))
  }

  func recordedReason() throws(Diagnostic) -> Reason {
    Reason(
      DiagnosticCode(try required("code") { $0.text }, ""), rule: text("rule"), try required("text") { $0.text },
      at: try recordedPosition("at"),
      trace: try elements("trace") { one throws(Diagnostic) in
        Reason.Step(
          try one.required("condition") { $0.text }, wanted: try one.required("wanted") { $0.text },
          actual: try one.required("actual") { $0.text },
          outcome: try one.required("outcome") { $0.text.flatMap(Truth.init) }, at: try one.recordedPosition("at"))
      })
  }

  func recordedOffer() throws(Diagnostic) -> WaiverOffer {
    WaiverOffer(
      approvers: try texts("approvers"),
      longest: try optional("days") { value in
        value.integer.flatMap { (0...36_500).contains($0) ? TimeSpan.days($0) : nil }
      }, proof: text("proof"))
  }
}
