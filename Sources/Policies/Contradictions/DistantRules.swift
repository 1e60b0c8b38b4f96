import Model

extension Policy {
  /// Warnings about rules that have no effect for so long that their day is hardly meant.
  package func warningsAboutDays(on today: Day) -> [Diagnostic] {
    rules.flatMap { rule in
      [("has no effect", rule.from), ("only warns", rule.warnUntil)].compactMap { effect, day in
        guard let day, day - today > farAway else { return nil }
        return Diagnostic(
          .policyUnfulfillable, "rule `\(rule.id)` \(effect) before \(day), in \((day - today) / 365) years",
          severity: .warning, at: rule.at, help: "set a day on which it is to begin")
      }
    }
  }
}

/// How many days ahead a rule may begin without a warning: two years, as for the end of a waiver.
private let farAway = 730
