import Documents
import Interning
import Model

// Grype's JSON: https://github.com/anchore/grype, package grype/presenter/models.

extension Format {
  static let grype = Format(
    name: "grype", title: "Grype (JSON)", signature: "`matches` with `descriptor` or `source`",
    kinds: [.sca, .container],
    severities: [
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "negligible": .low, "unknown": nil,
    ],
    provides: [
      .severity, .cvss, .epss, .knownExploited, .cwe, .ids, .package, .fixedVersions, .path, .image, .state, .scanTime,
      .toolVersion,
    ],
    recognises: { $0.has("matches") && ($0.has("descriptor") || $0.has("source")) }, read: readGrype)
}

private func readGrype(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let descriptor = root["descriptor"]
  report.tool = "Grype"
  report.toolVersion = descriptor?.stated("version")
  report.time = descriptor?.text("timestamp").flatMap { Timestamp($0) }
  report.hasScanProof = try isCatalogued(root)
  report.otherProof = "let Grype write CycloneDX (-o cyclonedx-json), which lists the packages"
  if let error = databaseError(descriptor) { report.fail("Grype's vulnerability database is not usable: \(error)") }
  let source = Source(root["source"], in: report)
  report.recordScannedFolder(source.folder)
  report.kinds.insert(source.kind)
  let matches = report.list("/matches")
  for (index, match) in try root.list("matches").enumerated() {
    report.add(
      try source.observation(match, at: report.position(matches, index)), alsoAt: try source.furtherPlaces(of: match))
    report.hasScanProof = true
  }
  for (index, match) in try root.list("ignoredMatches").enumerated() {
    var observation = try source.observation(match, at: report.position("/ignoredMatches", index))
    observation.state = .suppressed
    observation.stateReason = try reason(toIgnore: match)
    report.add(observation, alsoAt: try source.furtherPlaces(of: match))
  }
}

/// Whether the report states what Grype found in the source beside vulnerabilities: the layers of an image, or its
/// distribution. Packages are not listed, so a folder without any looks like one whose packages are free of
/// vulnerabilities.
private func isCatalogued(_ root: JSONValue) throws(Diagnostic) -> Bool {
  guard let source = try root.object("source"), let target = source["target"], target.kind == .object else {
    return false
  }
  return try !target.list("layers").isEmpty || root["distro"]?.stated("name") != nil
}

/// The error of the vulnerability database: `db.error`, or `db.status.error` since schema 6. Nil if there is none.
private func databaseError(_ descriptor: JSONValue?) -> String? {
  let database = descriptor?["db"]
  let status = database?["status"]
  return database?.stated("error") ?? status?.stated("error")
    ?? (status?.flag("valid") == false ? "its status is not valid" : nil)
}

/// The source of a scan: an image, a folder or a file.
private struct Source {
  let scan: Interned<Scan>
  let packages = StatedPackages()
  let kind: Observation.Kind
  let image: InternedOptional<String>
  /// The folder or file that was scanned.
  let folder: String?

  init(_ value: JSONValue?, in report: ReportBuilder) {
    let isImage = value?["type"]?.equals("image") ?? false
    let target = value?["target"]
    let name = target.flatMap { $0.text ?? $0.stated("userInput") ?? $0.stated("imageID") }
    (scan, kind) = (Interned(report.scan(target: name)), isImage ? .container : .sca)
    image = InternedOptional(isImage ? name : nil)
    folder = value?["type"]?.equals("directory") ?? false || value?["type"]?.equals("file") ?? false ? name : nil
  }

  func observation(_ match: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    guard let vulnerability = try match.object("vulnerability"), let artifact = try match.object("artifact") else {
      throw match.mismatch("an object with `vulnerability` and `artifact`")
    }
    let (id, name) = (try vulnerability.required(interned: "id"), try artifact.required(interned: "name"))
    var observation = Observation(
      scan: scan, kind: kind, ruleId: id, title: InternedString(id, in: name), location: try location(of: artifact),
      at: position
    )
    observation.$nativeSeverity = InternedOptional(vulnerability.stated(interned: "severity"))
    observation.$component = InternedOptional(
      packages.package(
        purl: artifact.stated(interned: "purl"), ecosystem: artifact.stated(interned: "type"), name: name,
        version: artifact.stated(interned: "version")))
    observation.$fixedVersions = try fixedVersions(vulnerability["fix"])
    try observation.addDetails(from: vulnerability, and: match.list("relatedVulnerabilities"))
    return observation
  }

  private func location(of artifact: JSONValue) throws(Diagnostic) -> Location {
    location(at: try artifact.list("locations").first)
  }

  private func location(at first: JSONValue?) -> Location {
    // Grype writes paths from the root of the image or folder: `/app/yarn.lock`.
    var location = Location(path: InternedOptional(first?.interned(pathBelowRoot: "path")))
    (location.$image, location.$layer) = (image, InternedOptional(first?.stated(interned: "layerID")))
    return location
  }

  /// The places after the first that declare the package as well: those that Syft calls primary evidence, and files in
  /// which packages are declared. Other files of a list belong to the package.
  func furtherPlaces(of match: JSONValue) throws(Diagnostic) -> [Location] {
    guard let artifact = match["artifact"] else { return [] }
    var places: [Location] = []
    for (index, place) in try artifact.list("locations").enumerated() where index > 0 {
      let evidence = place["annotations"]?.stated("evidence")
      let declares = place.stated("path").flatMap(ecosystem(ofFile:)) != nil
      if evidence.map({ $0 == "primary" }) ?? declares { places.append(location(at: place)) }
    }
    return places
  }
}

extension Observation {
  /// Adds identifiers, CWEs, CVSS ratings, EPSS and KEV from a record and its related records. The related record of a
  /// GHSA is its CVE, which most VEX statements and catalogues refer to.
  fileprivate mutating func addDetails(from record: JSONValue, and related: JSONList) throws(Diagnostic) {
    var (names, weaknesses, scores) = ([InternedString](), [Int](), [CVSSRating]())
    names.reserveCapacity(2)
    names.append($ruleId)
    try weaknesses.add(weaknessesOf: record)
    epss = try highestProbability(in: record)
    // Grype omits the list if the vulnerability is not in the catalogue, and also if it has no catalogue.
    isKnownExploited = try record.list("knownExploited").isEmpty ? nil : true
    try forEachRating(in: record) { scores.append($0) }
    for other in related {
      if let name = other.interned(text: "id") { names.add(name) }
      try forEachRating(in: other) { if !scores.contains($0) { scores.append($0) } }
      try weaknesses.add(weaknessesOf: other)
    }
    $ids = Interned(texts: names)
    if !weaknesses.isEmpty { cwes = weaknesses }
    if !scores.isEmpty { cvss = scores }
  }
}

extension [Int] {
  /// Adds the CWEs of a record: `{"cve": "CVE-2021-44228", "cwe": "CWE-502"}`, one for each CVE.
  fileprivate mutating func add(weaknessesOf record: JSONValue) throws(Diagnostic) {
    for weakness in try record.list("cwes") { add(weakness: weakness.text("cwe").flatMap { Weakness.number($0) }) }
  }
}

private func highestProbability(in record: JSONValue) throws(Diagnostic) -> Double? {
  var highest: Double?
  for entry in try record.list("epss") {
    if let probability = entry.number("epss") { highest = max(highest ?? probability, probability) }
  }
  return highest
}

private func forEachRating(in record: JSONValue, _ body: (CVSSRating) -> Void) throws(Diagnostic) {
  for rating in try record.list("cvss") {
    let (vector, score) = (rating.stated(interned: "vector"), rating["metrics"]?.number("baseScore"))
    guard vector != nil || score != nil else { continue }
    let version = rating.stated(interned: "version") ?? vector.map(CVSSRating.version) ?? .empty
    body(
      CVSSRating(
        version: version, vector: vector, score: score,
        source: rating.stated(interned: "source") ?? record.stated(interned: "namespace")))
  }
}

/// The fixed versions; none if unknown, empty if the source states that there is no fix or will not be one.
private func fixedVersions(_ fix: JSONValue?) throws(Diagnostic) -> InternedOptional<[String]> {
  guard let fix else { return .none }
  var versions: [InternedString] = []
  try fix.forEach(textOf: "versions") { versions.add($0) }
  guard versions.isEmpty else { return InternedOptional(Interned(texts: versions)) }
  let state = fix["state"]
  return state?.equals("not-fixed") == true || state?.equals("wont-fix") == true
    ? InternedOptional(Interned(texts: [])) : .none
}

/// Why a match is ignored: the reason or the VEX statement of its rules, or the rule itself.
private func reason(toIgnore match: JSONValue) throws(Diagnostic) -> String {
  let rules = try match.list("appliedIgnoreRules").map { rule in
    let vex = [rule.stated("vex-status"), rule.stated("vex-justification")].compactMap { $0 }.joined(separator: ": ")
    let stated = [rule.stated("reason"), vex].compactMap { $0 }.filter { !$0.isEmpty }
    if !stated.isEmpty { return stated.joined(separator: "; ") }
    return rule.stated("fix-state").map { "ignored while its fix is \($0)" } ?? "ignored by a rule without a reason"
  }
  return rules.isEmpty ? "ignored by Grype" : rules.distinct.joined(separator: "; ")
}
