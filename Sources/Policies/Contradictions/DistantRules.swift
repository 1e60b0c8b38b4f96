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

extension Policy {
  /// Warnings about rules that soon deny what they only warn of today.
  package func warningsAboutDenials(on today: Day) -> [Diagnostic] {
    rules.compactMap { rule in
      guard let day = rule.warnUntil, today < day, day - today <= daysAhead else { return nil }
      let rest = day - today
      return Diagnostic(
        .ruleNotInForce, "rule `\(rule.id)` denies from \(day), in \(rest) day\(rest == 1 ? "" : "s")",
        severity: .warning, at: rule.at, help: "fix or waive what it warns of before that day")
    }
  }
}

/// How many days before a rule denies it is said: as for the end of a waiver or of a baseline.
private let daysAhead = 14

/// How many days ahead a rule may begin without a warning: two years, as for the end of a waiver.
private let farAway = 730
