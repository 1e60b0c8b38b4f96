extension VersionScheme {
  /// The versions without a problem that was fixed in these versions, as intervals that do not overlap.
  ///
  /// An advisory names one fix for each release line (`24.0.9, 25.0.2`). All versions from the last fix on are free of the
  /// problem. A version after an earlier fix is only if it belongs to that fix's release line: the parts up to the one in
  /// which the fix differs from the next fix are equal. 24.0.10 is free of the problem; 23.0.15 and 25.0.1 are not.
  package func fixed(in versions: [String]) -> [VersionInterval] {
    guard versions.count == 1 else { return fixed(in: versions, as: syntax) }
    return isVersion(versions[0]) ? [VersionInterval(from: VersionInterval.Bound(versions[0], isIncluded: true))] : []
  }

  private func fixed<Syntax: VersionSyntax>(in versions: [String], as: Syntax.Type) -> [VersionInterval] {
    let sorted = ascending(versions, as: Syntax.self).map(\.text)
    return sorted.indices.map { index in
      let start = VersionInterval.Bound(sorted[index], isIncluded: true)
      guard index + 1 < sorted.count else { return VersionInterval(from: start) }
      let next = sorted[index + 1]
      guard let end = endOfLine(of: sorted[index], before: next) else { return VersionInterval(only: sorted[index]) }
      let isBeforeNext = compare(end, next) == .less
      return VersionInterval(from: start, to: VersionInterval.Bound(isBeforeNext ? end : next, isIncluded: false))
    }
  }

  /// The earliest version after the release line of `fix`; nil when the line is that version only.
  private func endOfLine(of fix: String, before next: String) -> String? {
    let (bytes, other) = (Array(fix.utf8), Array(next.utf8))
    let (mine, theirs) = (bytes.runs.drop(while: isPrefix), other.runs.drop(while: isPrefix))
    for (one, two) in zip(mine, theirs) where !one.elementsEqual(two) {
      guard isDigit(one[one.startIndex]), isDigit(two[two.startIndex]) else { return nil }
      // Another epoch is no release line of this one.
      if one.endIndex < bytes.count,
        bytes[one.endIndex] == UInt8(ascii: ":") || bytes[one.endIndex] == UInt8(ascii: "!")
      {
        return next
      }
      return String(decoding: bytes[..<one.startIndex] + incremented(one), as: UTF8.self) + earliest
    }
    return nil
  }

  /// What makes a release the earliest of its pre-releases.
  private var earliest: String {
    switch self {
    case .alpm, .cran, .hackage, .openssl, .unknown: ""
    case .apk: "_alpha"
    case .cargo, .golang, .npm, .nuget, .pub, .semver: "-0"
    case .composer: "-dev"
    case .conan: "-"
    case .deb, .rpm: "~"
    case .gem: ".a"
    case .maven: "-alpha"
    case .pypi: ".dev0"
    }
  }
}

/// The letter or word before the numbers of a version: `v1.2`, `go1.2`.
private func isPrefix(_ run: ArraySlice<UInt8>) -> Bool {
  run.startIndex == 0 && (run.elementsEqual("v".utf8) || run.elementsEqual("V".utf8) || run.elementsEqual("go".utf8))
}

private func incremented(_ digits: ArraySlice<UInt8>) -> [UInt8] {
  var result = Array(digits)
  for index in result.indices.reversed() {
    if result[index] != UInt8(ascii: "9") {
      result[index] += 1
      return result
    }
    result[index] = UInt8(ascii: "0")
  }
  return [UInt8(ascii: "1")] + result
}
