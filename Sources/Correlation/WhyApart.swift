import Interning
import Model

/// Why two findings are not one, in sentences: each is a condition of merging that they do not meet.
package func reasonsApart(_ one: Finding, _ other: Finding) -> [String] {
  let observations = Array(one.observations) + Array(other.observations)
  let input = CorrelationInput(observations)
  let comparison = Comparison(
    input: input, ones: 0..<one.observations.count, others: one.observations.count..<observations.count)
  return comparison.reasons
}

/// Two findings as their observations.
private struct Comparison {
  let input: CorrelationInput
  let ones: Range<Int>
  let others: Range<Int>

  var reasons: [String] {
    let (key, otherKey) = (input.mergeKey(of: ones.lowerBound), input.mergeKey(of: others.lowerBound))
    var reasons: [String] = []
    if key.findingClass != otherKey.findingClass {
      reasons.append("one is about \(key.findingClass.subject) and the other about \(otherKey.findingClass.subject)")
    }
    if key.position != otherKey.position || key.locationType != otherKey.locationType {
      reasons.append("they are in two places: \(place(key)) and \(place(otherKey))")
    }
    if key.image != otherKey.image { reasons.append("they are in two images or only one is in an image") }
    if key.package != otherKey.package { reasons.append("they are in two packages or versions") }
    if reasons.isEmpty { reasons = reasonsInPlace(key.findingClass) + reasonsOfLines }
    return reasons.isEmpty
      ? ["results of two tools are joined one to one, the nearest first, and each of these has a nearer one or none"]
      : reasons
  }

  /// What the ids of results of one rule on lines of one text differ by.
  private var reasonsOfLines: [String] {
    let (one, other) = (input.observations[ones.lowerBound], input.observations[others.lowerBound])
    guard let text = one.fingerprints[lineFingerprintName], text == other.fingerprints[lineFingerprintName] else {
      return []
    }
    func number(_ one: Observation) -> Int { (one.$origin.interned?.wrappedValue.number ?? 0) + 1 }
    guard number(one) != number(other) else { return [] }
    return [
      "their lines have one text, and are number \(number(one)) and number \(number(other)) of it, counted first in the commit "
        + "from which the change starts, then among the lines that it adds"
    ]
  }

  private func reasonsInPlace(_ findingClass: FindingClass) -> [String] {
    var reasons: [String] = []
    switch findingClass {
    case .code: reasons = codeReasons
    case .infrastructure: reasons = infrastructureReasons
    case .secret: reasons = secretReasons
    case .service: reasons = serviceReasons
    case .dependency: reasons = dependencyReasons
    case .license: reasons = ["they are of two rules, or one tool reports both"]
    }
    let tools = Set(ones.map { input.tool(of: $0) }).intersection(others.map { input.tool(of: $0) })
    if let tool = ones.first(where: { tools.contains(input.tool(of: $0)) }), findingClass != .dependency {
      reasons.append("\(input.observations[tool].scan.tool) reports both, so to this tool they are two results")
    }
    return reasons
  }

  private var codeReasons: [String] {
    var reasons: [String] = []
    if !all({ lines(of: $0).overlaps(lines(of: $1)) }) {
      reasons.append("their lines do not overlap: \(lines(ones)) and \(lines(others))")
    }
    let areRelated = any { one, other in
      let (mine, theirs) = (weaknesses(one), weaknesses(other))
      let common =
        mine.named.wrappedValue.contains(where: theirs.isKind) || theirs.named.wrappedValue.contains(where: mine.isKind)
      return common || input.codeRule(of: one) != nil && input.codeRule(of: one) == input.codeRule(of: other)
    }
    if !areRelated {
      reasons.append(
        "they have no rule in common, and name no weakness of one kind: \(weaknesses(ones)) and \(weaknesses(others))")
    }
    return reasons
  }

  private var infrastructureReasons: [String] {
    let (names, otherNames) = (checks(ones), checks(others))
    if Set(names).isDisjoint(with: otherNames) {
      return ["no table says that \(list(names)) and \(list(otherNames)) ask the same"]
    }
    return ["they are about two resources, or on lines that do not overlap: \(lines(ones)) and \(lines(others))"]
  }

  private var secretReasons: [String] {
    let values = (Set(ones.compactMap(known)), Set(others.compactMap(known)))
    if !values.0.isEmpty, !values.1.isEmpty, values.0.isDisjoint(with: values.1) { return ["their values differ"] }
    var reasons: [String] = []
    let providers = (Set(ones.compactMap(provider)), Set(others.compactMap(provider)))
    if !providers.0.isEmpty, !providers.1.isEmpty, providers.0.isDisjoint(with: providers.1) {
      reasons.append("they are secrets of two providers: \(list(providers.0)) and \(list(providers.1))")
    }
    if !any({ lines(of: $0).overlaps(lines(of: $1)) }) {
      reasons.append(
        "a tool does not report the value, and they are on different lines: \(lines(ones)) and \(lines(others))")
    }
    return reasons
  }

  private var serviceReasons: [String] {
    let names = (Set(ones.compactMap(check)), Set(others.compactMap(check)))
    if names.0.isEmpty || names.1.isEmpty || names.0.isDisjoint(with: names.1) {
      return ["no table says that \(list(rules(ones))) and \(list(rules(others))) ask the same"]
    }
    return ["they are about two parameters or methods"]
  }

  private var dependencyReasons: [String] {
    let names = (ones.map { vulnerability($0) }, others.map { vulnerability($0) })
    return ["\(list(names.0)) and \(list(names.1)) are two vulnerabilities: each CVE is one, with its aliases"]
  }

  // MARK: - Facts

  private func all(_ holds: (Int, Int) -> Bool) -> Bool {
    ones.allSatisfy { one in others.allSatisfy { holds(one, $0) } }
  }
  private func any(_ holds: (Int, Int) -> Bool) -> Bool { ones.contains { one in others.contains { holds(one, $0) } } }

  private func lines(of index: Int) -> ClosedRange<Int> {
    let location = input.observations[index].location
    let start = location.startLine ?? 0
    return start...max(start, location.endLine ?? start)
  }

  private func lines(_ range: Range<Int>) -> String {
    list(
      range.map { lines(of: $0) }.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" })
  }

  private func weaknesses(_ index: Int) -> Weaknesses { input.weaknesses[input.observations[index].$cwes] }

  private func weaknesses(_ range: Range<Int>) -> String {
    let numbers = Set(range.flatMap { input.observations[$0].cwes }).sorted()
    if numbers.isEmpty { return "none" }
    return list(
      numbers.map { "CWE-\($0)" + (WeaknessHierarchy.isGeneric($0) ? ", which is too general to compare" : "") })
  }

  private func checks(_ range: Range<Int>) -> [String] {
    Array(Set(range.map { Check.name(of: input.observations[$0]).wrappedValue }))
  }

  private func rules(_ range: Range<Int>) -> [String] { range.map { input.observations[$0].ruleId } }
  private func check(_ index: Int) -> String? { ServiceCheck.shared(input.observations[index])?.wrappedValue }
  private func known(_ index: Int) -> InternedString? { input.observations[index].knownSecret }
  private func provider(_ index: Int) -> String? { SecretProvider.named(by: input.observations[index])?.wrappedValue }

  private func vulnerability(_ index: Int) -> String {
    let one = input.observations[index]
    return one.ids.first ?? one.ruleId
  }

  private func place(_ key: MergeKey) -> String {
    key.position.utf8.count == 0 ? "an image" : key.position.wrappedValue
  }
}

private func list(_ texts: some Sequence<String>) -> String {
  Set(texts.map { $0.count > 100 ? "\($0.prefix(100))…" : $0 }).sorted().joined(separator: ", ")
}

extension FindingClass {
  fileprivate var subject: String {
    switch self {
    case .dependency: "a dependency"
    case .code: "code"
    case .infrastructure: "configuration"
    case .secret: "a secret"
    case .service: "a running service"
    case .license: "a licence"
    }
  }
}
