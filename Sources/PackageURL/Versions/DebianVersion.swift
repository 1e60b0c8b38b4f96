/// A version of a Debian package: `[epoch:]upstream[-revision]` (deb-version(7)).
struct DebianVersion: VersionSyntax {
  let epoch: VersionNumber
  let upstream: ArraySlice<UInt8>
  let revision: ArraySlice<UInt8>

  init?(_ text: [UInt8]) {
    let (before, after) = text.cut(at: ":")
    if after != nil, before.isEmpty || !before.allSatisfy(isDigit) { return nil }
    epoch = after == nil ? .zero : VersionNumber(before)
    let rest = after ?? before
    guard let first = rest.first, isDigit(first), rest.allSatisfy(isAllowed) else { return nil }
    let dash = rest.lastIndex(of: UInt8(ascii: "-"))
    upstream = dash.map { rest[..<$0] } ?? rest
    revision = dash.map { rest[($0 + 1)...] } ?? []
  }

  func compare(to other: DebianVersion) -> VersionOrder? {
    VersionOrder(epoch, other.epoch).then(order(upstream, other.upstream)).then(order(revision, other.revision))
  }
}

private func isAllowed(_ byte: UInt8) -> Bool {
  isDigit(byte) || isASCIILetter(byte) || ".+-~:".utf8.contains(byte)
}

/// Compares parts of digits as numbers, and parts between them by character.
private func order(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> VersionOrder {
  var (a, b) = (one, other)
  while !a.isEmpty || !b.isEmpty {
    while true {
      let (x, y) = (weight(a.first), weight(b.first))
      if x != y { return VersionOrder(x, y) }
      if x == 0 { break }
      (a, b) = (a.dropFirst(), b.dropFirst())
    }
    let numbers = (a.prefix(while: isDigit), b.prefix(while: isDigit))
    let order = VersionOrder(VersionNumber(numbers.0), VersionNumber(numbers.1))
    if order != .equal { return order }
    (a, b) = (a.dropFirst(numbers.0.count), b.dropFirst(numbers.1.count))
  }
  return .equal
}

/// The rank of a character outside a number: `~` precedes the end and digits, then letters, then all others.
private func weight(_ byte: UInt8?) -> Int {
  guard let byte, !isDigit(byte) else { return 0 }
  if byte == UInt8(ascii: "~") { return -1 }
  return isASCIILetter(byte) ? Int(byte) : Int(byte) + 256
}
