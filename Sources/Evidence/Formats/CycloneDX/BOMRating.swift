import Model

/// The rating of a vulnerability by one source and method.
struct BOMRating {
  var source: String?
  var score: Double?
  var severity: String?
  /// The rating method: `CVSSv31`, `OWASP`, `SSVC`, `other`, …
  var method: String?
  var vector: String?
}

extension BOMRating {
  /// The CVSS rating; nil if the method is not CVSS.
  fileprivate var cvss: CVSSRating? {
    let isOtherMethod = method.map { cvssVersions[$0] == nil } ?? (vector?.hasPrefix("CVSS:") != true)
    guard !isOtherMethod, score != nil || vector != nil else { return nil }
    let named = vector.flatMap { $0.hasPrefix("CVSS:") ? CVSSRating.version(of: $0) : nil }
    return CVSSRating(
      version: named ?? method.flatMap { cvssVersions[$0] } ?? "", vector: vector, score: score, source: source)
  }
}

private let cvssVersions = ["CVSSv2": "2.0", "CVSSv3": "3.0", "CVSSv31": "3.1", "CVSSv4": "4.0"]

extension Observation {
  /// Sets severity and scores. Sources rate differently and none is marked as authoritative, so the gravest rating counts, be
  /// it a word or a score. One that is unknown may be the gravest, unless another is high at least.
  mutating func rate(by ratings: [BOMRating]) {
    cvss = ratings.compactMap(\.cvss)
    nativeSeverity = gravestWord(of: ratings)
    // Grype writes EPSS and KEV as ratings, because CycloneDX has no members for them.
    for rating in ratings where rating.method == "other" {
      if rating.source == "FIRST" { epss = rating.score }
      if rating.source == "CISA KEV Catalog", rating.score == 1 { isKnownExploited = true }
    }
  }
}

/// The word for the gravest of some ratings; nil when none of them has a word, so that the scores decide. A score that is the
/// gravest has the word of its band (CVSS v3.1 §5).
private func gravestWord(of ratings: [BOMRating]) -> String? {
  guard ratings.contains(where: { $0.severity != nil }) else { return nil }
  let stated = ratings.compactMap(\.statement)
  if let odd = stated.lazy.compactMap(\.odd).first { return odd }
  let gravest = stated.compactMap(\.rated).min { ($1.severity, rank($0.word)) < ($0.severity, rank($1.word)) }
  if let gravest, gravest.severity >= .high || !stated.contains(where: \.isUnknown) { return gravest.word }
  return ratings.lazy.compactMap(\.severity).first { $0.lowercased() == unknownWord } ?? unknownWord
}

private let unknownWord = "unknown"

/// The severity words of CycloneDX, most severe first.
private let words = ["critical", "high", "medium", "low", "negligible", "info", "none"]
private func rank(_ word: String) -> Int { words.firstIndex(of: word.lowercased()) ?? words.count }

extension BOMRating {
  /// What a rating says of the severity.
  fileprivate enum Statement {
    /// The word is one of CycloneDX, or that of the band of the score.
    case rated(Severity, word: String)
    case unknown
    /// A word that CycloneDX does not have, which is reported.
    case odd(String)

    var rated: (severity: Severity, word: String)? {
      if case .rated(let severity, let word) = self { (severity, word) } else { nil }
    }
    var odd: String? { if case .odd(let word) = self { word } else { nil } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
  }

  /// What the rating says, by its word, or else by its score or vector; nil if it is about something else than severity, as
  /// EPSS is. `none` and `info` mean a score of 0 (CVSS v3.1 §5), so another score counts in their place.
  fileprivate var statement: Statement? {
    let scored = cvss?.severity
    guard let severity else {
      if let scored { return .rated(scored, word: scored.name) }
      // What a score means that is none of CVSS is known to its method only.
      return cvss == nil ? nil : .unknown
    }
    guard let known = Format.cyclonedx.severities[severity.lowercased()] else { return .odd(severity) }
    if let known, known > Severity.none || scored ?? Severity.none == Severity.none {
      return .rated(known, word: severity)
    }
    return scored.map { .rated($0, word: $0.name) } ?? .unknown
  }
}
