import Documents
import Model

/// The rules of a SARIF run: one for each rule id of the scanners, with the highest severity of its results.
///
/// The title is that of all results of the rule. Where they have several, none describes the rule (SARIF 2.1.0 §3.49.9), and
/// the title is empty.
struct SARIFRules {
  var rules: [(id: String, title: String, severity: Severity?)]
  /// The position of the rule for each result.
  var used: [Int]

  init(_ findings: some Sequence<Finding>) {
    var known: [String: Int] = [:]
    var (found, positions): ([(id: String, title: String, severity: Severity?)], [Int]) = ([], [])
    for finding in findings {
      let id = SARIFRules.id(finding)
      if let position = known[id] {
        if found[position].title != finding.title { found[position].title = "" }
        found[position].severity = worse(found[position].severity, finding.severity)
        positions.append(position)
      } else {
        known[id] = found.count
        positions.append(found.count)
        found.append((id, finding.title, finding.severity))
      }
    }
    let order = found.indices.sorted { found[$0].id < found[$1].id }
    var ranks = [Int](repeating: 0, count: order.count)
    for (rank, position) in order.enumerated() { ranks[position] = rank }
    (rules, used) = (order.map { found[$0] }, positions.map { ranks[$0] })
  }

  /// The maximal number of characters in the text of a result or rule. Code scanning shows at most 5,000 results; later
  /// ones are shorter, so that the file stays below its limit of 10 MB compressed.
  static func textLimit(at index: Int) -> Int { index < 5_000 ? 1000 : 200 }

  private static func id(_ finding: Finding) -> String {
    let name = finding.kind.isDependency ? finding.primaryName : finding.ruleId
    return name.isEmpty ? "unnamed" : name.displayText(limit: 255)
  }

  func write(to json: inout JSONWriter, _ version: String) {
    json.field("name", "gatehouse")
    json.field("version", version)
    json.objects("rules", rules.enumerated()) { json, entry in
      let (index, rule) = (entry.offset, entry.element)
      let title = (rule.title.isEmpty ? rule.id : rule.title).displayText(limit: SARIFRules.textLimit(at: index))
      json.field("id", rule.id)
      json.message("shortDescription", title)
      json.message("fullDescription", title)
      json.message("help", "`gatehouse explain ID` explains the decision, with the id in the message of the result.")
      json.object("properties") { json in
        json.field("tags", CollectionOfOne("security"))
        json.field("security-severity", rule.severity.flatMap(securitySeverity))
      }
    }
  }
}

/// The number that code scanning maps to the severity; nil for `none`, which has no such number.
private func securitySeverity(_ severity: Severity) -> String? {
  switch severity {
  case .critical: "9.5"
  case .high: "8.0"
  case .medium: "5.5"
  case .low: "2.0"
  case .none: nil
  }
}

/// The path as a URI reference (RFC 3986 §4.2): all characters except unreserved ones and `/` are percent-encoded.
func uriReference(_ path: String) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(path.utf8.count)
  for byte in path.utf8 {
    let isWord = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    if isWord || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E || byte == 0x2F {
      result.append(byte)
    } else {
      result.append(UInt8(ascii: "%"))
      result.append(hexadecimal[Int(byte >> 4)])
      result.append(hexadecimal[Int(byte & 15)])
    }
  }
  return String(decoding: result, as: UTF8.self)
}

private let hexadecimal = [UInt8]("0123456789ABCDEF".utf8)
