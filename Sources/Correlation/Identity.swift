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
  /// The file, without regard to lines.
  let place: String
  /// The image that holds it, without tag and digest.
  let image: String
  let anchor: String?

  init(of finding: borrowing Finding) { self.init(of: finding, at: Site.of(finding.witnesses[0])) }

  init(of finding: borrowing Finding, at site: Site) {
    sort = site.sort
    place = site.place
    image = site.image.isEmpty ? "" : site.lastingImage
    switch site.sort {
    case .dependency:
      subject = uppercased(finding.ids.first ?? finding.ruleId)
      anchor = finding.package
    case .code:
      subject = finding.sharedWeakness.map { "CWE-\($0)" } ?? folded(finding.lowestRule)
      anchor = fingerprint(of: finding)
    case .infrastructure:
      subject = folded(finding.lowestRule)
      anchor = finding.witnesses.lazy.compactMap(\.location.resource).min() ?? fingerprint(of: finding)
    case .secret:
      anchor = finding.witnesses.lazy.compactMap(\.secretDigest).min()
      subject = anchor == nil ? folded(finding.lowestRule) : ""
    case .service, .license:
      subject = folded(finding.lowestRule)
      let location = finding.location
      let parts = [location.url, location.method, location.parameter, location.resource, finding.component?.name]
      anchor = parts.map { $0 ?? "" }.joined(separator: "\u{0}")
    }
  }

  /// The `ordinal` tells equal identities apart. Each field bears its length, so no two identities have one encoding.
  func digest(ordinal: Int) -> Digest {
    var bytes: [UInt8] = [sort.rawValue, anchor == nil ? 0 : 1]
    bytes.reserveCapacity(256)
    for field in [subject, place, image, anchor ?? ""] {
      append(field.utf8.count, to: &bytes)
      bytes.append(contentsOf: field.utf8)
    }
    append(ordinal, to: &bytes)
    return Digest.sha256(bytes)
  }
}

/// Eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
}

extension Finding {
  fileprivate var lowestRule: String { witnesses.count == 1 ? ruleId : witnesses.lazy.map(\.ruleId).min() ?? ruleId }

  /// The package in any version.
  var package: String? {
    guard let component else { return nil }
    return component.purl?.packageText ?? "\(component.ecosystem ?? "")\u{0}\(component.name)"
  }
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(of finding: borrowing Finding) -> String? {
  var best: (rank: Int, key: String, value: String)?
  for index in finding.witnesses.indices where !finding.witnesses[index].fingerprints.isEmpty {
    for (key, value) in finding.witnesses[index].fingerprints where isTelling(key, value) {
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
func identify(_ findings: inout [Finding], _ identities: [Identity]) {
  var order = identities.enumerated().map { (digest: $1.digest(ordinal: 0), index: $0) }
  order.sort { $0.digest < $1.digest }
  var start = 0
  var haveEquals = false
  while start < order.count {
    let end = order[start...].firstIndex { $0.digest != order[start].digest } ?? order.count
    if end - start > 1 {
      haveEquals = true
      let sorted = order[start..<end].map(\.index).sorted { isBefore(findings[$0], findings[$1]) }
      for (ordinal, index) in sorted.enumerated() {
        order[start + ordinal] = (identities[index].digest(ordinal: ordinal), index)
      }
    }
    start = end
  }
  if haveEquals { order.sort { $0.digest < $1.digest } }
  for (digest, index) in order { findings[index].id = String(digest.hex.prefix(32)) }
  findings.arrange(order.map(\.index))
}

extension Array {
  /// Puts at each position the element whose index stands there. Elements are moved, never copied: findings are large.
  fileprivate mutating func arrange(_ order: [Int]) {
    var order = order
    for start in indices {
      var position = start
      while order[position] != position {
        let source = order[position]
        order[position] = position
        guard source != start else { break }
        swapAt(position, source)
        position = source
      }
    }
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
