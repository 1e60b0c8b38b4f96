/// A version of an RPM package: `[epoch:]version[-release]` (rpm-version(7), "rpmvercmp").
struct RPMVersion: VersionSyntax {
  private let epoch, version: ArraySlice<UInt8>
  private let release: ArraySlice<UInt8>?

  init?(_ text: [UInt8]) {
    guard text.isNoWord else { return nil }
    let (before, after) = text.cut(at: ":")
    // Tools write `(none):` for a package without an epoch.
    epoch = after == nil || before.elementsEqual("(none)".utf8) ? [UInt8(ascii: "0")] : before
    (version, release) = (after ?? before).cut(at: "-")
  }

  func compare(to other: RPMVersion) -> VersionOrder? {
    let releases: VersionOrder =
      switch (release, other.release) {
      case (nil, nil): .equal
      case (nil, .some): .less
      case (.some, nil): .greater
      case (.some(let mine), .some(let theirs)): order(mine, theirs)
      }
    return order(epoch, other.epoch).then(order(version, other.version)).then(releases)
  }
}

/// Compares runs of digits and runs of letters. `~` precedes everything, even the end; `^` follows the end and precedes
/// everything else.
private func order(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> VersionOrder {
  var (a, b) = (one, other)
  while true {
    (a, b) = (a.drop(while: isSeparator), b.drop(while: isSeparator))
    if a.first == tilde || b.first == tilde {
      guard a.first == b.first else { return a.first == tilde ? .less : .greater }
      (a, b) = (a.dropFirst(), b.dropFirst())
      continue
    }
    if a.first == caret || b.first == caret {
      guard a.first == b.first else {
        return a.isEmpty ? .less : b.isEmpty ? .greater : a.first == caret ? .less : .greater
      }
      (a, b) = (a.dropFirst(), b.dropFirst())
      continue
    }
    guard !a.isEmpty, !b.isEmpty else { return VersionOrder(a.count, b.count) }
    let order = takeFirstRuns(from: &a, &b)
    if order != .equal { return order }
  }
}

private let (tilde, caret) = (UInt8(ascii: "~"), UInt8(ascii: "^"))
private func isSeparator(_ byte: UInt8) -> Bool {
  !isDigit(byte) && !isASCIILetter(byte) && byte != tilde && byte != caret
}
