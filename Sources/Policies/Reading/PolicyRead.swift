import Documents
import Model
import Settings
import System

extension Policy {
  /// Reads and checks the files of one policy. Throws all problems that were found, not only the first.
  ///
  /// Lists of several files are joined. The keys `sla`, `vex`, `waivers` and `tool-suppressions` may occur in one file
  /// only, and every id only once.
  ///
  /// - Parameters:
  ///   - scanners: What is known of the scanners that a policy may name.
  package static func read(_ inputs: [Input], scanners: KnownScanners) throws(PolicyError) -> Policy {
    var problems = DiagnosticCollector(scanners)
    var warnings: [Diagnostic] = []
    let parts = inputs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map {
      readPart($0, &warnings, &problems)
    }
    let policy = join(parts.compactMap { $0 }, warnings: warnings, &problems)
    guard let policy, problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    return policy
  }

  private static func readPart(
    _ input: Input, _ warnings: inout [Diagnostic], _ problems: inout DiagnosticCollector
  ) -> (PolicyPart, PolicyFile)? {
    do throws(Diagnostic) {
      let document = try YAMLDocument(input)
      warnings += document.warnings
      if let other = otherFile(document.root) { throw other }
      guard let part = ConfigDecoder<PolicyPart>.policy.decode(document.root, &problems) else { return nil }
      return (part, PolicyFile(path: input.name, name: part.name, digest: Digest.sha256(input.bytes).description))
    } catch {
      problems.add(error)
      return nil
    }
  }

  /// The error for a file of another kind, which says so in its first key; nil for a policy.
  private static func otherFile(_ root: YAMLNode) -> Diagnostic? {
    guard case .mapping(let pairs) = root.value, !pairs.contains(where: { $0.name == "gatehouse" }),
      let kind = kinds.first(where: { kind in pairs.contains { $0.name == kind.key } })
    else { return nil }
    return root.diagnostic(
      .policyWrongType, "expected a policy, found \(kind.file)",
      help: "name the policy, or the folder that has both: \(kind.file) is checked with the policy beside it")
  }

  private static let kinds = [
    (key: "gatehouse-waivers", file: "a waiver file"), (key: "gatehouse-baseline", file: "a baseline"),
    (key: "gatehouse-people", file: "a file of people"), (key: "gatehouse-tests", file: "a file of tests"),
    (key: "gatehouse-report", file: "a side-car"), (key: "gatehouse-reports", file: "a manifest"),
  ]

  private static func join(
    _ parts: [(part: PolicyPart, file: PolicyFile)], warnings: [Diagnostic],
    _ problems: inout DiagnosticCollector
  ) -> Policy? {
    let all = parts.map(\.part)
    let rules = all.flatMap(\.rules)
    let exceptions = all.flatMap(\.exceptions)
    checkIds(rules.map { ($0.value.id, $0.node) } + exceptions.map { ($0.value.id, $0.node) }, &problems)
    var policy = Policy(
      name: all.map(\.name).joined(separator: ", "), files: parts.map(\.file),
      severities: join(all.flatMap(\.severities), problems.scanners, &problems),
      requirements: all.flatMap(\.requirements),
      deadlines: one("sla", all.map(\.deadlines), &problems), rules: rules.map(\.value).sorted { $0.id < $1.id },
      exceptions: exceptions.map(\.value).sorted { $0.id < $1.id },
      vexTrust: one("vex", all.map(\.trust), &problems) ?? VEXTrust(),
      waiverTerms: one("waivers", all.map(\.waivers), &problems) ?? WaiverTerms(),
      honoursToolSuppressions: one("tool-suppressions", all.map(\.honoursTools), &problems) ?? false,
      content: PolicyContent(all.map(\.node)), warnings: warnings)
    if !all.isEmpty, problems.diagnostics.isEmpty { checkWhole(policy, all.map(\.node), &problems) }
    if all.isEmpty, problems.diagnostics.isEmpty {
      problems.add(Diagnostic(.policyMissing, "no policy file was given", help: "write .gatehouse/policy.yaml"))
    }
    let unfulfillable = Unfulfillable(problems.scanners, in: all.map(\.node))
    policy.warnings += problems.warnings + unfulfillable.warnings(about: policy)
    policy.warnings += DeadRules(in: all.map(\.node)).warnings(about: policy)
    policy.advice = unfulfillable.advice(about: policy)
    return policy
  }

  /// Checks that need the joined policy: it must have a rule, and it must have `sla` when a condition uses `overdue`.
  private static func checkWhole(_ policy: Policy, _ files: [YAMLNode], _ problems: inout DiagnosticCollector) {
    if policy.rules.isEmpty, let first = files.first {
      problems.add(
        (first.child("rules") ?? first).diagnostic(
          .policyEmpty, "this policy has no rule, so it would pass everything",
          help: "add one: - { id: no-new-high, when: { severity: { at-least: high }, newness: introduced }, "
            + "effect: deny }"))
    }
    guard policy.deadlines == nil else { return }
    let conditions = policy.rules.map(\.condition) + policy.exceptions.map(\.condition)
    for predicate in conditions.flatMap(\.predicates) where predicate.condition == "overdue" {
      guard let node = files.lazy.compactMap({ $0.node(at: predicate.at) }).first else { continue }
      problems.add(
        node.diagnostic(
          .policyMissingKey, "`overdue` needs `sla`, and this policy has none",
          help: "add `sla: { due: { critical: 7d, high: 30d } }`"))
    }
  }

  /// Checks that no id is used twice. Rules and exceptions share one set of ids, because explanations name both by
  /// their id.
  private static func checkIds(_ ids: [(id: String, node: YAMLNode)], _ problems: inout DiagnosticCollector) {
    var seen: [String: SourcePosition] = [:]
    for (id, node) in ids {
      guard let before = seen[id] else {
        seen[id] = node.position
        continue
      }
      let position = node.child("id") ?? node
      problems.add(
        position.diagnostic(
          .policyDuplicateRule, "the id `\(id)` is taken", because: ["it is at \(before) already"],
          help: "give one of them another id"))
    }
  }

  /// The value of a key that may occur in one file only; nil when no file has it.
  private static func one<Value>(_ key: String, _ found: [Positioned<Value>?], _ problems: inout DiagnosticCollector)
    -> Value?
  {
    let found = found.compactMap { $0 }
    for second in found.dropFirst() {
      problems.add(
        second.node.diagnostic(
          .policyDuplicateRule, "`\(key)` occurs in two files", because: ["it is at \(found[0].node.position) already"],
          help: "keep one of them"))
    }
    return found.first?.value
  }
}
