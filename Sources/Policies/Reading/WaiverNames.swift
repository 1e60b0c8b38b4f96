import Documents
import Model
import Settings

// What waivers name. A name that nothing can ever have is refused, because its waiver would look valid and do nothing.

extension ConfigDecoder where Value == String {
  /// Decodes the id of a vulnerability, exactly as databases write it.
  static let vulnerabilityID = text.checked(
    as: .waiverInvalid, refusing: { isEverything($0) ? nil : NameFault.ofVulnerability($0) })

  /// Decodes the exact id of a scanner's rule.
  static let ruleID = text.checked(
    as: .waiverInvalid, refusing: { isEverything($0) ? nil : NameFault.ofRule($0) }, doubting: NameFault.unlikelyRule)

  /// Decodes the id of a finding. The beginning of one would do as well for another finding that somebody makes up to begin so,
  /// and is refused.
  static let findingID = text.checked(
    as: .waiverInvalid, refusing: { isEverything($0) ? nil : NameFault.ofFinding($0, isWaived: true) })
}
