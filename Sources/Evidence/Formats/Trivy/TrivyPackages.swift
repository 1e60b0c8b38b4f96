import Documents
import Interning
import Model

extension TrivySection {
  func vulnerability(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (id, name) = (try entry.required(interned: "VulnerabilityID"), try entry.required(interned: "PkgName"))
    var observation = Observation(
      scan: artifact.$scan, kind: packageKind, ruleId: id,
      title: entry.stated(interned: "Title") ?? InternedString(id, in: name), location: location(ofPackage: entry),
      at: position)
    observation.$nativeSeverity = InternedOptional(entry.stated(interned: "Severity"))
    observation.$ids = try names(id, entry)
    observation.cwes = try Weakness.numbers(in: entry["CweIDs"])
    observation.cvss = try trivyScores(entry.object("CVSS"))
    observation.$component = InternedOptional(
      artifact.packages.package(
        purl: entry["PkgIdentifier"]?.interned(text: "PURL"), ecosystem: ecosystem, name: name,
        version: entry.stated(interned: "InstalledVersion")))
    observation.$fixedVersions = fixedVersions(of: entry)
    observation.published = entry.text("PublishedDate").flatMap { Timestamp($0) }
    if let fingerprint = entry.stated(interned: "Fingerprint") {
      observation.fingerprints = Fingerprints(name: trivy, value: fingerprint)
    }
    if entry["Status"]?.equals("not_affected") ?? false {
      (observation.state, observation.stateReason) = (.falsePositive, "not_affected")
    }
    return observation
  }

  private func location(ofPackage entry: JSONValue) -> Location {
    let path = entry.stated(interned: "PkgPath") ?? file
    var location = Location(path: InternedOptional(artifact.isImage ? path?.withoutLeadingSlash : path))
    (location.$resource, location.$image) = (artifact.$resource, $image)
    let layer = entry["Layer"].flatMap { $0.stated(interned: "DiffID") ?? $0.stated(interned: "Digest") }
    location.$layer = InternedOptional(layer)
    return location
  }

  func license(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (name, package) = (try entry.required("Name"), entry.stated("PkgName"))
    var observation = Observation(
      scan: artifact.scan, kind: .license, ruleId: name,
      title: "\(name) license" + (package.map { " of \($0)" } ?? ""),
      location: Location(path: entry.stated("FilePath") ?? (aggregates.contains(target) ? nil : target), image: image),
      at: position)
    observation.nativeSeverity = entry.stated("Severity")
    observation.component = package.map { Component(stated: nil, ecosystem: type, name: $0, version: nil) }
    return observation
  }
}

private let trivy = InternedString("trivy")

/// The identifiers of a vulnerability: its own, and those of vendors that identify only this one. An erratum (`RHSA-…`,
/// `ALAS-…`) fixes several vulnerabilities, so it is not an alias.
private func names(_ id: InternedString, _ entry: JSONValue) throws(Diagnostic) -> Interned<[String]> {
  var names: [InternedString] = []
  names.reserveCapacity(2)
  names.append(id)
  try entry.forEach(textOf: "VendorIDs") { other in
    if aliasPrefixes.contains(where: { other.utf8.begins(with: $0) }) { names.add(other) }
  }
  return Interned(texts: names)
}

private let aliasPrefixes: [StaticString] = ["CVE-", "GHSA-", "GO-", "OSV-", "PYSEC-", "RUSTSEC-"]

/// Targets that represent all packages of one type; their files are in `PkgPath`.
let aggregates: Set = ["Conda", "Java", "Node.js", "PHP", "Python", "Ruby"]

/// The CVSS ratings of a vulnerability by source, as in Trivy's database.
func trivyScores(_ sources: JSONValue?) throws(Diagnostic) -> [CVSSRating] {
  guard let sources else { return [] }
  var scores: [CVSSRating] = []
  try sources.members().forEach { source, rating in
    for (vectorKey, scoreKey, version) in cvssKeys {
      guard let vector = rating.stated(interned: vectorKey) else { continue }
      let version = CVSSRating.statedVersion(of: vector) ?? version
      scores.append(CVSSRating(version: version, vector: vector, score: rating.number(scoreKey), source: source))
    }
  }
  return scores
}

private let cvssKeys: [(StaticString, StaticString, InternedString)] = [
  ("V40Vector", "V40Score", InternedString("4.0")), ("V3Vector", "V3Score", InternedString("3.1")),
  ("V2Vector", "V2Score", InternedString("2.0")),
]

/// The fixed versions, from a comma-separated list; none if unknown, empty if there is no fix.
private func fixedVersions(of entry: JSONValue) -> InternedOptional<[String]> {
  if let fixed = entry.stated(interned: "FixedVersion") {
    let isOne = !fixed.utf8.has(UInt8(ascii: ",")) && !fixed.utf8.has(0x20)
    return InternedOptional(isOne ? Interned(texts: [fixed]) : Interned(commaSeparated(fixed.wrappedValue)))
  }
  let status = entry["Status"]
  // `fixed` without a version does not state which one.
  let isUnknown =
    status?.equals("unknown") == true || status?.equals("under_investigation") == true
    || status?.equals("fixed") == true
  return isUnknown ? .none : InternedOptional(Interned(texts: []))
}

extension InternedString {
  /// Whether `commaSeparated` would return the text unchanged.
  fileprivate var isOneOfList: Bool {
    let bytes = utf8
    var isOne = true
    for index in bytes.indices where bytes[index] == UInt8(ascii: ",") || bytes[index] == 0x20 { isOne = false }
    return isOne
  }
}

/// The parts between commas, without surrounding spaces.
func commaSeparated(_ text: String) -> [String] {
  guard text.has(UInt8(ascii: ",")) || text.has(0x20) else { return [text] }
  return text.utf8.split(separator: UInt8(ascii: ",")).map { part in
    String(decoding: part.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed(), as: UTF8.self)
  }
}
