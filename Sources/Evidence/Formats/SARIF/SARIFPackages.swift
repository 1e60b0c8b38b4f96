import Documents
import Model

extension SARIFRun {
  /// Sets the package of a vulnerability. SARIF has no property for it: Trivy writes it as lines of the message, Snyk
  /// as the name of a logical location (`lodash@4.17.15`), Black Duck as properties.
  func setPackage(of observation: inout Observation, from result: JSONValue) throws(Diagnostic) {
    if let message = result["message"]?.text("text"), message.contains("\nInstalled Version: ") {
      setPackage(of: &observation, fromLines: message)
      return
    }
    if let properties = result["properties"], let name = properties.text("component") {
      observation.component = Component(
        ecosystem: properties.text("componentOrigin"), name: name, version: properties.text("componentVersion"))
      return
    }
    guard let logical = try result.list("locations").first?.list("logicalLocations").first,
      let name = locations.name(of: logical), let at = name.dropFirst().lastIndex(of: "@")
    else { return }
    observation.component = Component(name: String(name[..<at]), version: String(name[name.index(after: at)...]))
  }

  private func setPackage(of observation: inout Observation, fromLines message: String) {
    var fields: [Substring: Substring] = [:]
    for line in message.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
    }
    guard let name = fields["Package"] else { return }
    observation.component = Component(name: String(name), version: fields["Installed Version"].map(String.init))
    observation.fixedVersions = fields["Fixed Version"].map { fixed in
      fixed.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
  }
}
