import Documents
import func Interning.lowercasedASCII
import Model
import PackageURL
import Patterns
import Settings

/// The content of one policy file, before the files of a policy are joined.
struct PolicyPart: Sendable {
  var name: String
  var node: YAMLNode
  var severities: [StatedSeverity]
  var requirements: [Policy.Requirement]
  var rules: [Positioned<Rule>]
  var exceptions: [Positioned<PolicyException>]
  var deadlines: Positioned<Deadlines>?
  var trust: Positioned<VEXTrust>?
  var waivers: Positioned<Policy.WaiverTerms>?
  var honoursTools: Positioned<Bool>?
}

extension ConfigDecoder where Value == PolicyPart {
  static let policy: ConfigDecoder<PolicyPart> = ConfigDecoder.mapping("a policy") { fields in
    let version = fields.decode("gatehouse", .version, "The version of the policy language: 1.", example: "1")
    let name = fields.decode("name", .text, "The name of this policy in reports.", example: "payments")
    let severities = fields.decodeIfPresent(
      "severities", .severities,
      "The meaning of the severity words of scanners, by tool and word, and the severities of their rules, under `rules`. Upper "
        + "and lower case of words are equal, and `unknown` stands for a severity that the tool does not state.")
    let evidence = fields.decodeIfPresent(
      "evidence", .list(of: ConfigDecoder<Policy.Requirement>.requirement),
      "The reports that are required. Without them, the verdict is undecided.")
    let deadlines = fields.decodeIfPresent(
      "sla", ConfigDecoder<Deadlines>.deadlines.positioned, "The deadlines for fixing findings.")
    let rules = fields.decodeIfPresent(
      "rules", ConfigDecoder<[Positioned<Rule>]>.list(of: ConfigDecoder<Rule>.rule.positioned, atLeast: 0),
      "The rules that deny findings or warn of them. All rules are evaluated.")
    let exceptions = fields.decodeIfPresent(
      "exceptions", .list(of: ConfigDecoder<PolicyException>.exception.positioned),
      "Permanent exceptions from the rules. An exception never applies when a fact that it needs is unknown.")
    let trust = fields.decodeIfPresent(
      "vex", ConfigDecoder<VEXTrust>.trust.positioned, "The issuers whose VEX statements suppress findings.")
    let waivers = fields.decodeIfPresent(
      "waivers", ConfigDecoder<Policy.WaiverTerms>.terms.positioned,
      "Who may approve waivers, and how long a waiver may last.")
    let tools = fields.decodeIfPresent(
      "tool-suppressions", ConfigDecoder<Bool>.word("answer", [("honour", true), ("ignore", false)]).positioned,
      "Whether suppressions by the scanner itself count: `honour` or `ignore` (the default).")
    guard let name, version != nil, let node = fields.node else { return nil }
    return PolicyPart(
      name: name, node: node, severities: severities ?? [], requirements: evidence ?? [], rules: rules ?? [],
      exceptions: exceptions ?? [], deadlines: deadlines, trust: trust, waivers: waivers, honoursTools: tools)
  }
}

extension ConfigDecoder where Value == Policy.Requirement {
  static let requirement: ConfigDecoder<Policy.Requirement> = ConfigDecoder.mapping("an evidence requirement") {
    fields in
    let kind = fields.decode(
      "kind", .word("kind of scan", Observation.Kind.allCases), "The kind of scan.", example: "sast")
    let tools = fields.decodeIfPresent(
      "tools", .list(of: ConfigDecoder<String>.tool),
      "The scanners that must each have reported. Without it, any scanner is enough.")
    let paths = fields.decodeIfPresent(
      "paths", .list(of: ConfigDecoder<String>.text), "The paths that must each have been scanned, as patterns.")
    // What is wrong with the list is reported once.
    let globs =
      paths == nil
      ? nil
      : fields.value("paths").flatMap {
        ConfigDecoder<[Glob]>.list(of: ConfigDecoder<Glob>.glob).decode($0, &fields.problems)
      }
    let exceptions = fields.decodeIfPresent(
      "except", .list(of: ConfigDecoder<Glob>.glob),
      "The files that need not have been scanned, as patterns: those that the scanner is told to leave out.")
    let commit = fields.decodeIfPresent(
      "commit", .word("commit", [("head", false), ("any", true)]),
      "The commit that must have been scanned: head (the default) or any.")
    let maxAge = fields.decodeIfPresent("max-age", .span, "The greatest age of the report.")
    let places = fields.decodeIfPresent(
      "where", .oneOrMany(.word("place", CheckPlace.allCases)),
      "Where the report is required: `ci` is every check of commits, `hook` that of what is staged, outside of CI jobs. Both by "
        + "default.")
    guard let kind, let node = fields.node else { return nil }
    return Policy.Requirement(
      kind: kind, tools: tools ?? [], paths: paths ?? [], acceptsAnyCommit: commit ?? false, maxAge: maxAge,
      places: Set(places ?? CheckPlace.allCases), at: node.position, globs: globs ?? [],
      exceptions: exceptions ?? [])
  }
}

extension ConfigDecoder where Value == Rule {
  static let rule: ConfigDecoder<Rule> = ConfigDecoder.mapping("a rule") { fields in
    let id = fields.decode("id", .id, "The name of the rule in explanations.", example: "no-new-high")
    let why = fields.decodeIfPresent("why", .sentence, "One sentence that explains the rule to the author of a change.")
    let when = fields.decode(
      "when", .when, "The findings that the rule applies to.", example: "{ severity: { at-least: high } }")
    let unless = fields.decodeIfPresent("unless", .when, "The findings that the rule does not apply to.")
    let effect = fields.decode(
      "effect", .word("effect of a rule", [Effect.deny, .warn]),
      "The effect: deny fails the gate, warn only reports.", example: "deny")
    let unknown = fields.decodeIfPresent(
      "if-unknown", .word("answer", [("apply", true), ("skip", false)]),
      "What to do when a fact is unknown: apply (the default for deny) or skip (the default for warn).")
    let warnUntil = fields.decodeIfPresent(
      "warn-until", .day, "The rule only warns before this day, and denies from it on.")
    let from = fields.decodeIfPresent("from", .day, "The rule has no effect before this day.")
    if let node = fields.value("warn-until"), effect == .warn {
      fields.problems.reportInvalid(
        node, "`warn-until` is the day from which a rule denies, and this one only warns",
        help: "delete `warn-until`, or set `effect: deny`")
    }
    if let from, let warnUntil, from >= warnUntil, let node = fields.value("warn-until") {
      fields.problems.reportInvalid(
        node, "the rule begins on \(from), so it would never warn", help: "let `warn-until` be after `from`")
    }
    guard let id, let when, let effect, let node = fields.node else { return nil }
    return Rule(
      id: id, why: why, effect: effect, appliesToUnknown: unknown ?? (effect == .deny), warnUntil: warnUntil,
      from: from,
      at: node.position, when: when, unless: unless)
  }
}

extension ConfigDecoder where Value == PolicyException {
  static let exception: ConfigDecoder<PolicyException> = ConfigDecoder.mapping("an exception") { fields in
    let id = fields.decode("id", .id, "The name of the exception in explanations.", example: "not-reachable")
    let why = fields.decode(
      "why", .sentence, "Why the risk of these findings is acceptable.", example: "why this is acceptable")
    let when = fields.decode(
      "when", .when, "The findings that the exception applies to.", example: "{ path: \"docs/**\" }")
    let unless = fields.decodeIfPresent(
      "unless", .when, "The findings that the exception does not apply to, also when that is unknown.")
    let effect = fields.decode(
      "effect", .word("effect of an exception", [Effect.warn, .allow]),
      "The effect that remains of a denial: warn or allow.", example: "warn")
    guard let id, let why, let when, let effect, let node = fields.node else { return nil }
    return PolicyException(id: id, why: why, effect: effect, at: node.position, when: when, unless: unless)
  }
}

extension ConfigDecoder where Value == Deadlines {
  static let deadlines: ConfigDecoder<Deadlines> = ConfigDecoder.mapping("sla") { fields in
    let start = fields.decodeIfPresent(
      "start", .word("start", Deadlines.Start.allCases),
      "The start of the deadline: the day on which the finding was first seen (the default), the day on which the "
        + "vulnerability was published (disclosed), or first-seen while a fixed version exists (fix-available).")
    let due = fields.decode(
      "due", .bySeverity("due", ConfigDecoder<TimeSpan>.days, example: "due: { high: 30d }"),
      "The deadline in days from the start, by severity. The last day is included.",
      example: "{ critical: 7d }")
    let tighten = fields.decodeIfPresent(
      "tighten", .list(of: ConfigDecoder<Deadlines.Tightening>.tightening),
      "Shorter deadlines for findings that match a condition.")
    let calendar = fields.decodeIfPresent(
      "calendar", .calendar, "The days that count, and the time zone in which they begin.")
    let pauses = fields.decodeIfPresent(
      "pause-under-waiver", .flag,
      "Whether days on which a valid waiver covered the whole finding do not count; no by default.")
    let restarts = fields.decodeIfPresent(
      "restart-on-return", .flag,
      "Whether the deadline of a finding that was gone and came back begins again (yes by default). Otherwise it is counted "
        + "from the earliest record of the ledger that has the finding.")
    guard let due else { return nil }
    return Deadlines(
      start: start ?? .firstSeen, due: due, tighten: tighten ?? [], zone: calendar?.zone ?? 0,
      calendar: calendar?.days ?? WorkingDays(), pausesUnderWaivers: pauses ?? false,
      restartsOnReturn: restarts ?? true)
  }
}

private struct Calendar: Sendable {
  var zone: Int
  var days: WorkingDays
}

extension ConfigDecoder where Value == Calendar {
  fileprivate static let calendar: ConfigDecoder<Calendar> = ConfigDecoder.mapping("calendar") { fields in
    let zone = fields.decodeIfPresent(
      "time-zone", .zone, "The time zone: UTC (the default) or an offset such as +01:00.")
    let isBusiness = fields.decodeIfPresent("business-days", .flag, "Whether only Monday to Friday count.") ?? false
    let holidays = fields.decodeIfPresent(
      "holidays", .list(of: ConfigDecoder<Day>.day), "Days that do not count, with business days.")
    if !isBusiness, let node = fields.value("holidays") {
      fields.problems.reportInvalid(
        node, "without business days, all days count", help: "set `business-days: true`, or delete this")
    }
    let days = WorkingDays(areBusinessDays: isBusiness, holidays: Set(holidays ?? []).sorted())
    return Calendar(zone: zone ?? 0, days: days)
  }
}

extension ConfigDecoder where Value == Deadlines.Tightening {
  fileprivate static let tightening: ConfigDecoder<Deadlines.Tightening> = ConfigDecoder.mapping("a tightening") {
    fields in
    let when = fields.decode(
      "when", .when, "The findings that the shorter deadline applies to.", example: "{ known-exploited: true }")
    let due = fields.decode(
      "due", .days, "Their deadline in days, when it is shorter than that in `due`.", example: "3d")
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
      "trust", .list(of: ConfigDecoder<VEXTrust.Grant>.grant),
      "The trusted issuers, with the products and statuses for which each is trusted.",
      example: "[{ issuer: \"https://psirt.example\", products: [\"pkg:npm/vendor/*\"], statuses: [not_affected] }]")
    let maxAge = fields.decodeIfPresent(
      "max-age", .span, "The greatest age of a statement. Older statements suppress nothing.")
    let documents = fields.decodeIfPresent(
      "documents", .list(of: ConfigDecoder<String>.digest),
      "The SHA-256 digests of documents that are passed with --vex and may suppress findings.")
    let acceptsUnsigned = fields.decodeIfPresent(
      "accept-unsigned", .flag,
      "Whether any document that is passed with --vex may suppress findings. Its author is not verified.")
    return grants.map {
      VEXTrust(
        grants: $0, maxAge: maxAge, documents: Set(documents ?? []), acceptsUnsigned: acceptsUnsigned ?? false)
    }
  }
}

extension ConfigDecoder where Value == VEXTrust.Grant {
  fileprivate static let grant: ConfigDecoder<VEXTrust.Grant> = ConfigDecoder.mapping("a grant of trust") { fields in
    let issuer = fields.decode(
      "issuer", .text, "The exact author of the VEX document.", example: "\"https://psirt.example\"")
    let products = fields.decode(
      "products", .list(of: ConfigDecoder<ProductPattern>.product),
      "The products that the issuer may make statements about: purl patterns, and other names of products. A statement "
        + "is trusted only if all names of all its products match.",
      example: "[\"pkg:npm/vendor/*\"]")
    let statuses = fields.decode(
      "statuses",
      .list(
        of: ConfigDecoder<Statement.Status>.word("suppressing status", Statement.Status.allCases.filter(\.suppresses))),
      "The statuses that the issuer may state.", example: "[not_affected, fixed]")
    guard let issuer, let products, let statuses else { return nil }
    return VEXTrust.Grant(issuer: issuer, statuses: statuses, products: products)
  }
}

extension ConfigDecoder where Value == Policy.WaiverTerms {
  static let terms: ConfigDecoder<Policy.WaiverTerms> = ConfigDecoder.mapping("waivers") { fields in
    let approvers = fields.decode(
      "approvers", .oneOrMany(ConfigDecoder<String>.approver),
      "Who may approve a waiver: `codeowners` (the owners of the finding's path) or handles.", example: "codeowners")
    let longest = fields.decode(
      "longest", .bySeverity("longest", ConfigDecoder<TimeSpan>.days, example: "longest: { high: 30d }"),
      "The longest duration of a waiver in days, by the severity of the finding. A severity that is not named has that of the next "
        + "higher one that is; findings above the highest that is named cannot be waived, and those of unknown severity only if "
        + "critical ones can.",
      example: "{ critical: 14d }")
    let expiring = fields.decodeIfPresent(
      "expiring", .days, "The number of days before its end from which on a waiver is reported; 14d by default.")
    let renewals = fields.decodeIfPresent(
      "renewals", .count,
      "How often the waiver of a finding may be renewed, each time for `longest`. Without it, all waivers of a finding last "
        + "for `longest` together.")
    let endsWithFix = fields.decodeIfPresent(
      "until-fixed", .flag, "Whether a waiver ends when a version without the problem is known; no by default.")
    let proof = fields.decodeIfPresent(
      "proof", .word("proof", Policy.WaiverTerms.Proof.allCases),
      "What proves that a waiver was approved: `none` (the default: `approved-by` says so); `commits`: a merge into the base "
        + "branch by somebody who may approve it and did not write it, as the names in commits say; `signed-commits`: the same, "
        + "as the signatures of commits say.")
    let trailers = fields.decodeIfPresent(
      "approval-trailers", .list(of: ConfigDecoder<String>.trailer),
      "The trailers of commit messages that name who approved a change, such as `Approved-by`. They count in commits that no "
        + "author of the change made. Without them, only the person who merges a change approves it.")
    if let node = fields.value("approval-trailers"), proof != .commits {
      fields.problems.reportInvalid(
        node,
        proof == .signedCommits
          ? "with `proof: signed-commits`, who signs the merge approves it, and no trailer does"
          : "without `proof: commits`, no commit is read",
        help: proof == .signedCommits ? "delete this" : "add `proof: commits`, or delete this")
    }
    guard let approvers, let longest else { return nil }
    return Policy.WaiverTerms(
      approvers: approvers.filter { $0 != "codeowners" }, ownersApprove: approvers.contains("codeowners"),
      longest: WaiverTerm(longest), renewals: renewals, endsWithFix: endsWithFix ?? false, proof: proof ?? .none,
      approvalTrailers: trailers ?? [], expiring: expiring ?? .days(14))
  }
}

extension ConfigDecoder where Value == String {
  fileprivate static let approver: ConfigDecoder<String> = ConfigDecoder(
    .either([.words(["codeowners"]), handle.schema])
  ) {
    node, problems in
    guard case .scalar(let text, _) = node.value, !text.contains("@") else { return handle.decode(node, &problems) }
    guard text == "codeowners" else {
      let help =
        nearest(to: text, among: ["codeowners"]).map { "did you mean `\($0)`?" }
        ?? "write a team as \"@org/\(text)\", in quotes, or `codeowners` for the owners of the path"
      problems.add(node.diagnostic(.policyUnknownName, "unknown approver `\(text)`", help: help))
      return nil
    }
    return text
  }
}

extension ConfigDecoder where Value == String {
  /// Decodes the key of a trailer (git-interpret-trailers), and returns it in lower case.
  fileprivate static let trailer: ConfigDecoder<String> = ConfigDecoder(.pattern("^[A-Za-z0-9-]+$")) { node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == 45 }) else {
      problems.reportInvalid(
        node, "the key of a trailer consists of letters, digits and `-`", help: "write it like `Approved-by`")
      return nil
    }
    return lowercasedASCII(text)
  }
}
