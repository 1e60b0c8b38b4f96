import Documents
import Model

/// What makes a finding the same finding tomorrow (law 8).
///
/// No severity, text, date, line or scanner version is in it. `anchor` tells findings of one subject and place apart by what
/// the tools say of the content: a fingerprint, a resource, a secret's digest, a package.
struct Identity: Hashable {
  let sort: Site.Sort
  /// The vulnerability, the CWE, or the rule.
  let subject: String
  /// The file, without regard to lines; of an image its name without tag and digest.
  let place: String
  let anchor: String?

  init(of finding: Finding) {
    let witness = finding.witnesses[0]
    let site = Site(of: witness)
    sort = site.sort
    switch site.sort {
    case .dependency:
      subject = finding.ids.first.map(uppercased) ?? uppercased(finding.ruleId)
      (place, anchor) = (lastingPlace(site.place), finding.package)
    case .code:
      subject = finding.sharedWeakness.map { "CWE-\($0)" } ?? folded(finding.lowestRule)
      (place, anchor) = (site.place, fingerprint(of: finding))
    case .infrastructure:
      subject = folded(finding.lowestRule)
      (place, anchor) = (site.place, finding.witnesses.lazy.compactMap(\.location.resource).min() ?? fingerprint(of: finding))
    case .secret:
      anchor = finding.witnesses.lazy.compactMap(\.secretDigest).min()
      (subject, place) = (anchor == nil ? folded(finding.lowestRule) : "", site.place)
    case .service, .license:
      subject = folded(finding.lowestRule)
      let location = finding.location
      let parts = [location.url, location.method, location.parameter, location.resource, finding.component?.name]
      (place, anchor) = (site.place, parts.map { $0 ?? "" }.joined(separator: "\u{0}"))
    }
  }

  /// The `ordinal` tells equal identities apart.
  func digest(ordinal: Int) -> Digest {
    var hasher = DigestHasher()
    hasher.update(sort.rawValue)
    hasher.update(subject)
    hasher.update(place)
    // Length prefixes make fields unambiguous; the count tells an absent anchor from an empty one.
    hasher.update(anchor == nil ? 0 : 1)
    hasher.update(anchor ?? "")
    hasher.update(ordinal)
    return hasher.finish()
  }
}

extension Finding {
  fileprivate var lowestRule: String { witnesses.count == 1 ? ruleId : witnesses.lazy.map(\.ruleId).min() ?? ruleId }

  /// The package in any version.
  var package: String? {
    guard let component else { return nil }
    return component.purl?.bare.withoutVersion.description ?? "\(component.ecosystem ?? "")\u{0}\(component.name)"
  }
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(of finding: Finding) -> String? {
  var best: (rank: Int, key: String, value: String)?
  for witness in finding.witnesses {
    for (key, value) in witness.fingerprints where isTelling(key, value) {
      let candidate = (rank: rank(of: key), key: key, value: value)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
  }
  return best.map { "\($0.key)\u{0}\($0.value)" }
}

private func rank(of key: String) -> Int { key == lineAnchor ? 0 : key.hasPrefix("primaryLocationLineHash") ? 1 : 2 }

/// Columns say nothing of content, and a sentence (`requires login`) is no fingerprint.
private func isTelling(_ key: String, _ value: String) -> Bool {
  value.utf8.count >= 8 && !value.utf8.contains(UInt8(ascii: " ")) && !key.hasPrefix("primaryLocationStartColumn")
}

/// Gives each finding its id and sorts by it.
///
/// Findings of equal identity are numbered by line, then by version and words, so a distinct finding has a distinct id.
func identified(_ findings: [Finding]) -> [Finding] {
  let identities = findings.map(Identity.init)
  var equals: [Identity: [Int]] = [:]
  equals.reserveCapacity(findings.count)
  for (index, identity) in identities.enumerated() { equals[identity, default: []].append(index) }
  var order: [(digest: Digest, index: Int)] = []
  order.reserveCapacity(findings.count)
  for (identity, indices) in equals {
    let sorted = indices.count > 1 ? indices.sorted { isBefore(findings[$0], findings[$1]) } : indices
    for (ordinal, index) in sorted.enumerated() { order.append((identity.digest(ordinal: ordinal), index)) }
  }
  order.sort { $0.digest < $1.digest }
  return order.map { digest, index in
    var finding = findings[index]
    finding.id = String(digest.hex.prefix(32))
    return finding
  }
}

private func isBefore(_ one: Finding, _ other: Finding) -> Bool {
  let (a, b) = (one.location, other.location)
  if a.startLine != b.startLine { return (a.startLine ?? 0) < (b.startLine ?? 0) }
  if a.startColumn != b.startColumn { return (a.startColumn ?? 0) < (b.startColumn ?? 0) }
  return one.tieBreakers.lexicographicallyPrecedes(other.tieBreakers)
}

extension Finding {
  fileprivate var tieBreakers: [String] {
    let first = witnesses[0]
    return [
      component?.version ?? "", ruleId, title, location.image ?? "", location.layer ?? "", location.url ?? "",
      component?.purl?.description ?? "", first.scan.tool, first.at.file, first.at.pointer ?? "",
      String(first.location.endLine ?? 0),
    ]
  }
}
