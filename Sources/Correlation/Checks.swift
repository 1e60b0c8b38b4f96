import Interning
import Model

/// A check of a configuration file, under one name for all tools that make it.
///
/// Releases of one tool have used several ids for one check, and some checks of Dockerfiles are common to three tools.
/// Rules are treated as one check only if their published descriptions ask exactly the same. A check that asks more or
/// less than another one stays separate, because a merged finding is judged, waived and fixed as one.
struct Check: Hashable, Sendable {
  let name: InternedString
  /// Whether the check is about the whole file (for example, a missing HEALTHCHECK), so that the reported lines have no
  /// meaning.
  var isAboutFile = false

  /// The check that several tools share and that an observation reports; nil when the rule is not known to be shared.
  static func shared(_ one: Observation) -> Check? {
    guard one.kind == .iac || one.kind == .quality, let check = known[one.$ruleId] else { return nil }
    // Trivy's DS002 is two checks in one. A file begins with FROM, so a result on the first line is about the whole
    // file.
    if check == rootUser, one.location.startLine ?? 1 <= 1 { return isTrivys(one.$ruleId) ? noUser : check }
    return check
  }

  /// The name of an observation's rule: that of the shared check, or else Aqua's id in its current form, or else the
  /// rule's own id.
  static func name(of one: Observation) -> InternedString {
    if let check = shared(one) { return check.name }
    if let aqua = aqua(one.ruleId) ?? one.ids.lazy.compactMap({ aqua($0) }).first { return InternedString(aqua) }
    return lowercasedASCII(one.$ruleId)
  }
}

// The rules as published: https://github.com/hadolint/hadolint#rules,
// https://www.checkov.io/5.Policy%20Index/dockerfile.html, https://avd.aquasec.com/misconfig/dockerfile/
private let sharedChecks: [(name: String, isAboutFile: Bool, rules: [String])] = [
  ("dockerfile/untagged-image", false, ["DL3006", "DL3007", "CKV_DOCKER_7", "DS001"]),
  ("dockerfile/root-user", false, ["DL3002", "CKV_DOCKER_8", "DS002"]),
  ("dockerfile/no-user", true, ["CKV_DOCKER_3"]),
  ("dockerfile/exposed-ssh", false, ["CKV_DOCKER_1", "DS004"]),
  ("dockerfile/add-instead-of-copy", false, ["DL3020", "CKV_DOCKER_4", "DS005"]),
  ("dockerfile/relative-workdir", false, ["DL3000", "CKV_DOCKER_10", "DS009"]),
  ("dockerfile/sudo", false, ["DL3004", "CKV2_DOCKER_1", "DS010"]),
  ("dockerfile/cd-instead-of-workdir", false, ["DL3003", "DS013"]),
  ("dockerfile/apt-without-yes", false, ["DL3014", "DS021"]),
  ("dockerfile/maintainer", false, ["DL4000", "CKV_DOCKER_6", "DS022"]),
  ("dockerfile/no-healthcheck", true, ["DL3057", "CKV_DOCKER_2", "DS026"]),
  ("dockerfile/recommended-packages", false, ["DL3015", "DS029"]),
]

private let known: [InternedString: Check] = {
  var known: [InternedString: Check] = [:]
  for shared in sharedChecks {
    let check = Check(name: InternedString(shared.name), isAboutFile: shared.isAboutFile)
    for rule in shared.rules { for spelling in spellings(rule) { known[InternedString(spelling)] = check } }
  }
  return known
}()

private let rootUser = Check(name: InternedString("dockerfile/root-user"))
private let noUser = Check(name: InternedString("dockerfile/no-user"), isAboutFile: true)

/// The forms of a rule id. Aqua has used `DS002`, then `AVD-DS-0002`, then `DS-0002`.
private func spellings(_ rule: String) -> [String] {
  guard let aqua = aqua(rule) else { return [rule] }
  return [rule, uppercasedASCII(aqua), "AVD-\(uppercasedASCII(aqua))"]
}

private func isTrivys(_ rule: InternedString) -> Bool { aqua(rule.wrappedValue) != nil }

/// The id of one of Aqua's checks in its current form, in lower case: `aws-0086`, `ds-0002`. Nil for any other id.
private func aqua(_ text: String) -> String? {
  var parts = lowercasedASCII(text).utf8.split(separator: UInt8(ascii: "-")).compactMap { String($0) }
  if parts.count == 3, parts[0] == "avd" { parts.removeFirst() }
  if parts.count == 1 {
    guard let family = ["ds", "ksv", "kcv"].first(where: { parts[0].hasPrefix($0) }) else { return nil }
    let number = String(parts[0].utf8.dropFirst(family.utf8.count)) ?? ""
    parts = number.utf8.count == 3 ? [family, "0\(number)"] : []
  }
  guard parts.count == 2, parts[1].utf8.count == 4, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
    parts[0].utf8.allSatisfy({ (97...122).contains($0) })
  else { return nil }
  return "\(parts[0])-\(parts[1])"
}
