import Interning
import Model

/// The common names that the rules of observations have, computed once for each rule, because reports repeat few rules
/// many times.
struct RuleNames {
  private struct Rule: Hashable {
    let scan: Interned<Scan>
    let id, title: InternedString
  }

  private struct Words: Hashable { let rule, title: InternedString }

  private var codeRules: [Rule: InternedString?] = [:]
  private var providers: [Words: InternedString?] = [:]

  /// The shared rule about code that an observation reports; see `CodeRule.shared`.
  mutating func codeRule(of one: Observation, by tool: @autoclosure () -> String) -> InternedString? {
    // Only golangci-lint's rule of this name depends on the title.
    let rule = Rule(scan: one.$scan, id: one.$ruleId, title: one.$ruleId == gosec ? one.$title : .empty)
    if let known = codeRules[rule] { return known }
    let name = CodeRule.shared(one, by: tool())
    codeRules[rule] = .some(name)
    return name
  }

  /// The provider whose secrets the rule finds; see `SecretProvider.named`.
  mutating func provider(of one: Observation) -> InternedString? {
    let words = Words(rule: one.$ruleId, title: one.$title)
    if let known = providers[words] { return known }
    let name = SecretProvider.named(by: one)
    providers[words] = .some(name)
    return name
  }
}

private let gosec = InternedString("gosec")
