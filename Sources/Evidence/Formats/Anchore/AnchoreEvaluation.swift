import Documents
import Model

/// The evaluation of a policy for an image: a table with one row for each check that fired.
struct AnchoreEvaluation {
  private let value: JSONValue
  private let image: String
  private let scan: Scan

  init(_ value: JSONValue, of image: String, in report: inout ReportBuilder) throws(Diagnostic) {
    (self.value, self.image) = (value, image)
    report.time = value.text("last_evaluation").flatMap { Timestamp($0) } ?? report.time
    scan = report.scan(target: image)
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    guard let tables = try value.object("detail")?.object("result")?.object("result") else {
      throw value.mismatch("an evaluation with `detail.result.result`")
    }
    report.kinds.formUnion([.container, .iac])
    // The object also holds lists of the policy's parts next to the tables of images.
    let results = try tables.members().filter { $0.value["result"] != nil }
    guard !results.isEmpty else { throw tables.mismatch("a table with `result`") }
    report.hasScanProof = true
    for (id, table) in results {
      guard let result = try table.object("result") else { continue }
      let columns = try result.texts("header")
      if result.stated("final_action") == "stop" { report.counted += 1 }
      for (index, row) in try result.list("rows").enumerated() {
        let position = report.position("\(pointer)/detail/result/result/\(id)/result/rows", index)
        report.observations.append(try observation(AnchoreRow(row, columns), at: position))
      }
    }
  }

  private func observation(_ row: AnchoreRow, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (trigger, gate) = (try row.required("Trigger_Id"), row["Gate"] ?? "")
    let output = row["Check_Output"] ?? trigger
    var observation: Observation
    if gate == "vulnerabilities", let plus = trigger.firstIndex(of: "+") {
      // `CVE-2026-1+libpad1`, and in a jar `GHSA-…+shop.jar:padder`
      let (id, package) = (String(trigger[..<plus]), String(trigger[trigger.index(after: plus)...]))
      observation = Observation(
        scan: scan, kind: .container, ruleId: id, title: "\(id) in \(package)",
        location: Location(path: path(in: output), image: image), at: position)
      observation.ids = [id]
      observation.component = Component(name: package)
      // `CRITICAL Vulnerability found in …`
      observation.nativeSeverity = output.split(separator: " ").first.map(String.init)
    } else {
      observation = Observation(
        scan: scan, kind: .iac,
        ruleId: [gate, row["Trigger"] ?? trigger].filter { !$0.isEmpty }.joined(separator: "/"),
        title: output, location: Location(image: image), at: position)
      observation.nativeSeverity = row["Gate_Action"]
      observation.fingerprints = ["anchore": trigger]
    }
    if let reason = row.allowlist { (observation.state, observation.stateReason) = (.suppressed, reason) }
    return observation
  }
}

/// The file of a package that does not belong to the operating system: `… type (java) - /app/shop.jar (CVE-… -
/// https://…)`.
private func path(in output: String) -> String? {
  output.split(separator: " ").first { $0.hasPrefix("/") }.map { String($0).withoutLeadingSlash }
}

/// A row of a table, accessed by column name.
private struct AnchoreRow {
  private var fields: [String: JSONValue] = [:]
  private let row: JSONValue

  init(_ row: JSONValue, _ columns: [String]) throws(Diagnostic) {
    self.row = row
    for (column, field) in zip(columns, try row.elements()) { fields[column] = field }
  }

  subscript(_ column: String) -> String? { fields[column]?.scalar.flatMap { $0.isEmpty ? nil : $0 } }

  func required(_ column: String) throws(Diagnostic) -> String {
    guard let field = self[column] else { throw row.mismatch("a row with `\(column)`") }
    return field
  }

  /// The reason why an allowlist suppresses the check; nil if none does. The column holds false, or an object for the
  /// entry of the allowlist.
  var allowlist: String? {
    guard let field = fields["Whitelisted"] ?? fields["Allowlisted"] else { return nil }
    guard field.kind == .object else { return field.flag == true ? "on an allowlist" : nil }
    let name = field.stated("whitelist_name") ?? field.stated("allowlist_name")
    return "on the allowlist" + (name.map { " '\($0)'" } ?? "")
  }
}
