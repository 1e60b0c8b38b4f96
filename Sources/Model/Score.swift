/// A CVSS rating as a source gave it. The score is nil where only a vector was stated.
package struct Score: Hashable, Sendable {
  /// `2.0`, `3.0`, `3.1` or `4.0`.
  @Interned package var version: String
  @InternedOptional package var vector: String?
  /// The base score, 0.0 to 10.0.
  package var score: Double?
  /// Who rated: `nvd`, `ghsa`, a vendor.
  @InternedOptional package var source: String?

  package init(version: String, vector: String? = nil, score: Double? = nil, source: String? = nil) {
    (_version, _vector, self.score, _source) = (Text(version), .init(vector), score, .init(source))
  }

  package init(version: Text, vector: Text?, score: Double?, source: Text?) {
    (_version, _vector, self.score, _source) = (version, .init(vector), score, .init(source))
  }

  /// The version that a vector names itself (CVSS 3.x and 4.0 §7 prefix it; 2.0 does not).
  package static func version(of vector: String) -> String {
    let bytes = vector.utf8
    guard vector.hasPrefix("CVSS:"), let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return "2.0" }
    return String(vector[bytes.index(bytes.startIndex, offsetBy: 5)..<slash])
  }
  /// The same of an interned vector.
  package static func version(of vector: Text) -> Text { statedVersion(of: vector) ?? two }

  /// Nil where it names none, as those of 2.0 do.
  package static func statedVersion(of vector: Text) -> Text? {
    guard vector.begins(with: prefix) else { return nil }
    let bytes = vector.utf8
    var end = prefix.count
    while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
    return end == bytes.count ? two : Text(utf8: bytes.extracting(prefix.count..<end))
  }
}

private let prefix = Array("CVSS:".utf8)
private let two = Text("2.0")
