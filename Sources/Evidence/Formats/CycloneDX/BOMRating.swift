import Model

/// How one source rates a vulnerability, by one method.
struct BOMRating {
  var source: String?
  var score: Double?
  var severity: String?
  /// `CVSSv31`, `OWASP`, `SSVC`, `other`, …
  var method: String?
  var vector: String?
}

extension BOMRating {
  /// Nil where the method is another one.
  fileprivate var cvss: CVSSRating? {
    let isOtherMethod = method.map { cvssVersions[$0] == nil } ?? (vector?.hasPrefix("CVSS:") != true)
    guard !isOtherMethod, score != nil || vector != nil else { return nil }
    let named = vector.flatMap { $0.hasPrefix("CVSS:") ? CVSSRating.version(of: $0) : nil }
    return CVSSRating(
      version: named ?? method.flatMap { cvssVersions[$0] } ?? "", vector: vector, score: score, source: source)
  }
}

private let cvssVersions = ["CVSSv2": "2.0", "CVSSv3": "3.0", "CVSSv31": "3.1", "CVSSv4": "4.0"]

/// The words of CycloneDX, the worst first.
private let words = ["critical", "high", "medium", "low", "negligible", "info", "none", "unknown"]

extension Observation {
  /// Sources rate differently and none is marked as the one that counts, so the worst word does.
  mutating func rate(by ratings: [BOMRating]) {
    cvss = ratings.compactMap(\.cvss)
    nativeSeverity = ratings.compactMap(\.severity).min { rank($0) < rank($1) }
    // Grype writes both catalogues as ratings, for CycloneDX has no member for either.
    for rating in ratings where rating.method == "other" {
      if rating.source == "FIRST" { epss = rating.score }
      if rating.source == "CISA KEV Catalog", rating.score == 1 { isKnownExploited = true }
    }
  }
}

/// A word that is not of the standard comes first: it is reported, and does not hide behind a milder one.
private func rank(_ word: String) -> Int { words.firstIndex(of: word.lowercased()) ?? -1 }
