import Documents
import Interning
import Model

/// The texts of a rule in which tools write packages. They are the same in SARIF and in an alert of GitHub code scanning,
/// which GitHub makes of SARIF.
struct SARIFRuleTexts {
  let id: String
  let summary: String?
  let description: String?
  let help: String?
  let properties: JSONValue?
  let tags: [String]

  init(_ rule: SARIFRule) {
    let (value, help) = (rule.value, rule.value["help"])
    id = rule.id.wrappedValue
    summary = value["shortDescription"]?.text("text")
    description = value["fullDescription"]?.text("text")
    self.help = [help?.text("text"), help?.text("markdown")].compactMap(\.self).first { !$0.isEmpty }
    properties = value["properties"]
    tags = properties?[member: "tags"].map(texts) ?? []
  }

  init(alertRule rule: JSONValue, id: String, tags: [String]) {
    (self.id, self.tags, properties) = (id, tags, nil)
    (summary, description, help) = (rule.text("description"), rule.text("full_description"), rule.text("help"))
  }
}

/// The texts of a result in which tools write packages.
struct SARIFResultTexts {
  let message: String
  /// The message's fields, if it is in lines.
  let fields: MessageFields?
  let path: String?
  /// The name of the result's first logical location.
  var logicalName: String?
  /// The result in SARIF; nil for an alert.
  var result: JSONValue?
}

private func texts(_ list: JSONValue) -> [String] {
  do { return try list.elements().compactMap(\.text) } catch { return [] }
}
