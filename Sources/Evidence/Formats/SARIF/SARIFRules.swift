import Documents
import Interning
import Model

/// A rule of a tool (§3.49), with the properties that results need. It is parsed once and shared by its results.
final class SARIFRule: Sendable {
  let id: InternedString
  /// The title of its results; nil if the rule has no text of its own.
  let title: InternedString?
  let level: InternedString?
  /// The `security-severity`, which takes precedence over the level.
  let score: InternedString?
  let kind: Observation.Kind?
  let cwes: Interned<[Int]>
  /// The identifiers of vulnerabilities in its id, then those in its tags.
  let ids: Interned<[String]>
  let value: JSONValue

  init(_ rule: JSONValue) throws(Diagnostic) {
    value = rule
    let id = rule.scalar("id") ?? rule.text("name") ?? ""
    self.id = InternedString(id)
    title = Self.title(of: rule, id: id).map { InternedString($0) }
    level = rule["defaultConfiguration"]?.interned(text: "level")
    let properties = rule["properties"]
    score = ratingScore(properties)
    var (cwes, ids) = (try Weakness.numbers(in: properties?["cwe"]), vulnerabilities(in: id))
    var kind = SARIFTool.kind(ofRuleNamed: rule.text("name"))
    for tag in try rule.list("properties", "tags") {
      guard let text = tag.text else { continue }
      cwes.add(weakness: Weakness.number(text))
      if let id = vulnerability(text), !ids.contains(id) { ids.append(id) }
      kind = kind ?? SARIFTool.kind(ofTag: text)
    }
    for relationship in try rule.list("relationships") {
      let target = relationship["target"]
      let isCWE = target?["toolComponent"]?.text("name")?.uppercased() == "CWE"
      cwes.add(weakness: target?.scalar("id").flatMap { Weakness.number($0, isBare: isCWE) })
    }
    (self.cwes, self.ids, self.kind) = (Interned(cwes), Interned(ids), kind)
  }

  /// The first line of the short description; nil if it only repeats the rule's name.
  private static func title(of rule: JSONValue, id: String) -> String? {
    guard let text = rule["shortDescription"]?.text("text"), !text.isEmpty else { return nil }
    let repeatsName = text == id || text == rule.text("name") || text.hasSuffix(": " + id)
    return repeatsName ? nil : firstLine(of: text)
  }
}

/// The rules of a run, from its driver and its extensions (where CodeQL has its rules).
struct SARIFRules {
  /// The rules by component: the driver, then `tool.extensions` in order.
  private var components: [[SARIFRule]] = []
  private var byId: [InternedString: SARIFRule] = [:]
  private var extensionNames: [String: Int] = [:]
  /// The levels that an invocation set for rules (§3.20.5), by rule id.
  private var overrides: [InternedString: InternedString] = [:]
  var isEmpty: Bool { components.allSatisfy(\.isEmpty) }
  /// The kinds of observation that the rules state.
  var kinds: Set<Observation.Kind> { Set(components.joined().compactMap(\.kind)) }

  init(of run: JSONValue) throws(Diagnostic) {
    let tool = run["tool"]
    components.append(try Self.rules(of: tool?["driver"]))
    for (index, component) in try run.list("tool", "extensions").enumerated() {
      components.append(try Self.rules(of: component))
      if let name = component.text("name") { extensionNames[name] = index }
    }
    // Rule ids may occur twice; the first one counts.
    for rule in components.joined() where byId[rule.id] == nil { byId[rule.id] = rule }
    for invocation in try run.list("invocations") {
      for override in try invocation.list("ruleConfigurationOverrides") { take(override) }
    }
  }

  private static func rules(of component: JSONValue?) throws(Diagnostic) -> [SARIFRule] {
    guard let component else { return [] }
    var rules: [SARIFRule] = []
    for rule in try component.list("rules") { rules.append(try SARIFRule(rule)) }
    return rules
  }

  private mutating func take(_ override: JSONValue) {
    guard let descriptor = override["descriptor"], let level = override["configuration"]?.interned(text: "level") else {
      return
    }
    guard let id = descriptor.interned(text: "id") ?? rule(of: descriptor)?.id else { return }
    overrides[id] = level
  }

  /// The rule of a result (§3.52.3): by index, else by id, else by the id without its last component (§3.27.5). Nil if
  /// there is none.
  func rule(for result: JSONValue, named id: InternedString?) -> SARIFRule? {
    if let reference = result["rule"], let rule = rule(of: reference) { return rule }
    if let index = result.integer("ruleIndex"), let rule = rule(at: index, in: 0) { return rule }
    guard let id else { return nil }
    if let rule = byId[id] { return rule }
    let name = id.wrappedValue
    return name.lastIndex(of: "/").flatMap { byId[InternedString(String(name[..<$0]))] }
  }

  private func rule(of reference: JSONValue) -> SARIFRule? {
    let component = reference["toolComponent"]
    // The driver is component 0 here; extension 0 of the log is component 1.
    let named = component?.integer("index") ?? component?.text("name").flatMap { extensionNames[$0] }
    if let index = reference.integer("index"), let rule = rule(at: index, in: named.map { $0 + 1 } ?? 0) { return rule }
    return reference.interned(text: "id").flatMap { byId[$0] }
  }

  private func rule(at index: Int, in component: Int) -> SARIFRule? {
    guard components.indices.contains(component), components[component].indices.contains(index) else { return nil }
    return components[component][index]
  }

  /// The level of a rule: from the invocation, else from the rule, else `warning` (§3.27.10).
  func level(of rule: SARIFRule?, id: InternedString) -> InternedString { overrides[id] ?? rule?.level ?? warning }
}

private let warning = InternedString("warning")
