import Documents
import Model

/// A finding of an AWS service, with its JSON pointer in the report.
struct AWSFinding {
  let value: JSONValue
  let pointer: String
}

extension JSONValue {
  /// All findings of the report: of an API response or its pages, of an event, or of a bare list.
  var awsFindings: [AWSFinding] {
    get throws(Diagnostic) {
      var findings: [AWSFinding] = []
      for (index, page) in try records.enumerated() {
        var pointer = kind == .array ? "/\(index)" : ""
        if page["detail"] != nil { pointer += "/detail" }
        let body = page["detail"] ?? page
        guard let key = body.keyOfFindings else {
          findings.append(AWSFinding(value: body, pointer: pointer))
          continue
        }
        for (number, value) in try body.list(key).enumerated() {
          findings.append(AWSFinding(value: value, pointer: "\(pointer)/\(key)/\(number)"))
        }
      }
      return findings
    }
  }

  /// The first finding; nil if there is none on the first page.
  var firstAWSFinding: JSONValue? {
    guard let page = firstRecord else { return nil }
    let body = page["detail"] ?? page
    guard let key = body.keyOfFindings else { return body }
    return body[key]?.firstElement
  }

  /// Whether the last page states that another page follows.
  var isCutOff: Bool {
    get throws(Diagnostic) {
      var last: JSONValue?
      for page in try records { last = page }
      return last?.stated("NextToken") != nil || last?.stated("nextToken") != nil
    }
  }

  private var keyOfFindings: StaticString? { has("Findings") ? "Findings" : has("findings") ? "findings" : nil }
}

extension ReportBuilder {
  /// Marks the report as incomplete if its last page states that another follows.
  mutating func noteMissingPages(_ root: JSONValue) throws(Diagnostic) {
    if try root.isCutOff { fail("the report is incomplete: it ends before the last page") }
  }
}
