import Documents
import Model

/// A finding of one of AWS's services, and where it stands in the report.
struct AWSFinding {
  let value: JSONValue
  let pointer: String
}

extension JSONValue {
  /// The findings of an answer of an API or its pages, of an event that carries them, or of a list without a frame.
  var awsFindings: [AWSFinding] {
    get throws(Diagnostic) {
      var findings: [AWSFinding] = []
      for (index, page) in try records.enumerated() {
        var pointer = kind == .array ? "/\(index)" : ""
        if page["detail"] != nil { pointer += "/detail" }
        let frame = page["detail"] ?? page
        guard let key = frame.keyOfFindings else {
          findings.append(AWSFinding(value: frame, pointer: pointer))
          continue
        }
        for (number, value) in try frame.list(key).enumerated() {
          findings.append(AWSFinding(value: value, pointer: "\(pointer)/\(key)/\(number)"))
        }
      }
      return findings
    }
  }

  /// The first of them, as far as it can be seen without looking through the pages.
  var firstAWSFinding: JSONValue? {
    guard let page = firstRecord else { return nil }
    let frame = page["detail"] ?? page
    guard let key = frame.keyOfFindings else { return frame }
    return frame[key]?.firstElement
  }

  /// Whether a page says that another follows, and is the last one here.
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
  /// A page that is not the last one hides what stands on the others.
  mutating func noteMissingPages(_ root: JSONValue) throws(Diagnostic) {
    if try root.isCutOff { fail("the report ends before its last page") }
  }
}
