import Documents
import Interning
import Model

extension SARIFRun {
  /// The first location of a result, or else the file that was analysed (§3.27.13).
  func location(of result: JSONValue) throws(Diagnostic) -> Location {
    let found = try result.list("locations").first
    let physical = found?["physicalLocation"]
    let region = physical?["region"]
    let path = InternedOptional(locations.knownPath(of: physical?["artifactLocation"] ?? result["analysisTarget"]))
    let line = region?.integer("startLine")
    var location = Location(
      path: path, startLine: line, endLine: region?.integer("endLine") ?? line,
      startColumn: region?.integer("startColumn"))
    if path.isNil { location.resource = try found?.list("logicalLocations").first.flatMap { locations.name(of: $0) } }
    return location
  }
}
