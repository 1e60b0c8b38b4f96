/// The severity of a problem, in the bands that CVSS 3.1 §5 and 4.0 §6 share.
///
/// An unstated severity is `nil`, spelled `unknown`. It never counts as low.
public enum Severity: UInt8, Comparable, CaseIterable, Codable, Sendable {
  case none, low, medium, high, critical

  public static func < (one: Severity, other: Severity) -> Bool { one.rawValue < other.rawValue }
}

extension Severity {
  package static let names = allCases.reversed().map(\.name) + ["unknown"]

  package var name: String {
    switch self {
    case .none: "none"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// The severity with this name; nil for any other word, including `unknown`.
  package init?(name: some StringProtocol) {
    guard let found = Severity.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The band of a CVSS base score from 0 to 10; nil outside that range. CVSS 2 has neither
  /// critical nor none (NVD's bands).
  package init?(score: Double, isVersion2: Bool = false) {
    guard score >= 0, score <= 10 else { return nil }
    switch score {
    case ..<0.1: self = isVersion2 ? .low : .none
    case ..<4: self = .low
    case ..<7: self = .medium
    case ..<9: self = .high
    default: self = isVersion2 ? .high : .critical
    }
  }
}

extension Severity? {
  package var name: String { self?.name ?? "unknown" }
}
