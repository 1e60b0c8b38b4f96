import Model

/// The content of a CycloneDX document, in JSON or XML.
struct BillOfMaterials {
  var tool: String?
  var toolVersion: String?
  var time: Timestamp?
  /// The serial number of the document: `urn:uuid:…`.
  var serialNumber: String?
  /// The subject of the document: an image or a program.
  var subject: BOMComponent?
  /// The components by their `bom-ref`.
  var components: [String: BOMComponent] = [:]
  var listsComponents = false
  var vulnerabilities: [BOMVulnerability] = []
  /// Whether the document has a list of vulnerabilities, even an empty one.
  var listsVulnerabilities = false
}

/// A component and its location.
struct BOMComponent {
  var component: Component
  var location = Location()
  /// The places of its occurrences (`evidence.occurrences`) after the first.
  var furtherPlaces: [Location] = []
}

struct BOMVulnerability {
  var id: String
  /// Other identifiers of the vulnerability.
  var aliases: [String] = []
  var ratings: [BOMRating] = []
  var cwes: [Int] = []
  var analysis: BOMAnalysis?
  /// When the database withdrew the record.
  var rejected: String?
  var published: Timestamp?
  var targets: [BOMTarget] = []
}

/// The analysis of a vulnerability: its state, and why.
struct BOMAnalysis {
  var state: String?
  var justification: String?
  var detail: String?
}

/// An affected component of a vulnerability.
struct BOMTarget {
  var ref: String?
  /// The component, if the vulnerability is nested in it.
  var component: BOMComponent?
  var versions: [BOMAffectedVersion] = []
  var position: SourcePosition
}

extension BillOfMaterials {
  func observation(of one: BOMVulnerability, in target: BOMTarget, scan: Scan) -> Observation {
    let found = target.component ?? target.ref.flatMap(component)
    var location = found?.location ?? Location(resource: target.ref)
    location.image = location.image ?? subject?.location.image
    let name = found.map { " in \($0.component.name)" } ?? ""
    var observation = Observation(
      scan: scan, kind: location.image == nil ? .sca : .container, ruleId: one.id, title: one.id + name,
      location: location, at: target.position)
    observation.component = found?.component
    if let version = target.version, found?.component.version == nil { observation.component?.version = version }
    (observation.ids, observation.cwes) = (([one.id] + one.aliases).distinct, one.cwes)
    observation.published = one.published
    observation.rate(by: one.ratings)
    observation.applyState(of: one, in: target)
    return observation
  }

  /// The places where the component of a target was found, after the first.
  func furtherPlaces(of target: BOMTarget) -> [Location] {
    guard let found = target.component ?? target.ref.flatMap({ components[$0] }) else { return [] }
    return found.furtherPlaces.map { place in
      var place = place
      place.image = place.image ?? subject?.location.image
      return place
    }
  }

  /// The component for a reference: a `bom-ref` of this document, a BOM-Link (`urn:cdx:serial/version#ref`) or a purl.
  private func component(_ ref: String) -> BOMComponent? {
    if let known = components[ref] { return known }
    guard ref.hasPrefix("urn:cdx:"), let hash = ref.firstIndex(of: "#") else { return BOMComponent(purl: ref) }
    let inner = String(decoding: Paths.percentDecoded(ref[ref.index(after: hash)...].utf8), as: UTF8.self)
    let serial = ref[..<hash].dropFirst("urn:cdx:".count).prefix { $0 != "/" }
    // A `bom-ref` of another document is not defined in this one.
    let isOwn = serialNumber.map { $0.hasSuffix(serial) } ?? false
    return (isOwn ? components[inner] : nil) ?? BOMComponent(purl: inner)
  }
}

extension BOMComponent {
  /// Creates a component from a purl alone; nil if the purl is invalid.
  fileprivate init?(purl text: String) {
    guard text.hasPrefix("pkg:") else { return nil }
    component = Component(stated: text, ecosystem: nil, name: text, version: nil)
    guard let purl = component.purl else { return nil }
    component.name = [purl.namespace, purl.name].compactMap { $0 }.joined(separator: "/")
  }
}

extension Observation {
  /// Sets the state from the analysis, else from the affected versions or the withdrawal of the record.
  fileprivate mutating func applyState(of one: BOMVulnerability, in target: BOMTarget) {
    switch one.analysis?.state {
    case "resolved", "resolved_with_pedigree": state = .fixed
    case "false_positive": state = .falsePositive
    case "not_affected": state = .suppressed
    case .some, nil:
      if target.isUnaffected(component) { (state, stateReason) = (.suppressed, "unaffected") }
      if let moment = one.rejected { (state, stateReason) = (.suppressed, "rejected \(moment)") }
      return
    }
    let reasons = [one.analysis?.state, one.analysis?.justification, one.analysis?.detail].compactMap { $0 }
    stateReason = reasons.joined(separator: ": ")
  }
}
