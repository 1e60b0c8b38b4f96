import Documents
import Model

let checkmarxSeverities: [String: Severity?] = [
  "critical": .critical, "high": .high, "medium": .medium, "low": .low, "info": Severity.none,
  "information": Severity.none,
]

/// A result in any of Checkmarx's JSON reports, which differ in the case of words and in the names of dates.
struct CheckmarxResult {
  let value: JSONValue
  let scan: Scan

  func observation(
    _ kind: Observation.Kind, rule: String, title: String? = nil, location: Location = Location(),
    at position: SourcePosition
  ) -> Observation {
    var observation = Observation(
      scan: scan, kind: kind, ruleId: rule, title: title ?? spaced(rule), location: location, at: position)
    observation.nativeSeverity = value.stated("severity")
    observation.firstSeen = firstSeen
    // For a vulnerable package the similarity id only names the vulnerability.
    if !kind.isDependency, let similarity = value.stated("similarityId") {
      observation.fingerprints = ["checkmarxSimilarity": similarity]
    }
    if plain("state") == "not exploitable" {
      (observation.state, observation.stateReason) = (.suppressed, "not exploitable")
    } else if plain("status") == "fixed" {
      (observation.state, observation.stateReason) = (.fixed, "fixed")
    }
    return observation
  }

  /// The text of a member in lower case with spaces, since `NOT_EXPLOITABLE`, `Not Exploitable` and `Not exploitable`
  /// are equal.
  private func plain(_ key: StaticString) -> String? { value.stated(key).map { spaced($0.lowercased()) } }

  private var firstSeen: Timestamp? {
    let date = value["firstFoundDate"] ?? value["firstFoundAt"] ?? value["firstDetectionDate"]
    if let seconds = date?["seconds"]?.integer { return Timestamp(seconds: Int64(seconds)) }
    return date?.text.flatMap { Timestamp(loosely: $0) }
  }
}

/// The name of a query with spaces for underscores: `SQL_Injection`.
func spaced(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

/// The location of a data flow's last node, its sink.
func checkmarxSink(_ nodes: JSONList) -> Location { checkmarxFlow(nodes).last ?? Location() }

/// The nodes of a data flow, from its source to its sink.
func checkmarxFlow(_ nodes: JSONList) -> [Location] {
  nodes.map { node in
    Location(
      path: node.stated("fileName")?.withoutLeadingSlash, startLine: node.line("line"),
      startColumn: node.integer("column"))
  }
}

/// The package in an identifier such as `Npm-lodash-4.17.15`: package manager, name and version.
///
/// - Parameter version: the version, if it is stated separately.
func checkmarxPackage(_ identifier: String, version: String?) -> Component {
  guard let dash = identifier.firstIndex(of: "-") else { return Component(name: identifier, version: version) }
  let manager = String(identifier[..<dash]).lowercased()
  var (name, version) = (identifier[identifier.index(after: dash)...], version)
  if let stated = version, name.hasSuffix("-\(stated)") {
    name = name.dropLast(stated.count + 1)
  } else if version == nil, let cut = versionDash(in: name) {
    version = String(name[name.index(after: cut)...])
    name = name[..<cut]
  }
  let ecosystem = ["php": "packagist", "ruby": "rubygems", "ios": "cocoapods"][manager] ?? manager
  return Component(stated: nil, ecosystem: ecosystem, name: String(name), version: version)
}

/// The last dash that is followed by a digit; names contain dashes, and so do versions (`31.1-jre`).
private func versionDash(in text: Substring) -> Substring.Index? {
  text.indices.last { index in
    let next = text.index(after: index)
    return text[index] == "-" && next < text.endIndex && text[next].isASCII && text[next].isNumber
  }
}
