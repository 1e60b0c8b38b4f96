/// The metrics of one CVSS version: their names, the letters that each may have, and which of them a vector must have.
struct CVSSMetricTable {
  /// Names and values, in the order of the specification; those of the base metrics come first.
  let metrics: [(name: String, values: [String])]
  /// The number of metrics that every vector must have.
  let mandatory: Int
  /// Whether a vector must have the metrics in the order of the table.
  let isOrdered: Bool
}

/// The metrics of a well-formed CVSS vector.
struct CVSSMetrics {
  private var values: [String: String] = [:]

  /// Nil when a metric is unknown, occurs twice, has a value that it cannot have, is out of order or is missing.
  init?(_ vector: Substring, by table: CVSSMetricTable) {
    var last = -1
    for field in vector.split(separator: "/", omittingEmptySubsequences: false) {
      let parts = field.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let index = table.metrics.firstIndex(where: { $0.name == parts[0] }),
        table.metrics[index].values.contains(parts[1]), !table.isOrdered || index > last,
        values.updateValue(parts[1], forKey: parts[0]) == nil
      else { return nil }
      last = index
    }
    guard table.metrics.prefix(table.mandatory).allSatisfy({ values[$0.name] != nil }) else { return nil }
  }

  /// The value of a metric; `X` for an optional one that is not stated.
  subscript(name: String) -> String { values[name] ?? "X" }

  /// The value of a modified metric, or of the base metric when it is not defined.
  func modified(_ name: String) -> String {
    let value = self["M" + name]
    return value == "X" ? self[name] : value
  }

  /// Whether at least one of these metrics has a value other than "not defined".
  func defines(_ names: [String]) -> Bool { names.contains { values[$0] ?? "ND" != "ND" } }
}

/// The scores that a CVSS vector has, 0.0 to 10.0.
package struct CVSSScores: Hashable, Sendable {
  package var base: Double
  /// With the metrics of the temporal group; nil when a CVSS 2.0 vector defines none.
  package var temporal: Double?
  /// With the metrics of the environmental group; nil when a CVSS 2.0 vector defines none.
  package var environmental: Double?

  /// Computes the scores of a vector, by the version that its prefix names; a vector without a prefix is of CVSS 2.0.
  /// CVSS 4.0 has one score for all metrics. Nil when the vector is malformed.
  package init?(vector: String) {
    guard let slash = vector.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let rest = vector[vector.utf8.index(after: slash)...]
    let scores: CVSSScores? =
      switch vector[..<slash] {
      case "CVSS:4.0": cvss4(rest).map { CVSSScores(base: $0) }
      case "CVSS:3.1": cvss3(rest, isVersion31: true)
      case "CVSS:3.0": cvss3(rest, isVersion31: false)
      default: cvss2(vector[...])
      }
    guard let scores else { return nil }
    self = scores
  }

  init(base: Double, temporal: Double? = nil, environmental: Double? = nil) {
    (self.base, self.temporal, self.environmental) = (base, temporal, environmental)
  }
}
