import Interning
import Model
import PackageURL

// Advisories of RubyGems, Cargo and others name fixed versions by requirements: `~> 2.1.3`, `>= 2.2.0`, `^1.4, < 2`,
// `≥ 2:1.6.4-3`, `[1.26]`, `[1.4,)`. A requirement is no version: what it allows first is one.

/// Replaces requirements among fixed versions by the versions that they allow first, for the observations of one report.
///
/// What allows versions but names none that is fixed (`> 1.2`) stays as it is.
struct RequirementResolver {
  private struct Key: Hashable {
    let stated: Interned<[String]>
    let scheme: VersionScheme
  }

  /// The lists that have no requirement.
  private var plain = InternedSet<[String]>()
  private var resolved: [Key: Interned<[String]>] = [:]

  mutating func resolve(_ observation: inout Observation) {
    guard let stated = observation.$fixedVersions.interned, !plain.contains(stated) else { return }
    let texts = stated.wrappedValue
    let scheme = observation.component?.purl.map { VersionScheme(ofType: $0.type, named: $0.name) } ?? .unknown
    guard texts.contains(where: isRequirement) || scheme == .gem && texts.contains(where: { $0.contains("-") }) else {
      if scheme != .gem { plain.insert(stated) }
      return
    }
    let key = Key(stated: stated, scheme: scheme)
    let versions = resolved[key] ?? Interned(firstVersions(of: texts, by: scheme).map(scheme.withoutPlatform))
    resolved[key] = versions
    observation.$fixedVersions = InternedOptional(versions)
  }
}

/// Whether a text is a requirement and not a version alone.
private func isRequirement(_ text: String) -> Bool {
  guard let first = text.utf8.first else { return false }
  return "<>=~^![(".utf8.contains(first) || text.utf8.contains(where: { ",|;\n".utf8.contains($0) })
    || text.hasPrefix("≥") || text.utf8.contains(0x20) && text.contains(" or ")
}

/// The alternatives of a requirement: `>=1.2.9 <2 || >=2.0.4`, `1.2.9; 2.0.4`, `1.2.9 or 2.0.4`.
private func choices(in text: String) -> [String] {
  let bytes = Array(text.utf8)
  var (found, part, at) = ([[UInt8]](), [UInt8](), 0)
  while at < bytes.count {
    let isWord = bytes[at...].starts(with: " or ".utf8)
    if isWord || "|;\n".utf8.contains(bytes[at]) {
      found.append(part)
      part = []
    } else {
      part.append(bytes[at])
    }
    at += isWord ? 3 : 1
  }
  return (found + [part]).filter { $0.contains { $0 > 0x20 } }.map { String(decoding: $0, as: UTF8.self) }
}

/// The lowest version that each requirement allows, by the order of a scheme; the texts themselves if there is none.
///
/// All parts of one alternative must hold. In a list of single parts, `>= 5.2.8.1` after `~> 5.2.8` belongs to it, as in the lists
/// that tools join from several requirements.
func firstVersions(of requirements: [String], by scheme: VersionScheme) -> [String] {
  let entries = requirements.flatMap { choices(in: $0).map(parts) }
  let versions: [String]
  if entries.contains(where: { $0.count > 1 }) {
    versions = entries.compactMap { highest(of: $0, by: scheme) }
  } else {
    versions = grouped(entries.compactMap(\.first), by: scheme).compactMap { highest(of: $0, by: scheme) }
  }
  return versions.isEmpty ? requirements : versions.distinct
}

/// One comparison of a requirement.
private struct RequirementPart {
  let comparison: Substring
  let version: String

  /// The parts of `[1.4,2.0)` are a lower and an upper bound.
  var isLower: Bool { !comparison.contains("<") && !comparison.contains("!") && !comparison.contains("≤") }
  var isPessimistic: Bool { comparison.contains("~") || comparison.contains("^") }
  var isExclusive: Bool { comparison == ">" || comparison == "(" }
}

/// The highest lower bound, which is the lowest version that all parts allow; nil when there is none or it is exclusive.
private func highest(of parts: [RequirementPart], by scheme: VersionScheme) -> String? {
  let lower = parts.filter(\.isLower)
  if lower.contains(where: \.isExclusive) { return nil }
  return lower.map(\.version).max { scheme.compare($0, $1) == .less }
}

private func grouped(_ parts: [RequirementPart], by scheme: VersionScheme) -> [[RequirementPart]] {
  var groups: [[RequirementPart]] = []
  for part in parts {
    let last = groups.last ?? []
    let refines =
      last.count == 1 && last[0].isPessimistic && part.comparison == ">="
      && isOfLine(part.version, last[0].version, by: scheme)
    if !groups.isEmpty, refines || !part.isLower {
      groups[groups.count - 1].append(part)
    } else {
      groups.append([part])
    }
  }
  return groups
}

/// Whether a version is allowed by `~> base`: it is not older, and equal in all parts but the last one.
private func isOfLine(_ version: String, _ base: String, by scheme: VersionScheme) -> Bool {
  let line = base.split(separator: ".").dropLast()
  return scheme.compare(version, base) != .less && version.split(separator: ".").starts(with: line)
}

private func parts(of requirement: String) -> [RequirementPart] {
  let text = requirement.filter { $0 != "'" && $0 != "\"" }
  let isInterval = text.first.map { "[(".contains($0) } ?? false
  return text.split(separator: ",", omittingEmptySubsequences: !isInterval).enumerated().compactMap { index, part in
    let bare = part.drop { $0 == " " }
    var comparison = bare.prefix { "<>=~^!≥≤[(".contains($0) }
    let version = bare.dropFirst(comparison.count).drop { $0 == " " }.prefix { !" ])".contains($0) }
    // The second part of an interval is an upper bound.
    if isInterval { comparison = index > 0 ? "<" : comparison }
    return version.isEmpty ? nil : RequirementPart(comparison: comparison, version: String(version))
  }
}
