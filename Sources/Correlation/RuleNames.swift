import Interning
import Model
import System

/// The common names of the rules about code, made once for each rule, because reports repeat few rules many times.
struct RuleNames: Sendable {
  /// The names of a rule: the one that tools share, and the one that identities contain.
  struct Entry {
    let shared: InternedString?
    let lasting: InternedString
  }

  private struct Rule: Hashable {
    let scan: Interned<Scan>
    let id, title: InternedString

    init(of one: Observation) {
      // Only golangci-lint's rule of this name depends on the title.
      (scan, id, title) = (one.$scan, one.$ruleId, one.$ruleId == gosec ? one.$title : .empty)
    }
  }

  private var entries: [Rule: Entry] = [:]

  /// - Parameter toolKey: The name of the tool of each scan (`Scan.toolKey`).
  init(of observations: [Observation], by toolKey: MemoTable<Scan, String>) {
    for index in observations.indices where !observations[index].kind.isDependency {
      let rule = Rule(of: observations[index])
      if entries[rule] == nil { entries[rule] = Entry(of: observations[index], by: toolKey[rule.scan]) }
    }
  }

  /// The names of the rule of an observation, which was among those that the names were made for.
  subscript(one: Observation, by tool: @autoclosure () -> String) -> Entry {
    entries[Rule(of: one)] ?? Entry(of: one, by: tool())
  }
}

extension RuleNames.Entry {
  fileprivate init(of one: Observation, by tool: String) {
    shared = CodeRule.shared(one, by: tool)
    lasting = CodeRule.lasting(of: one, by: tool)
  }
}

private let gosec = InternedString("gosec")
