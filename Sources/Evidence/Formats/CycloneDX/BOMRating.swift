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

/// The severity words of CycloneDX, most severe first.
private let words = ["critical", "high", "medium", "low", "negligible", "info", "none", "unknown"]

extension Observation {
  /// Sets severity and scores. Sources rate differently and none is marked as authoritative, so the most severe word
  /// counts.
  mutating func rate(by ratings: [BOMRating]) {
    cvss = ratings.compactMap(\.cvss)
    nativeSeverity = ratings.compactMap(\.severity).min { rank($0) < rank($1) }
    // Grype writes EPSS and KEV as ratings, because CycloneDX has no members for them.
    for rating in ratings where rating.method == "other" {
      if rating.source == "FIRST" { epss = rating.score }
      if rating.source == "CISA KEV Catalog", rating.score == 1 { isKnownExploited = true }
    }
  }
}

/// The rank of a severity word; lower is more severe. An unknown word ranks first, so that it is reported.
private func rank(_ word: String) -> Int { words.firstIndex(of: word.lowercased()) ?? -1 }
