import Documents
import Model

extension BillOfMaterials {
  /// Reads CycloneDX in JSON: https://cyclonedx.org/docs/1.7/json
  init(_ root: JSONValue, in report: ReportBuilder) throws(Diagnostic) {
    let metadata = try root.object("metadata")
    time = metadata?.text("timestamp").flatMap { Timestamp($0) }
    serialNumber = root.stated("serialNumber")
    if let tool = try firstTool(metadata?["tools"]) {
      (self.tool, toolVersion) = (tool.stated("name"), tool.stated("version"))
    }
    var reader = ComponentsInJSON()
    if let value = try metadata?.object("component") { subject = try reader.read([value], image: nil).first }
    let listed = Array(try root.list("components"))
    listsComponents = !listed.isEmpty
    _ = try reader.read(listed, image: subject?.location.image)
    components = reader.found
    listsVulnerabilities = root["vulnerabilities"] != nil
    for (index, value) in try root.list("vulnerabilities").enumerated() {
      vulnerabilities.append(try BOMVulnerability(value, at: index, in: report))
    }
  }
}

/// The first tool: since 1.5 in lists of components and services, before in a list of tools.
private func firstTool(_ value: JSONValue?) throws(Diagnostic) -> JSONValue? {
  guard let value, value.kind == .object else { return try value?.elements().first }
  if let component = try value.list("components").first { return component }
  return try value.list("services").first
}

private struct ComponentsInJSON {
  var found: [String: BOMComponent] = [:]
  private let purls = StatedPURLs()

  /// Reads components and those nested in them; returns only the outer ones. It uses a stack instead of recursion,
  /// because nesting is not limited.
  mutating func read(_ values: [JSONValue], image: String?) throws(Diagnostic) -> [BOMComponent] {
    var outer: [BOMComponent] = []
    var work = Array(values.map { (value: $0, image: image, isOuter: true) }.reversed())
    while let (value, image, isOuter) = work.popLast() {
      let component = try component(value, in: image)
      if let ref = value.stated("bom-ref") { found[ref] = component }
      if isOuter { outer.append(component) }
      for inner in try value.list("components") { work.append((inner, component.location.image, false)) }
    }
    return outer
  }

  private func component(_ value: JSONValue, in image: String?) throws(Diagnostic) -> BOMComponent {
    var parts = BOMComponentParts(name: value.stated("name"), group: value.stated("group"))
    (parts.version, parts.purl) = (value.stated("version"), value.stated("purl"))
    parts.isImage = value["type"]?.equals("container") ?? false
    for property in try value.list("properties") {
      parts.apply(property.text("name"), property.scalar("value"))
    }
    if let evidence = try value.object("evidence") {
      for occurrence in try evidence.list("occurrences") {
        parts.occurs(at: occurrence.stated("location"), line: occurrence.line("line"))
      }
    }
    return parts.component(in: image, purls)
  }
}

extension BOMVulnerability {
  fileprivate init(_ value: JSONValue, at index: Int, in report: ReportBuilder) throws(Diagnostic) {
    id = try value.required("id")
    for reference in try value.list("references") { if let name = reference.stated("id") { aliases.append(name) } }
    for rating in try value.list("ratings") { ratings.append(BOMRating(rating)) }
    cwes = try Weakness.numbers(in: value["cwes"])
    rejected = value.stated("rejected")
    published = value.text("published").flatMap { Timestamp($0) }
    if let value = try value.object("analysis") {
      analysis = BOMAnalysis(
        state: value.stated("state"), justification: value.stated("justification"), detail: value.stated("detail"))
    }
    for (number, target) in try value.list("affects").enumerated() {
      targets.append(try BOMTarget(target, at: report.position("/vulnerabilities/\(index)/affects", number)))
    }
    if targets.isEmpty { targets = [BOMTarget(position: report.position("/vulnerabilities", index))] }
  }
}

extension BOMRating {
  fileprivate init(_ value: JSONValue) {
    (source, score) = (value["source"]?.stated("name"), value.number("score"))
    (severity, method, vector) = (value.stated("severity"), value.stated("method"), value.stated("vector"))
  }
}

extension BOMTarget {
  fileprivate init(_ value: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    self.init(ref: try value.required("ref"), position: position)
    versions = try value.list("versions").map { entry in
      BOMAffectedVersion(
        version: entry.stated("version"), range: entry.stated("range"), status: entry.stated("status"))
    }
  }
}
