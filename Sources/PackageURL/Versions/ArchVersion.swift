/// A version of an Arch Linux package: `[epoch:]version[-release]` (vercmp(8)).
struct ArchVersion: VersionSyntax {
  private let epoch: VersionNumber
  private let version: ArraySlice<UInt8>
  private let release: ArraySlice<UInt8>?

  init?(_ text: [UInt8]) {
    let (before, after) = text.cut(at: ":")
    guard text.isNoWord, after == nil || before.allSatisfy(isDigit) else { return nil }
    epoch = after == nil ? .zero : VersionNumber(before)
    let rest = after ?? before
    let dash = rest.lastIndex(of: UInt8(ascii: "-"))
    version = dash.map { rest[..<$0] } ?? rest
    release = dash.map { rest[($0 + 1)...] }
  }

  func compare(to other: ArchVersion) -> VersionOrder? {
    let first = VersionOrder(epoch, other.epoch).then(order(version, other.version))
    guard let release, let theirs = other.release else { return first }
    return first.then(order(release, theirs))
  }
}

/// Compares runs of digits and of letters. A number follows the end of the version, letters that are joined to the
/// previous run precede it (`1.0a` < `1.0` < `1.0.a`).
private func order(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> VersionOrder {
  var (a, b) = (one, other)
  while true {
    let gaps = (a.prefix { !isAlphanumeric($0) }.count, b.prefix { !isAlphanumeric($0) }.count)
    (a, b) = (a.dropFirst(gaps.0), b.dropFirst(gaps.1))
    guard !a.isEmpty, !b.isEmpty else {
      if a.isEmpty && b.isEmpty { return .equal }
      let (rest, gap, longer) = a.isEmpty ? (b, gaps.1, VersionOrder.less) : (a, gaps.0, .greater)
      let isNewer = rest.first.map(isDigit) ?? true || gap > 0
      return isNewer ? longer : longer == .less ? .greater : .less
    }
    if gaps.0 != gaps.1 { return VersionOrder(gaps.0, gaps.1) }
    let order = takeFirstRuns(from: &a, &b)
    if order != .equal { return order }
  }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isASCIILetter(byte) }
