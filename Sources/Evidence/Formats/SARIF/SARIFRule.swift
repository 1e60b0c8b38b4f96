import Documents
import Interning
import Model

/// A rule of a tool (§3.49), with the properties that results need. It is parsed once and shared by its results.
final class SARIFRule: Sendable {
  let id: InternedString
  /// Whether the rule states an id. Without one, its index is all that identifies it.
  let hasID: Bool
  let guid: String?
  /// The title of its results; nil if the rule has no text of its own.
  let title: InternedString?
  /// The level that the rule states; nil if it states none.
  let level: InternedString?
  /// The `security-severity`, if it rates the rule.
  let score: InternedString?
  /// The tool's severity word for the rule, which may say that it is not rated.
  let word: InternedString?
  let kind: Observation.Kind?
  /// Whether a tag says that the rule is about a known vulnerability.
  let isVulnerability: Bool
  let cwes: Interned<[Int]>
  /// The identifiers of vulnerabilities in its id, then those in its tags.
  let ids: Interned<[String]>
  let value: JSONValue

  init(_ rule: JSONValue, taxa: SARIFTaxa) throws(Diagnostic) {
    value = rule
    let stated = rule.scalar("id")
    let id = stated ?? rule.text("name") ?? ""
    (self.id, hasID, guid) = (InternedString(id), stated != nil, rule.text("guid"))
    title = Self.title(of: rule, id: id).map { InternedString($0) }
    level = rule["defaultConfiguration"]?.statedLevel
    let properties = rule["properties"]
    score = ratingScore(properties)
    var (cwes, ids) = (try Weakness.numbers(in: properties?["cwe"]), vulnerabilities(in: id))
    var kind = SARIFTool.kind(ofRuleNamed: rule.text("name"))
    var (word, isVulnerability) = (properties.flatMap(severityWord), false)
    for tag in try rule.list("properties", "tags") {
      guard let text = tag.text else { continue }
      if let number = Weakness.number(text) { cwes.append(number) }
      if let id = vulnerability(text) { ids.append(id) }
      kind = kind ?? SARIFTool.kind(ofTag: text)
      isVulnerability = isVulnerability || SARIFTool.isVulnerability(tag: text)
      word = word ?? (isSeverityTag(text) ? InternedString(text) : nil)
    }
    for relationship in try rule.list("relationships") {
      if let target = relationship["target"], let number = try taxa.weakness(target) { cwes.append(number) }
    }
    (self.cwes, self.ids, self.kind) = (Interned(cwes.distinct), Interned(ids.distinct), kind)
    (self.word, self.isVulnerability) = (word, isVulnerability)
  }

  /// Whether an id means this rule: it is the rule's, or a hierarchical id below it (§3.52.4).
  func isNamed(_ id: InternedString) -> Bool {
    guard hasID, id != self.id else { return true }
    let (name, own) = (id.utf8, self.id.utf8)
    guard name.count > own.count, name[own.count] == UInt8(ascii: "/") else { return false }
    return own.indices.allSatisfy { name[$0] == own[$0] }
  }

  /// The first line of the short description; nil if it only repeats the rule's name.
  private static func title(of rule: JSONValue, id: String) -> String? {
    guard let text = rule["shortDescription"]?.text("text"), !text.isEmpty else { return nil }
    let repeatsName = text == id || text == rule.text("name") || text.hasSuffix(": " + id)
    return repeatsName ? nil : firstLine(of: text)
  }
}

extension [Int] {
  /// The numbers without duplicates, in order of first occurrence.
  var distinct: [Int] {
    guard count > 1 else { return self }
    var seen: Set<Int> = []
    return filter { seen.insert($0).inserted }
  }
}
