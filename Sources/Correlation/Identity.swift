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

  init(of finding: borrowing Finding) {
    let witnesses = Array(finding.witnesses)
    self.init(of: Array(witnesses.indices), in: witnesses, at: Site.of(witnesses[0]))
  }

  /// Of observations that say the same.
  init(of members: [Int], in observations: [Observation], at site: Site) {
    sort = site.sort
    place = site.place.wrappedValue
    image = site.image == .empty ? "" : site.lastingImage
    switch site.sort {
    case .dependency:
      subject = uppercased(canonicalName(members, observations))
      anchor = package(members[0], observations)
    case .code:
      subject = sharedWeakness(members, observations).map { "CWE-\($0)" } ?? lowestRule(members, observations)
      anchor = fingerprint(members, observations)
    case .infrastructure:
      subject = lowestRule(members, observations)
      anchor =
        members.lazy.compactMap { observations[$0].location.resource }.min() ?? fingerprint(members, observations)
    case .secret:
      anchor = members.lazy.compactMap { observations[$0].secretDigest }.min()
      subject = anchor == nil ? lowestRule(members, observations) : ""
    case .service, .license:
      subject = lowestRule(members, observations)
      let location = observations[members[0]].location
      let name = observations[members[0]].component?.name
      anchor = [location.url, location.method, location.parameter, location.resource, name].map { $0 ?? "" }
        .joined(separator: "\u{0}")
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

private func lowestRule(_ members: [Int], _ observations: [Observation]) -> String {
  members.lazy.map { folded(observations[$0].ruleId) }.min() ?? ""
}

/// The package in any version.
private func package(_ index: Int, _ observations: [Observation]) -> String? {
  guard let component = observations[index].component else { return nil }
  return component.purl?.packageText ?? "\(component.ecosystem ?? "")\u{0}\(component.name)"
}

/// The smallest CWE that all name, else the smallest that any names.
func sharedWeakness(_ members: [Int], _ observations: [Observation]) -> Int? {
  if members.count == 1 { return observations[members[0]].cwes.min() }
  var shared = Set(observations[members[0]].cwes)
  for member in members.dropFirst() { shared.formIntersection(observations[member].cwes) }
  return shared.min() ?? members.lazy.compactMap { observations[$0].cwes.min() }.min()
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(_ members: [Int], _ observations: [Observation]) -> String? {
  var best: (rank: Int, key: String, value: String)?
  for member in members where !observations[member].fingerprints.isEmpty {
    for (name, text) in observations[member].fingerprints {
      let (key, value) = (name.wrappedValue, text.wrappedValue)
      guard isTelling(key, value) else { continue }
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

/// The index of each cluster with its id, in the order of the ids.
///
/// Clusters of equal identity are numbered by line, then by version and words, so a distinct finding has a distinct id.
func identified(_ clusters: [Cluster], in observations: [Observation]) -> [(index: Int, id: String)] {
  func digest(_ index: Int, ordinal: Int) -> Digest {
    Identity(of: clusters[index].members, in: observations, at: clusters[index].site).digest(ordinal: ordinal)
  }
  var order = clusters.indices.map { (digest: digest($0, ordinal: 0), index: $0) }
  order.sort { $0.digest < $1.digest }
  var start = 0
  while start < order.count {
    let end = order[start...].firstIndex { $0.digest != order[start].digest } ?? order.count
    if end - start > 1 {
      let equals = order[start..<end].map(\.index)
        .sorted { isBefore(observations[clusters[$0].members[0]], observations[clusters[$1].members[0]]) }
      for (ordinal, index) in equals.enumerated() { order[start + ordinal] = (digest(index, ordinal: ordinal), index) }
    }
    start = end
  }
  order.sort { $0.digest < $1.digest }
  return order.map { ($0.index, String($0.digest.hex.prefix(32))) }
}

/// By place, then by what was said; never by how severe it was said to be.
private func isBefore(_ one: Observation, _ other: Observation) -> Bool {
  let (a, b) = (one.location, other.location)
  if a.startLine != b.startLine { return (a.startLine ?? 0) < (b.startLine ?? 0) }
  if a.startColumn != b.startColumn { return (a.startColumn ?? 0) < (b.startColumn ?? 0) }
  return one.tieBreakers.lexicographicallyPrecedes(other.tieBreakers)
}

extension Observation {
  fileprivate var tieBreakers: [String] {
    [
      component?.version ?? "", ruleId, title, location.image ?? "", location.layer ?? "", location.url ?? "",
      component?.purl?.description ?? "", scan.tool, secretDigest ?? "", String(location.endLine ?? 0),
      scan.report, at.file, at.pointer ?? "", String(at.line ?? 0),
    ]
  }
}
