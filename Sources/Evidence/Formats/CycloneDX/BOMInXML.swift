import Documents
import Model

extension BillOfMaterials {
  /// Reads CycloneDX in XML: https://cyclonedx.org/docs/1.7/xml
  init(_ root: XMLElement) throws(Diagnostic) {
    let metadata = root.child("metadata")
    time = metadata?.text("timestamp").flatMap { Timestamp($0) }
    serialNumber = root.attribute("serialNumber")
    if let tool = firstTool(metadata?.child("tools")) {
      (self.tool, toolVersion) = (tool.text("name"), tool.text("version"))
    }
    if let element = metadata?.child("component") { subject = try read([element], image: nil).first }
    let listed = root.child("components")?.children("component") ?? []
    listsComponents = !listed.isEmpty
    _ = try read(listed, image: subject?.location.image)
    listsVulnerabilities = root.child("vulnerabilities") != nil
    for element in root.child("vulnerabilities")?.children("vulnerability") ?? [] {
      vulnerabilities.append(try BOMVulnerability(element, in: nil))
    }
  }

  /// Reads components, those nested in them, and the vulnerabilities inside them; returns only the outer components.
  private mutating func read(_ elements: [XMLElement], image: String?) throws(Diagnostic) -> [BOMComponent] {
    var outer: [BOMComponent] = []
    var work = Array(elements.map { (element: $0, image: image, isOuter: true) }.reversed())
    while let (element, image, isOuter) = work.popLast() {
      let component = try BOMComponent(element, in: image)
      if let ref = element.attribute("bom-ref") { components[ref] = component }
      if isOuter { outer.append(component) }
      for value in element.child("vulnerabilities")?.children("vulnerability") ?? [] {
        vulnerabilities.append(try BOMVulnerability(value, in: component))
      }
      for inner in element.child("components")?.children("component").reversed() ?? [] {
        work.append((inner, component.location.image, false))
      }
    }
    return outer
  }
}

/// The first tool: since 1.5 in lists of components and services, before in a list of tools.
private func firstTool(_ element: XMLElement?) -> XMLElement? {
  element?.child("tool") ?? element?.child("components")?.child("component")
    ?? element?.child("services")?.child("service")
}

extension BOMComponent {
  fileprivate init(_ element: XMLElement, in image: String?) throws(Diagnostic) {
    var parts = BOMComponentParts(name: element.text("name"), group: element.text("group"))
    (parts.version, parts.purl) = (element.text("version"), element.text("purl"))
    parts.isImage = element.attribute("type") == "container"
    for property in element.child("properties")?.children("property") ?? [] {
      parts.apply(property.attribute("name"), property.text)
    }
    for occurrence in element.child("evidence")?.child("occurrences")?.children("occurrence") ?? [] {
      parts.occurs(at: occurrence.text("location"), line: occurrence.integer("line"))
    }
    self = parts.component(in: image)
  }
}

extension BOMVulnerability {
  /// Reads a vulnerability.
  ///
  /// - Parameter component: the component that contains it, in the extension for schemas before 1.4.
  fileprivate init(_ element: XMLElement, in component: BOMComponent?) throws(Diagnostic) {
    id = try element.required("id")
    aliases = (element.child("references")?.children("reference") ?? []).compactMap { $0.text("id") }
    ratings = (element.child("ratings")?.children("rating") ?? []).map(BOMRating.init)
    for weakness in element.child("cwes")?.children("cwe") ?? [] {
      cwes.add(weakness: weakness.text.flatMap { Weakness.number($0, isBare: true) })
    }
    rejected = element.text("rejected")
    published = element.text("published").flatMap { Timestamp($0) }
    if let details = element.child("analysis") {
      analysis = BOMAnalysis(
        state: details.text("state"), justification: details.text("justification"), detail: details.text("detail"))
    }
    for target in element.child("affects")?.children("target") ?? [] { targets.append(try BOMTarget(target)) }
    if targets.isEmpty {
      targets = [BOMTarget(ref: element.attribute("ref"), component: component, position: element.position)]
    }
  }
}

extension BOMRating {
  fileprivate init(_ element: XMLElement) {
    let number = element.text("score") ?? element.child("score")?.text("base")
    // The extension names the source only in an attribute of the vulnerability.
    (source, score) = (element.child("source")?.text("name"), number.flatMap { Double($0) })
    (severity, method, vector) = (element.text("severity"), element.text("method"), element.text("vector"))
  }
}

extension BOMTarget {
  fileprivate init(_ element: XMLElement) throws(Diagnostic) {
    self.init(ref: try element.required("ref"), position: element.position)
    versions = (element.child("versions")?.children("version") ?? []).map { entry in
      BOMAffectedVersion(version: entry.text("version"), range: entry.text("range"), status: entry.text("status"))
    }
  }
}
