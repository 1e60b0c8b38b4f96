/// The fields of a SARIF log that both readers decode, which are those that a report of its results needs.
struct Log: Decodable {
  var runs: [Run] = []

  struct Run: Decodable {
    var tool: Tool
    var results: [Result]?
  }

  struct Tool: Decodable {
    var driver: Driver
  }

  struct Driver: Decodable {
    var name: String
    var rules: [Rule]?
  }

  struct Rule: Decodable {
    var id: String
  }

  struct Result: Decodable {
    var ruleId: String?
    var level: String?
    var message: Message
    var locations: [Location]?
    var partialFingerprints: [String: String]?
  }

  struct Message: Decodable {
    var text: String?
  }

  struct Location: Decodable {
    var physicalLocation: Physical?
  }

  struct Physical: Decodable {
    var artifactLocation: Artifact?
    var region: Region?
  }

  struct Artifact: Decodable {
    var uri: String?
  }

  struct Region: Decodable {
    var startLine: Int?
  }
}

extension Log {
  /// A checksum of the decoded values: the sum of all lengths and line numbers of the results.
  var sum: Int {
    var sum = 0
    for result in runs.flatMap({ $0.results ?? [] }) {
      for text in [result.ruleId, result.level, result.message.text] { sum += text?.utf8.count ?? 0 }
      for (name, value) in result.partialFingerprints ?? [:] { sum += name.utf8.count + value.utf8.count }
      for position in (result.locations ?? []).compactMap(\.physicalLocation) {
        sum += (position.artifactLocation?.uri?.utf8.count ?? 0) + (position.region?.startLine ?? 0)
      }
    }
    return sum
  }
}
