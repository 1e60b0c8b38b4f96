import Model

/// What a CycloneDX document says, in JSON and XML alike.
struct BillOfMaterials {
  var tool: String?
  var toolVersion: String?
  var time: Timestamp?
  /// `urn:uuid:…`
  var serialNumber: String?
  /// What the document is about: an image, a program.
  var subject: BOMComponent?
  /// Every component that can be referred to, by its `bom-ref`.
  var components: [String: BOMComponent] = [:]
  var listsComponents = false
  var vulnerabilities: [BOMVulnerability] = []
  /// Whether the list of vulnerabilities is there, be it empty.
  var listsVulnerabilities = false
}

/// A component and where it lies.
struct BOMComponent {
  var component: Component
  var location = Location()
}

struct BOMVulnerability {
  var id: String
  /// Names of the same vulnerability.
  var aliases: [String] = []
  var ratings: [BOMRating] = []
  var cwes: [Int] = []
  var analysis: BOMAnalysis?
  /// When its database took the record back.
  var rejected: String?
  var targets: [BOMTarget] = []
}

/// The verdict of whoever looked at it.
struct BOMAnalysis {
  var state: String?
  var justification: String?
  var detail: String?
}

/// What a vulnerability is in.
struct BOMTarget {
  var ref: String?
  /// The component itself, where the vulnerability stands inside it.
  var component: BOMComponent?
  var version: String?
  /// Whether every version that is named is said to be unaffected.
  var isUnaffected = false
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
    observation.rate(by: one.ratings)
    observation.settle(one, in: target)
    return observation
  }

  /// By a reference of this document, a BOM-Link (`urn:cdx:serial/version#ref`) or a purl.
  private func component(_ ref: String) -> BOMComponent? {
    if let known = components[ref] { return known }
    guard ref.hasPrefix("urn:cdx:"), let signature = ref.firstIndex(of: "#") else { return BOMComponent(purl: ref) }
    let inner = String(decoding: Paths.percentDecoded(ref[ref.index(after: signature)...].utf8), as: UTF8.self)
    let serial = ref[..<signature].dropFirst("urn:cdx:".count).prefix { $0 != "/" }
    // Another document's names mean nothing here.
    let isOwn = serialNumber.map { $0.hasSuffix(serial) } ?? false
    return (isOwn ? components[inner] : nil) ?? BOMComponent(purl: inner)
  }
}

extension BOMComponent {
  /// A package that is known by its purl alone.
  fileprivate init?(purl text: String) {
    guard text.hasPrefix("pkg:") else { return nil }
    component = Component(stated: text, ecosystem: nil, name: text, version: nil)
    guard let purl = component.purl else { return nil }
    component.name = [purl.namespace, purl.name].compactMap { $0 }.joined(separator: "/")
  }
}

extension Observation {
  /// Sets the state by the analysis, else by what is said of the versions and of the record itself.
  fileprivate mutating func settle(_ one: BOMVulnerability, in target: BOMTarget) {
    switch one.analysis?.state {
    case "resolved", "resolved_with_pedigree": state = .fixed
    case "false_positive": state = .falsePositive
    case "not_affected": state = .suppressed
    case .some, nil:
      if target.isUnaffected { (state, stateReason) = (.suppressed, "unaffected") }
      if let moment = one.rejected { (state, stateReason) = (.suppressed, "rejected \(moment)") }
      return
    }
    let said = [one.analysis?.state, one.analysis?.justification, one.analysis?.detail].compactMap { $0 }
    stateReason = said.joined(separator: ": ")
  }
}
