/// What a rule makes of a finding. The strictest effect wins (law 5).
package enum Effect: String, Comparable, CaseIterable, Sendable {
  case allow, warn, deny

  package static func < (one: Effect, other: Effect) -> Bool { one.rank < other.rank }
  /// From what opens the gate to what closes it.
  package var rank: Int {
    switch self {
    case .allow: 0
    case .warn: 1
    case .deny: 2
    }
  }
}

/// What the policy says of one risk, and why.
package struct Judgement: Sendable {
  package var risk: Risk
  package var effect: Effect
  /// The last day on which it is in time; nil where no SLA applies. Inclusive (law 9).
  package var due: Day?
  @InternedOptional package var suppressedBy: Suppression?
  @Interned private var explainer: Explainer

  package init(
    risk: Risk, effect: Effect, suppressedBy: Suppression? = nil, due: Day? = nil, explainer: Interned<Explainer>
  ) {
    (self.risk, self.effect, _suppressedBy, self.due) = (risk, effect, .init(suppressedBy), due)
    _explainer = explainer
  }

  package init(
    risk: Risk, effect: Effect, suppressedBy: Suppression? = nil, due: Day? = nil, reasons: [Reason] = []
  ) {
    self.init(
      risk: risk, effect: effect, suppressedBy: suppressedBy, due: due, explainer: Interned(Explainer { _ in reasons }))
  }

  /// All that was considered: what decided first, then what almost applied. Worked out when somebody asks: of many findings
  /// few are shown, and to say why costs more than to judge.
  package var reasons: [Reason] { explainer.reasons(risk) }
}

extension Judgement: Equatable {
  package static func == (one: Judgement, other: Judgement) -> Bool {
    one.effect == other.effect && one.due == other.due && one.$suppressedBy == other.$suppressedBy
      && one.risk == other.risk && one.reasons == other.reasons
  }
}

/// Tells why a risk is judged as it is.
package final class Explainer: Hashable, Sendable {
  fileprivate let reasons: @Sendable (Risk) -> [Reason]

  package init(_ reasons: @escaping @Sendable (Risk) -> [Reason]) { self.reasons = reasons }

  package static func == (one: Explainer, other: Explainer) -> Bool { one === other }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// What set a finding aside. The finding stays in the result (law 4).
package struct Suppression: Hashable, Sendable {
  package enum Kind: String, Comparable, CaseIterable, Sendable {
    case vex, waiver, exception, baseline, tool

    package static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  package var kind: Kind
  /// Where that is written.
  package var at: Place
  /// Why, in the words of whoever wrote it.
  package var reason: String
  /// Who said so.
  package var by: String?
  /// The last day it holds; nil: no end.
  package var until: Day?

  package init(kind: Kind, at: Place, reason: String, by: String? = nil, until: Day? = nil) {
    (self.kind, self.at, self.reason, self.by, self.until) = (kind, at, reason, by, until)
  }
}

/// One thing that was considered in a judgement: a rule, an exception, a statement, a waiver.
package struct Reason: Hashable, Sendable {
  package var code: Code
  /// The policy's id of the rule, exception or waiver.
  package var rule: String?
  /// One sentence that stands alone.
  package var text: String
  package var at: Place?
  /// Each condition with its actual and wanted value.
  package var trace: [Step]

  package init(_ code: Code, rule: String? = nil, _ text: String, at: Place? = nil, trace: [Step] = []) {
    (self.code, self.rule, self.text, self.at, self.trace) = (code, rule, text, at, trace)
  }

  /// One condition, evaluated.
  package struct Step: Hashable, Sendable {
    package var condition: String
    package var wanted: String
    package var actual: String
    package var outcome: Truth
    package var at: Place?

    package init(_ condition: String, wanted: String, actual: String, outcome: Truth, at: Place? = nil) {
      (self.condition, self.wanted, self.actual, self.outcome, self.at) = (condition, wanted, actual, outcome, at)
    }
  }
}

/// Three-valued logic (Kleene): absent facts make a condition unknown, not false (law 2).
package enum Truth: String, Sendable {
  case yes, no, unknown

  package init(_ value: Bool?) { self = value.map { $0 ? .yes : .no } ?? .unknown }

  package static prefix func ! (value: Truth) -> Truth {
    switch value {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  package static func all(_ values: some Sequence<Truth>) -> Truth {
    var result = Truth.yes
    for value in values {
      switch value {
      case .yes: continue
      case .no: return .no
      case .unknown: result = .unknown
      }
    }
    return result
  }

  package static func any(_ values: some Sequence<Truth>) -> Truth { !all(values.map { !$0 }) }
}
