/// What a waiver of the base does in a decision. Every waiver has one, so that none is silent.
package struct WaiverUse: Hashable, Codable, Sendable {
  /// The raw values are the words of outputs.
  package enum Status: String, CaseIterable, Codable, Sendable {
    /// It suppresses at least one finding.
    case active
    /// It suppresses more findings than one waiver should.
    case overBroad = "over-broad"
    /// Its last day is over, or a fix is known where the policy ends waivers with that.
    case expired
    /// Its first day is not there yet.
    case notInForce = "not-in-force"
    /// Who approved it may not, or nothing proves the approval that the policy wants proven.
    case unauthorised
    /// It lasts longer than the policy allows, alone or together with those before it.
    case tooLong = "too-long"
    /// It covers no finding as a whole.
    case partial
    /// It covers nothing.
    case unused
  }

  package var id: String
  package var status: Status
  package var at: SourcePosition
  /// The last day on which it applies, in UTC.
  package var until: Day
  /// The ids of the findings that it covers, alone or together with others, ordered.
  package var findings: [String]

  package init(id: String, status: Status, at: SourcePosition, until: Day, findings: [String]) {
    (self.id, self.status, self.at, self.until, self.findings) = (id, status, at, until, findings)
  }
}
