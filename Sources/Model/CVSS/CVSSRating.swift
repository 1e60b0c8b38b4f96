import Interning

/// A CVSS rating as its source published it. The score is nil when the source published only a vector.
public struct CVSSRating: Hashable, Codable, Sendable {
  /// `2.0`, `3.0`, `3.1` or `4.0`.
  @Interned package var version: String
  @InternedOptional package var vector: String?
  /// The base score, 0.0 to 10.0.
  package var score: Double?
  /// The source of the rating: `nvd`, `ghsa` or a vendor.
  @InternedOptional package var source: String?

  package init(version: String, vector: String? = nil, score: Double? = nil, source: String? = nil) {
    (_version, _vector, self.score, _source) = (InternedString(version), .init(vector), score, .init(source))
  }

  package init(version: InternedString, vector: InternedString?, score: Double?, source: InternedString?) {
    (_version, _vector, self.score, _source) = (version, .init(vector), score, .init(source))
  }

  /// The base score: that which the source states, or else the one that the vector has. Nil when there is none, or when
  /// the vector is malformed.
  ///
  /// Sources write 0 where they know no score, so a stated 0 counts only if the vector has it as well.
  package var baseScore: Double? {
    if let score, score != 0 { return score }
    return vector.flatMap { CVSSScores(vector: $0)?.base }
  }

  /// The severity band of the base score, in the bands of the rating's version; nil without a score.
  package var severity: Severity? {
    baseScore.flatMap { Severity(score: $0, isVersion2: $version.utf8.begins(with: "2")) }
  }

  /// The CVSS version that the vector's prefix names (CVSS 3.x and 4.0 §7). A vector without a prefix is `2.0`.
  package static func version(of vector: String) -> String {
    version(of: InternedString(vector)).wrappedValue
  }

  /// The CVSS version of an interned vector; `2.0` for a vector without a prefix.
  package static func version(of vector: InternedString) -> InternedString { statedVersion(of: vector) ?? two }

  /// The CVSS version that the vector's prefix names; nil when it has no prefix, as in CVSS 2.0.
  package static func statedVersion(of vector: InternedString) -> InternedString? {
    guard vector.utf8.begins(with: prefix) else { return nil }
    let bytes = vector.utf8
    var end = prefix.utf8CodeUnitCount
    while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
    return end == bytes.count ? two : InternedString(utf8: bytes.extracting(prefix.utf8CodeUnitCount..<end))
  }
}

private let prefix: StaticString = "CVSS:"
private let two = InternedString("2.0")
