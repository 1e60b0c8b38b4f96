/// The lowest fixed version of each requirement: `>= 2.2.0`, `~> 2.1.3`, `^1.4, < 2`, `≥ 2:1.6.4-3`, `[1.26]`,
/// `[1.4,)`.
func firstVersions(of requirements: [String]) -> [String] {
  requirements.flatMap { requirement in
    let versions = requirement.split(separator: ",").compactMap(firstVersion)
    // The upper end of a range is not a fixed version.
    return requirement.first.map(isBracket) ?? false ? Array(versions.prefix(1)) : versions
  }.distinct
}

/// The version of one part; nil for an upper bound, and if the version is omitted.
private func firstVersion(of part: Substring) -> String? {
  let bare = part.drop { $0 == " " || isQuote($0) }
  guard let first = bare.first, !"<≤!".contains(first) else { return nil }
  let version = bare.drop { " >=~^≥".contains($0) || isBracket($0) }.prefix {
    $0 != " " && !isQuote($0) && !isBracket($0)
  }
  return version.isEmpty ? nil : String(version)
}

private func isBracket(_ character: Character) -> Bool { "[]()".contains(character) }
private func isQuote(_ character: Character) -> Bool { character == "'" || character == "\"" }
