import Documents
import Model
import PackageURL
import Patterns
import Settings

/// One policy file as it is written, before the files are joined.
struct PolicyPart: Sendable {
  var name: String
  var node: YAMLNode
  var severities: [String: [String: Severity?]]
  var requirements: [Policy.Requirement]
  var rules: [Placed<Rule>]
  var exceptions: [Placed<PolicyException>]
  var deadlines: Placed<Deadlines>?
  var trust: Placed<VEXTrust>?
  var waivers: Placed<Policy.WaiverTerms>?
  var honoursTools: Placed<Bool>?
}

extension ConfigDecoder where Value == PolicyPart {
  static let policy: ConfigDecoder<PolicyPart> = ConfigDecoder.mapping("a policy") { fields in
    let version = fields.decode("gatehouse", .version, "The version of this language.", example: "1")
    let name = fields.decode("name", .text, "What people call this policy.", example: "payments")
    let severities = fields.decodeIfPresent(
      "severities", .dictionary(of: ConfigDecoder<[String: Severity?]>.dictionary(of: ConfigDecoder<Severity?>.severity), key: .tool),
      "What a scanner's own severity words mean here.")
    let evidence = fields.decodeIfPresent(
      "evidence", .list(of: ConfigDecoder<Policy.Requirement>.requirement),
      "What must have been looked at; else the verdict is undecided.")
    let deadlines = fields.decodeIfPresent("sla", ConfigDecoder<Deadlines>.deadlines.placed, "Until when findings must be gone.")
    let rules = fields.decodeIfPresent(
      "rules", ConfigDecoder<[Placed<Rule>]>.list(of: ConfigDecoder<Rule>.rule.placed, atLeast: 0),
      "What is denied or warned of; all are evaluated.")
    let exceptions = fields.decodeIfPresent(
      "exceptions", .list(of: ConfigDecoder<PolicyException>.exception.placed),
      "Standing permissions. Unknown never grants one.")
    let trust = fields.decodeIfPresent("vex", ConfigDecoder<VEXTrust>.trust.placed, "Whose VEX statements set findings aside.")
    let waivers = fields.decodeIfPresent(
      "waivers", ConfigDecoder<Policy.WaiverTerms>.terms.placed, "Who may waive, and for how long.")
    let tools = fields.decodeIfPresent(
      "tool-suppressions", ConfigDecoder<Bool>.word("answer", [("honour", true), ("ignore", false)]).placed,
      "Whether what a tool itself set aside stays set aside. By default it does not.")
    guard let name, version != nil, let node = fields.node else { return nil }
    return PolicyPart(
      name: name, node: node, severities: severities ?? [:], requirements: evidence ?? [], rules: rules ?? [],
      exceptions: exceptions ?? [], deadlines: deadlines, trust: trust, waivers: waivers, honoursTools: tools)
  }
}

extension ConfigDecoder where Value == Int {
  /// The version of the language: 1.
  static let version: ConfigDecoder<Int> = ConfigDecoder(.object([("const", .number(1))])) { node, problems in
    guard let version = count.decode(node, &problems) else { return nil }
    guard version == 1 else {
      problems.reportInvalid(
        node, "this Gatehouse reads version 1, not \(version)", help: "write 1, or use a newer Gatehouse")
      return nil
    }
    return version
  }
}

extension ConfigDecoder where Value == Policy.Requirement {
  static let requirement: ConfigDecoder<Policy.Requirement> = ConfigDecoder.mapping("an evidence requirement") { fields in
    let kind = fields.decode(
      "kind", .word("kind of scan", Observation.Kind.allCases), "What sort of scan.", example: "sast")
    let tools = fields.decodeIfPresent(
      "tools", .list(of: ConfigDecoder<String>.tool), "Scanners that must each have reported; without it any will do.")
    let paths = fields.decodeIfPresent("paths", .list(of: ConfigDecoder<String>.text), "What must have been scanned.")
    let globs = fields.value("paths").flatMap { ConfigDecoder<[Glob]>.list(of: ConfigDecoder<Glob>.glob).decode($0, &fields.problems) }
    let commit = fields.decodeIfPresent(
      "commit", .word("commit", [("head", false), ("any", true)]),
      "The commit that was scanned: head (the default), or any.")
    let maxAge = fields.decodeIfPresent("max-age", .span, "How old the report may be.")
    guard let kind, let node = fields.node else { return nil }
    return Policy.Requirement(
      kind: kind, tools: tools ?? [], paths: paths ?? [], acceptsAnyCommit: commit ?? false, maxAge: maxAge,
      at: node.place, globs: globs ?? [])
  }
}

extension ConfigDecoder where Value == Rule {
  static let rule: ConfigDecoder<Rule> = ConfigDecoder.mapping("a rule") { fields in
    let id = fields.decode("id", .id, "Its name in every explanation.", example: "no-new-high")
    let why = fields.decodeIfPresent("why", .text, "One sentence for whoever is stopped by it.")
    let when = fields.decode("when", .when, "The findings it speaks of.", example: "{ severity: { at-least: high } }")
    let unless = fields.decodeIfPresent("unless", .when, "Findings it leaves alone.")
    let effect = fields.decode(
      "effect", .word("effect of a rule", [Effect.deny, .warn]), "deny blocks, warn only tells.", example: "deny")
    let unknown = fields.decodeIfPresent(
      "if-unknown", .word("answer", [("apply", true), ("skip", false)]),
      "What an unknown fact means: apply (the default of deny) or skip (the default of warn).")
    let warnUntil = fields.decodeIfPresent("warn-until", .day, "Warns before this day, denies from it on.")
    let from = fields.decodeIfPresent("from", .day, "No effect before this day.")
    if let node = fields.value("warn-until"), effect == .warn {
      fields.problems.reportInvalid(
        node, "a rule that only warns has no day from which it denies", help: "set `effect: deny`, or delete this")
    }
    if let from, let warnUntil, from >= warnUntil, let node = fields.value("warn-until") {
      fields.problems.reportInvalid(
        node, "the rule begins on \(from), so it would never warn", help: "let `warn-until` be after `from`")
    }
    guard let id, let when, let effect, let node = fields.node else { return nil }
    return Rule(
      id: id, why: why, effect: effect, appliesToUnknown: unknown ?? (effect == .deny), warnUntil: warnUntil,
      from: from,
      at: node.place, when: when, unless: unless)
  }
}

extension ConfigDecoder where Value == PolicyException {
  static let exception: ConfigDecoder<PolicyException> = ConfigDecoder.mapping("an exception") { fields in
    let id = fields.decode("id", .id, "Its name in every explanation.", example: "not-reachable")
    let why = fields.decode("why", .text, "Why this is acceptable.", example: "why this is acceptable")
    let when = fields.decode("when", .when, "The findings it speaks of.", example: "{ path: \"docs/**\" }")
    let unless = fields.decodeIfPresent("unless", .when, "Findings it must not touch; unknown counts as such.")
    let effect = fields.decode(
      "effect", .word("effect of an exception", [Effect.warn, .allow]), "What remains of a denial.", example: "warn")
    guard let id, let why, let when, let effect, let node = fields.node else { return nil }
    return PolicyException(id: id, why: why, effect: effect, at: node.place, when: when, unless: unless)
  }
}

extension ConfigDecoder where Value == Deadlines {
  static let deadlines: ConfigDecoder<Deadlines> = ConfigDecoder.mapping("sla") { fields in
    _ = fields.decodeIfPresent(
      "start", .word("start", [("first-seen", true)]), "Where the clock starts: when it was first seen here.")
    let due = fields.decode(
      "due", .bySeverity("due", ConfigDecoder<TimeSpan>.days), "Days from the start, the last one included.",
      example: "{ critical: 7d }")
    let tighten = fields.decodeIfPresent(
      "tighten", .list(of: ConfigDecoder<Deadlines.Tightening>.tightening), "Shorter deadlines for some findings.")
    let calendar = fields.decodeIfPresent("calendar", .calendar, "Which days count, and where they begin.")
    guard let due else { return nil }
    return Deadlines(
      due: due, tighten: tighten ?? [], zone: calendar?.zone ?? 0, countsBusinessDays: calendar?.isBusiness ?? false)
  }
}

private struct Calendar: Sendable {
  var zone: Int
  var isBusiness: Bool
}

extension ConfigDecoder where Value == Calendar {
  fileprivate static let calendar: ConfigDecoder<Calendar> = ConfigDecoder.mapping("calendar") { fields in
    let zone = fields.decodeIfPresent("time-zone", .zone, "UTC (the default), or an offset like +01:00.")
    let isBusiness = fields.decodeIfPresent("business-days", .flag, "Count Monday to Friday only.")
    return Calendar(zone: zone ?? 0, isBusiness: isBusiness ?? false)
  }
}

extension ConfigDecoder where Value == Deadlines.Tightening {
  fileprivate static let tightening: ConfigDecoder<Deadlines.Tightening> = ConfigDecoder.mapping("a tightening") { fields in
    let when = fields.decode("when", .when, "The findings it speaks of.", example: "{ known-exploited: true }")
    let due = fields.decode("due", .days, "Their deadline, when it is the shorter one.", example: "3d")
    for predicate in when?.predicates ?? [] where predicate.condition == "overdue" {
      guard let node = fields.node?.node(at: predicate.at) else { continue }
      fields.problems.reportInvalid(node, "a deadline cannot depend on itself", help: "delete this condition")
    }
    guard let when, let due else { return nil }
    return Deadlines.Tightening(when: when, due: due)
  }
}

extension ConfigDecoder where Value == VEXTrust {
  static let trust: ConfigDecoder<VEXTrust> = ConfigDecoder.mapping("vex") { fields in
    let grants = fields.decode(
      "trust", .list(of: ConfigDecoder<VEXTrust.Grant>.grant), "Who is believed, about what.", example: "[]")
    let maxAge = fields.decodeIfPresent("max-age", .span, "Older statements set nothing aside.")
    return grants.map { VEXTrust(grants: $0, maxAge: maxAge) }
  }
}

extension ConfigDecoder where Value == VEXTrust.Grant {
  fileprivate static let grant: ConfigDecoder<VEXTrust.Grant> = ConfigDecoder.mapping("a grant of trust") { fields in
    let issuer = fields.decode(
      "issuer", .text, "The author of the VEX document, exactly.", example: "\"https://psirt.example\"")
    let products = fields.decode(
      "products", .list(of: ConfigDecoder<PackagePattern>.package), "Purls the issuer may speak of.",
      example: "[\"pkg:npm/vendor/*\"]")
    let statuses = fields.decode(
      "statuses",
      .list(
        of: ConfigDecoder<Statement.Status>.word("status that sets aside", Statement.Status.allCases.filter(\.suppresses))),
      "What the issuer may state.", example: "[not_affected, fixed]")
    guard let issuer, let products, let statuses else { return nil }
    return VEXTrust.Grant(issuer: issuer, statuses: statuses, products: products)
  }
}

extension ConfigDecoder where Value == Policy.WaiverTerms {
  static let terms: ConfigDecoder<Policy.WaiverTerms> = ConfigDecoder.mapping("waivers") { fields in
    let approvers = fields.decode(
      "approvers", .oneOrMany(ConfigDecoder<String>.approver),
      "Who may approve: `codeowners` (of the finding's path), or handles.", example: "codeowners")
    let longest = fields.decode(
      "longest", .bySeverity("longest", ConfigDecoder<TimeSpan>.days), "How long a waiver may live, by the finding's severity.",
      example: "{ critical: 14d }")
    let expiring = fields.decodeIfPresent("expiring", .days, "How long before its end a waiver is reported; 14d by default.")
    guard let approvers, let longest else { return nil }
    return Policy.WaiverTerms(
      approvers: approvers.filter { $0 != "codeowners" }, ownersApprove: approvers.contains("codeowners"),
      longest: longest,
      expiring: expiring ?? .days(14))
  }
}

extension ConfigDecoder where Value == String {
  fileprivate static let approver: ConfigDecoder<String> = ConfigDecoder(.either([.words(["codeowners"]), handle.schema])) {
    node, problems in
    guard case .scalar(let text, _) = node.value, !text.contains("@") else { return handle.decode(node, &problems) }
    guard text == "codeowners" else {
      problems.reportUnknown(node, text, what: "approver", among: ["codeowners"])
      return nil
    }
    return text
  }
}
