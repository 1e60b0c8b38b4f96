import Documents
import Interning
import Model

/// The rules of a run, from its driver and its extensions (where CodeQL has its rules).
struct SARIFRules {
  /// The rules of one tool component (§3.19).
  private struct Component {
    let name: String?
    let guid: String?
    let rules: [SARIFRule]
    let byID: RuleTable
  }

  /// The rules by component: the driver, then `tool.extensions` in order.
  private var components: [Component] = []
  private var byID = RuleTable()
  private var byGUID: [String: SARIFRule] = [:]
  private var componentNames: [String: Int] = [:]
  /// The levels that invocations set for rules (§3.20.5).
  private var overrides = RuleLevels()
  /// Whether no rule has an id, which each must have (§3.49.3).
  var isEmpty: Bool { components.allSatisfy { !$0.rules.contains(where: \.hasID) } }
  /// The kinds of observation that the rules state.
  var kinds: Set<Observation.Kind> { Set(components.lazy.flatMap(\.rules).compactMap(\.kind)) }

  init(of run: JSONValue, taxa: SARIFTaxa) throws(Diagnostic) {
    let tool = run["tool"]
    try add(tool?["driver"], taxa: taxa)
    for component in try run.list("tool", "extensions") { try add(component, taxa: taxa) }
    for invocation in try run.list("invocations") {
      overrides.startInvocation()
      for override in try invocation.list("ruleConfigurationOverrides") { take(override) }
    }
  }

  private mutating func add(_ component: JSONValue?, taxa: SARIFTaxa) throws(Diagnostic) {
    var (rules, table) = ([SARIFRule](), RuleTable())
    if let component { for rule in try component.list("rules") { rules.append(try SARIFRule(rule, taxa: taxa)) } }
    for rule in rules {
      table.add(rule)
      byID.add(rule)
      if let guid = rule.guid { byGUID[guid] = byGUID[guid] ?? rule }
    }
    let (name, guid) = (component?.text("name"), component?.text("guid"))
    for key in [name, guid].compactMap(\.self) where componentNames[key] == nil {
      componentNames[key] = components.count
    }
    components.append(Component(name: name, guid: guid, rules: rules, byID: table))
  }

  /// Takes an override (§3.51). Its descriptor names the component as well (§3.52.7), for two may have rules of one id.
  private mutating func take(_ override: JSONValue) {
    guard let descriptor = override["descriptor"], let level = override["configuration"]?.statedLevel else { return }
    let (id, index) = (descriptor.interned(text: "id"), descriptor.integer("index"))
    let rule = rule(descriptor, index: index, named: id)
    // Without an index, an id means all rules of the component that have it.
    let isByID = id != nil && index == nil && descriptor["guid"] == nil
    let component = descriptor["toolComponent"].map(position) ?? 0
    // A reference to a component that the run does not have may mean the rule or not.
    let isSure = component != nil
    let named = isByID ? component.map { components[$0].rules.filter { $0.id == id } } ?? [] : []
    if named.isEmpty {
      guard let id = id ?? rule?.id else { return }
      overrides.add(level, of: rule, id, isSure: isSure)
    }
    for rule in named { overrides.add(level, of: rule, rule.id, isSure: isSure) }
  }

  /// The rule of a result: the one at its index, unless that one has another id, which then decides (§3.27.5 to §3.27.7,
  /// §3.52.4). Nil if no rule has the id.
  func rule(for result: JSONValue, named id: InternedString?) -> SARIFRule? {
    let reference = result["rule"]
    return rule(reference, index: reference?.integer("index") ?? result.integer("ruleIndex"), named: id)
  }

  private func rule(_ reference: JSONValue?, index: Int?, named id: InternedString?) -> SARIFRule? {
    let named = reference?["toolComponent"]
    // Without a reference to a component, the driver is meant (§3.54.2).
    let component = named.map(position) ?? 0
    if let index, let component, components[component].rules.indices.contains(index) {
      let rule = components[component].rules[index]
      if id.map({ rule.isNamed($0) }) ?? isMeant(rule, by: reference) { return rule }
    }
    guard let id else { return reference?.text("guid").flatMap { byGUID[$0] } }
    if let component, named != nil, !components[component].rules.isEmpty { return components[component].byID[id] }
    return byID[id]
  }

  /// Whether a reference that states no id means a rule: a GUID decides, if both have one (§3.52.6).
  private func isMeant(_ rule: SARIFRule, by reference: JSONValue?) -> Bool {
    guard let stated = reference?.text("guid"), let own = rule.guid else { return true }
    return stated.utf8.elementsEqual(own.utf8) || byGUID[stated] == nil
  }

  /// The position of the component that a reference means (§3.54): by index, unless that one has another name; else by
  /// name or GUID. The driver is component 0 here, and extension 0 of the log is component 1. Nil if there is none.
  private func position(of reference: JSONValue) -> Int? {
    let name = reference.text("name")
    if let index = reference.integer("index"), index >= 0, index < components.count - 1,
      name == nil || name == components[index + 1].name
    {
      return index + 1
    }
    guard let key = name ?? reference.text("guid") else { return reference.has("index") ? nil : 0 }
    return componentNames[key]
  }

  /// The level that an invocation or the rule states; nil if none does.
  func level(of rule: SARIFRule?, id: InternedString) -> InternedString? {
    overrides.level(of: rule, id) ?? rule?.level
  }
}

/// The levels that the invocations of a run set for rules. Nothing says which of several invocations wrote a result, so the
/// gravest level holds, and the rule's own where an invocation left it.
private struct RuleLevels {
  /// A rule that the run describes, or one of which only the id is known.
  private struct Key: Hashable {
    let rule: ObjectIdentifier?
    let id: InternedString
  }

  /// What the invocations set for one rule, and the numbers of those that surely did.
  private struct Entry {
    var level: InternedString
    var invocations: Set<Int> = []
  }

  private var entries: [Key: Entry] = [:]
  private var invocations = 0

  mutating func startInvocation() { invocations += 1 }

  mutating func add(_ level: InternedString, of rule: SARIFRule?, _ id: InternedString, isSure: Bool) {
    let key = Key(rule: rule.map(ObjectIdentifier.init), id: id)
    var entry = entries[key] ?? Entry(level: level)
    entry.level = graverLevel(entry.level, level)
    if isSure { entry.invocations.insert(invocations) }
    entries[key] = entry
  }

  /// The level of a rule's results with an id, which may be a hierarchical one below the rule's (§3.27.5).
  func level(of rule: SARIFRule?, _ id: InternedString) -> InternedString? {
    guard !entries.isEmpty else { return nil }
    let object = rule.map(ObjectIdentifier.init)
    guard let entry = entries[Key(rule: object, id: id)] ?? rule.flatMap({ entries[Key(rule: object, id: $0.id)] })
    else {
      return nil
    }
    return entry.invocations.count == invocations ? entry.level : graverLevel(entry.level, rule?.level ?? defaultLevel)
  }
}

/// The level of a rule that states none (§3.50.3).
private let defaultLevel = InternedString("warning")

private func graverLevel(_ one: InternedString, _ other: InternedString) -> InternedString {
  StatedSeverity(one) < StatedSeverity(other) ? other : one
}

/// Rules by id. Of several rules with one id (§3.49.3 allows them), the gravest is found.
private struct RuleTable {
  private var rules: [InternedString: SARIFRule] = [:]
  private var longest = 0

  mutating func add(_ rule: SARIFRule) {
    if let other = rules[rule.id], !rule.isGraver(than: other) { return }
    rules[rule.id] = rule
    longest = max(longest, rule.id.utf8.count)
  }

  /// The rule with the id, or with the beginning of a hierarchical id (§3.27.5): `CA1000` for `CA1000/1`.
  subscript(id: InternedString) -> SARIFRule? {
    if let rule = rules[id] { return rule }
    let bytes = id.utf8
    var (end, tried) = (min(bytes.count - 1, longest), 0)
    while end > 0, tried < 16 {
      if bytes[end] == UInt8(ascii: "/") {
        if let rule = rules[InternedString(utf8: bytes.extracting(0..<end))] { return rule }
        tried += 1
      }
      end -= 1
    }
    return nil
  }
}

extension SARIFRule {
  fileprivate func isGraver(than other: SARIFRule) -> Bool {
    (score ?? level).map(StatedSeverity.init) ?? .nothing > (other.score ?? other.level).map(StatedSeverity.init)
      ?? .nothing
  }
}
