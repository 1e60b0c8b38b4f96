import Interning

/// The entries of several files, looked up by package.
package struct ManifestIndex {
  private var byName: [InternedString: [ManifestEntry]] = [:]

  package init() {}

  package mutating func add(_ entries: [ManifestEntry]) {
    for entry in entries { byName[lookupName(entry.name), default: []].append(entry) }
  }

  /// The entries of a package that is known by its key and its name.
  package func entries(of key: InternedString, named name: String) -> [ManifestEntry] {
    byName[lookupName(name)]?.filter { $0.key == key } ?? []
  }
}

/// The letters and digits of the last part of a name in lower case, which all spellings of one package share.
private func lookupName(_ name: String) -> InternedString {
  let bytes = Array(name.utf8)
  let start = bytes.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }.map { $0 + 1 } ?? 0
  let folded = bytes[start...].compactMap { byte -> UInt8? in
    if (0x41...0x5A).contains(byte) { return byte | 0x20 }
    return isDigit(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80 ? byte : nil
  }
  return InternedString(String(decoding: folded, as: UTF8.self))
}
