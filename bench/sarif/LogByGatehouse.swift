import Documents
import Model

extension Log {
  init(_ root: JSONValue) throws(Diagnostic) {
    for run in try root.list("runs") { runs.append(try Run(run)) }
  }
}

extension Log.Run {
  fileprivate init(_ run: JSONValue) throws(Diagnostic) {
    var driver = Log.Driver(name: "", rules: [])
    if let value = run["tool"]?["driver"] {
      driver.name = value.text("name") ?? ""
      for rule in try value.list("rules") { driver.rules?.append(Log.Rule(id: rule.text("id") ?? "")) }
    }
    tool = Log.Tool(driver: driver)
    var results: [Log.Result] = []
    for result in try run.list("results") { results.append(try Log.Result(result)) }
    self.results = results
  }
}

extension Log.Result {
  fileprivate init(_ result: JSONValue) throws(Diagnostic) {
    (ruleId, level) = (result.text("ruleId"), result.text("level"))
    message = Log.Message(text: result["message"]?.text("text"))
    var locations: [Log.Location] = []
    for location in try result.list("locations") { locations.append(Log.Location(location)) }
    self.locations = locations
    guard let given = try result.object("partialFingerprints") else { return }
    var fingerprints: [String: String] = [:]
    for (name, value) in try given.members() { fingerprints[name] = value.text }
    partialFingerprints = fingerprints
  }
}

extension Log.Location {
  fileprivate init(_ location: JSONValue) {
    guard let physical = location["physicalLocation"] else { return }
    physicalLocation = Log.Physical(
      artifactLocation: physical["artifactLocation"].map { Log.Artifact(uri: $0.text("uri")) },
      region: physical["region"].map { Log.Region(startLine: $0.integer("startLine")) })
  }
}
