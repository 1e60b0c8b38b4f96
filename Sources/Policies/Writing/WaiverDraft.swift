import Model

/// A waiver for one finding that is to be written into a waiver file.
package struct WaiverDraft: Sendable {
  package var id: String
  /// The full id of the finding.
  package var finding: String
  /// What the finding is, in one line without control characters, for readers of the file.
  package var comment: String
  package var reason: String
  package var approvedBy: String
  package var created: Day
  package var until: Day

  package init(
    id: String, finding: String, comment: String, reason: String, approvedBy: String, created: Day, until: Day
  ) {
    (self.id, self.finding, self.comment, self.reason) = (id, finding, comment, reason)
    (self.approvedBy, self.created, self.until) = (approvedBy, created, until)
  }

  /// A free id for the waiver of a finding: `W-` and the first digits of the finding's id, so that waivers of different
  /// findings, written at the same time, have different ids. A later waiver of the finding gets a number at the end.
  package static func freeID(for finding: String, taken: Set<String>) -> String {
    let first = "W-\(finding.prefix(8))"
    guard taken.contains(first) else { return first }
    return (2...).lazy.map { "\(first)-\($0)" }.first { !taken.contains($0) } ?? first
  }

  /// The lines of the entry of a list in block style.
  ///
  /// - Parameter indent: The number of spaces before the `-`.
  package func lines(indent: Int) -> [String] {
    let dash = String(repeating: " ", count: indent)
    return ["\(dash)# \(comment)"]
      + members.enumerated().map { number, member in
        "\(dash)\(number == 0 ? "-" : " ") \(member.key): \(member.value)"
      }
  }

  /// The entry as a mapping in flow style.
  var flow: String { "{ \(members.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }" }

  private var members: [(key: String, value: String)] {
    [
      ("id", id), ("match", "{ finding: \(quoted(finding)) }"), ("reason", quoted(reason)),
      ("approved-by", quoted(approvedBy)), ("created", created.description), ("until", until.description),
    ]
  }
}

/// A double-quoted scalar (YAML 1.2.2 §7.3.1) on one line.
private func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
