import Documents
import Model

/// The meaning of a result's kind (§3.27.9).
enum SARIFOutcome {
  /// `fail`, or a missing kind.
  case failed
  /// `open` and `review`, and words that the standard does not have: nobody knows yet whether it is a problem.
  case undecided
  case informational
  /// `pass` and `notApplicable`.
  case passed

  init(_ result: JSONValue) {
    guard let kind = result["kind"] else {
      self = .failed
      return
    }
    switch kind.text.map(lowercasedASCII) {
    // §3.27.10: `none` says that the result is no failure, so the two contradict each other.
    case "fail": self = result["level"]?.equals("none") == true ? .undecided : .failed
    case "pass", "notapplicable": self = .passed
    case "informational": self = .informational
    default: self = .undecided
    }
  }
}

private func lowercasedASCII(_ text: String) -> String {
  String(decoding: text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}
