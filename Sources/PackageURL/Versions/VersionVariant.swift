extension VersionScheme {
  /// The versions that are of the same variant as another one: Maven packages are released for several platforms, by the
  /// last part of the version, as `32.0.0-jre`, `32.0.0-android` and `12.2.0.jre11`. Empty when that one has no variant.
  package func versions(among versions: [String], ofVariantOf version: String) -> [String] {
    guard let wanted = variant(of: version) else { return [] }
    return versions.filter { variant(of: $0).map { $0.elementsEqual(wanted) } ?? false }
  }

  private func variant(of version: String) -> [UInt8]? {
    guard self == .maven else { return nil }
    let bytes = version.utf8.map(lowercased)
    let mark = bytes.lastIndex { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    let last = Array(mark.map { bytes[($0 + 1)...] } ?? [])
    return platforms.contains { last.starts(with: $0.utf8) } ? last : nil
  }
}

private let platforms = ["android", "java", "jdk", "jre"]
