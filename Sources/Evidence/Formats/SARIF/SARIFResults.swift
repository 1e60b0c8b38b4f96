import Documents
import Interning
import Model
import System

extension SARIFRun {
  /// Adds the observations of a result (§3.27), one for each of its locations. `pass` and `notApplicable` prove the scan
  /// but are no problems, unless a level contradicts them.
  func read(
    _ result: JSONValue, at position: SourcePosition, into observations: inout [Observation]
  ) throws(Diagnostic) {
    guard result.kind == .object else { throw result.mismatch("a result, which is an object") }
    let outcome = SARIFOutcome(result)
    let named = result.stated(interned: "ruleId") ?? result["rule"]?.stated(interned: "id")
    let rule = rules.rule(for: result, named: named)
    let id = checkName(of: rule) ?? named ?? rule.flatMap { $0.id == .empty ? nil : $0.id } ?? unnamed
    guard outcome != .passed || rating(of: result, rule, id, nil).goodNews != nil else { return }
    let locations = try locations(of: result)
    var observation = try observation(result, rule, id: id, outcome, at: locations[0], position)
    observation.$flow = try flow(of: result, besides: locations)
    if tool.writesImagesOnly, let image = observation.location.path { observation.location = Location(image: image) }
    for (name, value) in try fingerprints(of: result, isPrimary: true) { observation.fingerprints[name] = value }
    observations.append(observation)
    guard locations.count > 1 else { return }
    observation.fingerprints = try fingerprints(of: result, isPrimary: false)
    for location in locations.dropFirst() {
      var other = observation
      other.location = location
      (other.location.$image, other.location.$layer) = (observation.location.$image, observation.location.$layer)
      if observation.location.$path != locations[0].$path { other.location.$path = observation.location.$path }
      observations.append(other)
    }
  }

  private func observation(
    _ result: JSONValue, _ rule: SARIFRule?, id: InternedString, _ outcome: SARIFOutcome, at location: Location,
    _ position: SourcePosition
  ) throws(Diagnostic) -> Observation {
    let (ids, properties, fields) = (names(id, of: rule), result["properties"], fields(of: result))
    var stated = rule?.kind
    if stated == nil { stated = try statedKind(result, properties) }
    let kind = tool.kind(ofRule: id, stated, names: ids, at: location)
    let title = try title(of: result, rule, fields) ?? rule?.title ?? id
    var observation = Observation(
      scan: $scan, kind: kind, ruleId: id, title: title, location: location, at: position)
    observation.$ruleTitle = InternedOptional(rule?.title)
    var rating = rating(of: result, rule, id, properties)
    rating.word = fields?.severity ?? rating.word
    observation.$nativeSeverity = InternedOptional(nativeSeverity(rating, outcome))
    observation.$ids = ids
    try setWeaknesses(of: &observation, from: result, rule: rule, properties)
    try setState(of: &observation, from: result)
    let firstSeen = result["provenance"]?["firstDetectionTimeUtc"]?.scalarBytes
    observation.firstSeen = firstSeen.flatMap { Timestamp(bytes: $0) }
    if kind.isDependency || packages.reader?.isMixed == true {
      try setDependency(of: &observation, from: result, rule, fields)
    }
    return observation
  }

  /// The name by which the tool's other formats call a rule, where the name of the rule begins with it.
  private func checkName(of rule: SARIFRule?) -> InternedString? {
    guard tool.namesRulesByCheck, let name = rule?.value.text("name") else { return nil }
    let parts = name.split(separator: "/", maxSplits: 1)
    return parts.count == 2 ? InternedString(String(parts[0])) : nil
  }

  /// The kind that the properties of a result state: Semgrep's reachability of a dependency, or a tag.
  private func statedKind(_ result: JSONValue, _ properties: JSONValue?) throws(Diagnostic) -> Observation.Kind? {
    guard let properties else { return nil }
    if properties.has("exposure") { return .sca }
    guard properties.has("tags") else { return nil }
    return try result.list("properties", "tags").lazy.compactMap { $0.text.flatMap(SARIFTool.kind(ofTag:)) }.first
  }

  /// The fields of a message in lines. JSON writes a line break as an escape, so most messages are not looked at.
  private func fields(of result: JSONValue) -> MessageFields? {
    guard let text = result["message"]?["text"], text.hasEscapes else { return nil }
    return text.text.flatMap(MessageFields.init)
  }

  /// The identifiers of vulnerabilities in the result's rule id, then those of its rule.
  private func names(_ id: InternedString, of rule: SARIFRule?) -> Interned<[String]> {
    if let rule, rule.id == id { return rule.ids }
    return Interned((vulnerabilities(in: id.wrappedValue) + (rule?.ids.wrappedValue ?? [])).distinct)
  }

  private func rating(
    of result: JSONValue, _ rule: SARIFRule?, _ id: InternedString, _ properties: JSONValue?
  ) -> SARIFRating {
    SARIFRating(
      score: ratingScore(properties), word: properties.flatMap(severityWord), level: result.statedLevel,
      ruleScore: rule?.score, ruleWord: rule?.word, ruleLevel: rules.level(of: rule, id: id))
  }

  private func nativeSeverity(_ rating: SARIFRating, _ outcome: SARIFOutcome) -> InternedString? {
    switch outcome {
    case .failed: rating.native(hasMeaningfulLevel: tool.hasMeaningfulLevel)
    case .undecided: rating.undecided
    case .informational, .passed: rating.goodNews ?? none
    }
  }

  private func setWeaknesses(
    of observation: inout Observation, from result: JSONValue, rule: SARIFRule?, _ properties: JSONValue?
  ) throws(Diagnostic) {
    if let rule { observation.$cwes = rule.cwes }
    guard properties?["cwe"] != nil || result["taxa"] != nil else { return }
    var numbers = rule?.cwes.wrappedValue ?? []
    numbers += try Weakness.numbers(in: properties?["cwe"])
    for taxon in try result.list("taxa") { if let number = try taxa.weakness(taxon) { numbers.append(number) } }
    observation.cwes = numbers.distinct
  }

  private func setDependency(
    of observation: inout Observation, from result: JSONValue, _ rule: SARIFRule?, _ fields: MessageFields?
  ) throws(Diagnostic) {
    let message = try message(of: result, rule)
    let logical = try result.list("locations").first?.list("logicalLocations").first
    let texts = SARIFResultTexts(
      message: message ?? "", fields: fields, path: observation.location.path,
      logicalName: logical.flatMap { locations.name(of: $0) }, result: result)
    if let package = packages.package(texts, of: rule) {
      observation.apply(package, as: packages.component(of: package))
      // The rule is the vulnerability; the message says of what kind and where it is.
      if let title = rule?.title {
        observation.$title = title
      } else if fields != nil, let name = observation.component?.name {
        observation.title = "\(observation.ids.first ?? observation.ruleId) in \(name)"
      }
      if observation.kind.isDependency { setImage(of: &observation, package, isSystem: rule?.kind == .container) }
    } else if observation.kind.isDependency {
      try tellApart(&observation, by: result, rule)
    }
    guard let found = tool.reachability(of: result, result["properties"]) else { return }
    observation.reachability = found.word
    observation.reachabilityEvidence = ReachabilityEvidence(level: found.level, tool: scan.tool, commit: scan.commit)
  }
}

extension SARIFRun {
  /// Without a package, only the message and the fingerprints tell the results of one vulnerability apart: all lines of
  /// the one, and all names of the other, since the standard wants `fingerprints` to be stable (§3.27.16).
  private func tellApart(_ observation: inout Observation, by result: JSONValue, _ rule: SARIFRule?) throws(Diagnostic)
  {
    if let message = try wholeMessage(of: result, rule) { observation.title = oneLine(message) }
    guard let stated = try result.object("fingerprints") else { return }
    var others: [String] = []
    try stated.members().forEachScalar { name, value in
      if !isFingerprint(name, value) { others.append("\(name.wrappedValue)=\(value.wrappedValue)") }
    }
    others.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if !others.isEmpty { observation.fingerprints[InternedString("sarif")] = digest(of: others) }
  }

  private func digest(of texts: [String]) -> InternedString {
    var hasher = DigestHasher()
    hasher.update("gatehouse.sarif.fingerprints")
    for text in texts { hasher.update(text) }
    return InternedString(hasher.finish().hex)
  }

  /// Sets the image of a package: the run's, or the one that Trivy writes in place of a file for system packages.
  private func setImage(of observation: inout Observation, _ package: SARIFPackage, isSystem: Bool) {
    let isFileImage = tool.writesImageAsFile.all || isSystem && tool.writesImageAsFile.system
    let image = $image.isNil && isFileImage ? observation.location.$path : $image
    guard !image.isNil, observation.location.$image.isNil else { return }
    observation.setImage(image, path: isFileImage ? package.pathInImage : observation.location.path)
  }
}

private let (unnamed, none) = (InternedString("unnamed"), InternedString("none"))

extension SARIFRun {
  /// Sets the state by baselineState (§3.27.24) and suppressions (§3.35). An empty list means "not suppressed"; a
  /// suppression that is under review or rejected voids all others.
  private func setState(of observation: inout Observation, from result: JSONValue) throws(Diagnostic) {
    if result["baselineState"]?.equals("absent") == true {
      (observation.state, observation.stateReason) = (.fixed, "absent from this run, in the baseline before")
      return
    }
    let suppressions = try result.list("suppressions")
    guard !tool.suppressesAll, let first = suppressions.first, !suppressions.contains(where: \.isNotAccepted) else {
      return
    }
    observation.state = .suppressed
    observation.stateReason = first.text("justification") ?? first.text("kind")
  }
}

extension JSONValue {
  /// Whether the suppression is under review or rejected; without a status it is accepted.
  fileprivate var isNotAccepted: Bool { self["status"].map { !$0.equals("accepted") } ?? false }
}

extension JSONValue {
  /// The list in an object that may be missing. Empty for any other value, since `properties` are defined by each tool.
  func list(_ object: StaticString, _ key: StaticString) throws(Diagnostic) -> [JSONValue] {
    guard let list = self[object]?[key], list.kind == .array else { return [] }
    return Array(try list.elements())
  }
}
