import Documents
import Model

/// The identifiers of a vulnerability: rules, vulnerabilities, CWEs and lists of weaknesses. The first one is the
/// primary identifier.
struct GitLabIdentifiers {
  let rule: String
  /// The name of the primary identifier.
  private(set) var name: String?
  private(set) var ids: [String] = []
  private(set) var cwes: [Int] = []

  init(of vulnerability: JSONValue, isDependency: Bool) throws(Diagnostic) {
    var primary: String?
    for identifier in try vulnerability.list("identifiers") {
      let type = identifier.stated("type")?.lowercased() ?? ""
      let (value, words) = (identifier.stated("value"), identifier.stated("name"))
      if type == "cwe" {
        let number = value.flatMap { Weakness.number($0, isBare: true) } ?? words.flatMap { Weakness.number($0) }
        cwes.add(weakness: number)
      } else if !Self.lists.contains(type) {
        if primary == nil { (primary, name) = (Self.rule(value, words), words) }
        if let id = Self.id(type, value, words) { ids.append(id) }
      }
    }
    ids = ids.distinct
    if let known = (isDependency ? ids.first : nil) ?? primary ?? cwes.first.map({ "CWE-\($0)" }) {
      rule = known
    } else {
      rule = try vulnerability.required("name")
    }
  }

  /// The rule. Some scanners write a sentence as the value, and the rule as the name.
  private static func rule(_ value: String?, _ words: String?) -> String? {
    guard let value else { return words }
    let isSentence = value.utf8.contains(UInt8(ascii: " ")) && !(words?.utf8.contains(UInt8(ascii: " ")) ?? true)
    return isSentence ? words : value
  }

  private static func id(_ type: String, _ value: String?, _ words: String?) -> String? {
    // Gemnasium's value is only a UUID; its name has the prefix.
    if type == "gemnasium" { return words ?? value }
    if databases.contains(type) { return value }
    return value.flatMap { vulnerability($0) }
  }

  private static let databases: Set = ["cve", "ghsa", "osv", "osvdb", "gms", "usn", "rhsa", "elsa", "dsa", "hackerone"]
  /// Types that classify weaknesses but do not identify a rule or vulnerability.
  private static let lists: Set = ["owasp", "wasc", "capec"]
}
