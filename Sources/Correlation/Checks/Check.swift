import Interning
import Model

/// A check of a configuration file, under one name for all tools that make it.
///
/// Releases of one tool have used several ids for one check, and several tools ask the same of the same resource. Rules
/// are treated as one check only if their published descriptions ask exactly the same. A check that asks more or less
/// than another one stays separate, because a merged finding is judged, waived and fixed as one.
struct Check: Hashable, Sendable {
  let name: InternedString
  /// Whether the check is about the whole file (for example, a missing HEALTHCHECK), so that the reported lines have no
  /// meaning.
  var isAboutFile = false
  /// Whether results differ by their lines: an instruction of a Dockerfile is no resource with a name.
  var isByLine = false

  /// The check that several tools share and that an observation reports; nil when the rule is not known to be shared.
  static func shared(_ one: Observation) -> Check? {
    guard one.kind == .iac || one.kind == .quality, let check = known.check(of: one) else { return nil }
    // Trivy's DS002 is two checks in one. A file begins with FROM, so a result on the first line is about the whole
    // file.
    if check == rootUser, one.location.startLine ?? 1 <= 1 { return isTrivys(one.$ruleId) ? noUser : check }
    return check
  }

  /// The name of an observation's rule: that of the shared check, or else Aqua's id in its current form, or else the
  /// rule's own id.
  static func name(of one: Observation) -> InternedString {
    if let check = shared(one) { return check.name }
    if let aqua = aqua(one.$ruleId) ?? one.ids.lazy.compactMap({ aqua($0) }).first { return InternedString(aqua) }
    if let number = longNames[one.$ruleId] { return lowercasedASCII(number) }
    return lowercasedASCII(one.$ruleId)
  }
}

private let rootUser = Check(name: InternedString("dockerfile/root-user"), isByLine: true)
private let noUser = Check(name: InternedString("dockerfile/no-user"), isAboutFile: true, isByLine: true)

private let known = CheckIndex(
  instructions: dockerfileChecks,
  resources: awsChecks + azureChecks + googleCloudChecks + kubernetesChecks + controlPlaneChecks + repositoryChecks)

/// Aqua's checks by their long names, in the form of `byRule`.
private let longNames = Dictionary(
  uniqueKeysWithValues: aquaNames.map { (InternedString($0), InternedString(uppercasedASCII($1))) })

/// The shared checks by rule. A row of a table is a list of rules:
///
///     *name: RULE RULE tool:RULE | KICS query; KICS query
///
/// The name is optional: without one the first rule is the name. `*` marks checks of the whole file. A rule whose id is
/// a plain word is written with its tool. Checkov numbers some checks differently in Terraform: `tf:` and `yaml:` tell
/// them apart. KICS's queries have an id for each platform and one name, so they are known by their names.
private struct CheckIndex: Sendable {
  private var byRule: [InternedString: [Entry]] = [:]
  private var byQuery: [String: Check] = [:]

  private struct Entry: Sendable {
    let qualifier: String?
    let check: Check
  }

  init(instructions: [String], resources: [String]) {
    for row in instructions { add(row, isByLine: true) }
    for row in resources { add(row, isByLine: false) }
  }

  private mutating func add(_ row: String, isByLine: Bool) {
    let parts = row.split(separator: "|", maxSplits: 1)
    var rules = parts[0].split(separator: " ")[...]
    var name = String(rules[0])
    let isAboutFile = name.hasPrefix("*")
    if isAboutFile { name.removeFirst() }
    if name.hasSuffix(":") {
      name.removeLast()
      rules.removeFirst()
    }
    let check = Check(
      name: InternedString(aqua(name) ?? lowercasedASCII(name)), isAboutFile: isAboutFile, isByLine: isByLine)
    for rule in rules {
      let words = rule.split(separator: ":", maxSplits: 1)
      for spelling in spellings(String(words.last ?? rule)) {
        byRule[InternedString(spelling), default: []].append(
          Entry(qualifier: words.count > 1 ? String(words[0]) : nil, check: check))
      }
    }
    guard parts.count > 1 else { return }
    for query in parts[1].split(separator: ";") {
      byQuery[lowercasedASCII(String(query.drop { $0 == " " }).trimmingBlanks)] = check
    }
  }

  func check(of one: Observation) -> Check? {
    let rule = one.$ruleId
    if let entries = byRule[rule] ?? longNames[rule].flatMap({ byRule[$0] }) {
      return entries.first { $0.qualifier.map { applies($0, one) } ?? true }?.check
    }
    // KICS's ids are UUIDs of 36 digits and hyphens.
    guard one.$ruleId.utf8.count == 36, one.scan.toolKey == "kics" else { return nil }
    return byQuery[lowercasedASCII(one.ruleWords.wrappedValue)]
  }

  private func applies(_ qualifier: String, _ one: Observation) -> Bool {
    let isTerraform = one.location.path.map { $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") } ?? false
    switch qualifier {
    case "tf": return isTerraform
    case "yaml": return !isTerraform
    default: return one.scan.toolKey == qualifier
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// The forms of a rule id. Aqua has used `DS002`, then `AVD-DS-0002`, then `DS-0002`.
private func spellings(_ rule: String) -> [String] {
  guard let aqua = aqua(rule) else { return [rule] }
  let (current, old) = (uppercasedASCII(aqua), oldAqua(aqua))
  return Array(Set([rule, current, "AVD-\(current)"] + old))
}

/// The forms of an id of Aqua's check of a Dockerfile or of Kubernetes before the current one: `DS002`.
private func oldAqua(_ aqua: String) -> [String] {
  let parts = uppercasedASCII(aqua).split(separator: "-")
  guard parts.count == 2, ["DS", "KSV", "KCV"].contains(parts[0]), parts[1].hasPrefix("0") else { return [] }
  let short = "\(parts[0])\(parts[1].dropFirst())"
  return parts[0] == "KCV" ? [short, "\(parts[0])\(parts[1])"] : [short]
}

private func isTrivys(_ rule: InternedString) -> Bool { aqua(rule) != nil }

/// The same for an interned id. All of Aqua's ids end in three digits, and few others do.
private func aqua(_ text: InternedString) -> String? {
  let bytes = text.utf8
  guard bytes.count > 3, (bytes.count - 3..<bytes.count).allSatisfy({ (48...57).contains(bytes[$0]) }) else {
    return nil
  }
  return aqua(text.wrappedValue)
}

/// The id of one of Aqua's checks in its current form, in lower case: `aws-0086`, `ds-0002`. Nil for any other id.
private func aqua(_ text: String) -> String? {
  var parts = lowercasedASCII(text).utf8.split(separator: UInt8(ascii: "-")).compactMap { String($0) }
  if parts.count == 3, parts[0] == "avd" { parts.removeFirst() }
  if parts.count == 1 {
    guard let family = ["ds", "ksv", "kcv"].first(where: { parts[0].hasPrefix($0) }) else { return nil }
    let number = String(parts[0].utf8.dropFirst(family.utf8.count)) ?? ""
    parts = number.utf8.count == 3 ? [family, "0\(number)"] : number.utf8.count == 4 ? [family, number] : []
  }
  guard parts.count == 2, parts[1].utf8.count == 4, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
    parts[0].utf8.allSatisfy({ (97...122).contains($0) })
  else { return nil }
  return "\(parts[0])-\(parts[1])"
}
