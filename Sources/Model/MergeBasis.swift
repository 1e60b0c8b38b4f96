import Interning

/// The criterion by which the observations of a finding were merged.
///
/// The finding stores this instead of sentences, because a million findings may be merged and few are explained.
public enum MergeBasis: UInt8, Codable, Sendable {
  case vulnerability, weakness, check, secret, position
  /// A rule that one tool has taken over from the other.
  case rule
  /// Weaknesses of which one is a kind of the other (CWE, ChildOf).
  case relatedWeakness
}

extension Finding {
  /// Why the observations were merged, in sentences; empty for a single observation.
  package var mergeReasons: [String] {
    guard let mergeBasis, observations.count > 1 else { return [] }
    // A tool may be spelled differently in its formats; the first spelling in order represents it.
    let tools = Dictionary(grouping: observations.map(\.scan), by: \.toolKey).sorted { $0.key < $1.key }.map {
      $0.value.map(\.tool)
    }
    let spelled = tools.map { $0.min() ?? "" }
    let reasons = tools.count > 1 ? ["\(list(spelled)) \(sentence(on: mergeBasis))"] : []
    return reasons
      + zip(spelled, tools).filter { $1.count > 1 }.map { name, said in "\(name) reports it \(said.count) times" }
  }

  private func sentence(on mergeBasis: MergeBasis) -> String {
    let rules = Set(observations.map(\.$ruleId)).sorted().map(\.wrappedValue)
    let rule = rules.joined(separator: " = ")
    switch mergeBasis {
    case .vulnerability:
      let shown = ids.isEmpty ? rule : ids.joined(separator: " = ")
      return "name the same vulnerability (\(shown)) in the same package and place"
    case .weakness:
      let weakness = sharedWeakness(of: observations.map(\.$cwes)).map { "CWE-\($0)" } ?? "the same weakness"
      return "report \(weakness) in one file, on overlapping lines"
    case .relatedWeakness:
      let named = Set(observations.flatMap(\.cwes)).sorted().map { "CWE-\($0)" }.joined(separator: ", ")
      return "report weaknesses of one kind (\(named)) in one file, on overlapping lines"
    case .rule: return "have one rule (\(rule)) in one file, on overlapping lines"
    case .check:
      return rules.count > 1
        ? "ask the same (\(rule)) of the same place" : "apply the same rule (\(rule)) to the same resource"
    case .secret:
      let areKnown = observations.allSatisfy { !$0.$secretDigest.isNil }
      return areKnown ? "report the same secret in one file" : "report a secret on the same line"
    case .position: return "report \(rule) in the same place"
    }
  }
}

/// The smallest CWE that is in all lists, or else the smallest that is in any.
package func sharedWeakness(of lists: some Collection<Interned<[Int]>>) -> Int? {
  guard let first = lists.first else { return nil }
  if lists.allSatisfy({ $0 == first }) { return first.wrappedValue.min() }
  let shared = lists.dropFirst().reduce(Set(first.wrappedValue)) { $0.intersection($1.wrappedValue) }
  return shared.min() ?? lists.lazy.compactMap { $0.wrappedValue.min() }.min()
}

private func list(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}
