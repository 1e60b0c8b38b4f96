import Model

extension Waivers {
  /// Warnings about waivers that cannot hold by the terms of a policy whatever they are for, and about those that have no
  /// end in sight.
  package func warnings(under terms: Policy.WaiverTerms) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if !terms.ownersApprove, terms.approvers.isEmpty, let first = all.first {
      found.append(
        first.node.diagnostic(
          .waiverNotAuthorized, "the policy lets nobody approve a waiver, so none suppresses anything",
          severity: .warning, help: "add `waivers: { approvers: codeowners, longest: { … } }` to the policy"))
    }
    for waiver in all {
      let days = waiver.until - waiver.created
      if let most = terms.longest.greatest, days > most.days {
        found.append(
          waiver.end.diagnostic(
            .waiverTooLong,
            "waiver \(waiver.id) suppresses nothing: it runs for \(days) days, and no severity allows more "
              + "than \(most)",
            severity: .warning, help: "set `until: \(waiver.created + most.days)` or earlier"))
      } else if days > longestSensible {
        found.append(
          waiver.end.diagnostic(
            .waiverTooLong, "waiver \(waiver.id) runs for \(days / 365) years", severity: .warning,
            help: "set a day on which somebody looks at it again"))
      }
    }
    return found
  }
}

/// How many days a waiver may last without a warning, whatever the policy allows: two years.
private let longestSensible = 730
