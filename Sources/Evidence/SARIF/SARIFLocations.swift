import Documents
import Model

extension SARIFRun {
  /// The first location of a result; without one the file that was analysed (§3.27.13).
  func location(of result: JSONValue) throws(Diagnostic) -> Location {
    let found = try result.list("locations").first
    let physical = found?["physicalLocation"]
    var location = Location(path: places.path(of: physical?["artifactLocation"] ?? result["analysisTarget"]))
    if let region = physical?["region"] {
      location.startLine = region.integer("startLine")
      location.endLine = region.integer("endLine") ?? location.startLine
      location.startColumn = region.integer("startColumn")
    }
    if location.path == nil { location.resource = try found?.list("logicalLocations").first.flatMap(places.name) }
    return location
  }
}
