import Documents
import Model

extension TrivySection {
  func misconfiguration(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (id, cause) = (try entry.required("ID"), entry["CauseMetadata"])
    let resource = cause?.stated("Resource")
    var location = Location(
      path: artifact.isImage ? target.withoutLeadingSlash : target, resource: resource, image: artifact.image)
    (location.startLine, location.endLine) = lines(of: cause)
    // A target in a cluster is no file: `Deployment/shop`.
    if let object = artifact.resource {
      location = Location(resource: resource.map { "\(object) \($0)" } ?? object)
    }
    var observation = Observation(
      scan: artifact.scan, kind: .iac, ruleId: id, title: entry.stated("Title") ?? id, location: location, at: position)
    observation.nativeSeverity = entry.stated("Severity")
    // The same check under its name in Aqua's database: the one name that older and newer releases share.
    observation.ids = [entry.stated("AVDID")].compactMap { $0 }.filter { $0 != id }
    if entry["Status"]?.equals("EXCEPTION") ?? false {
      (observation.state, observation.stateReason) = (.suppressed, "an exception in Trivy's policy")
    }
    return observation
  }

  /// Trivy masks the value in `Match` and `DiagnosticCode`, so there is nothing to take a digest of.
  func secret(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try entry.required("RuleID")
    var location = Location(path: artifact.isImage ? target.withoutLeadingSlash : target, image: artifact.image)
    (location.startLine, location.endLine) = lines(of: entry)
    location.layer = entry["Layer"].flatMap { $0.stated("DiffID") ?? $0.stated("Digest") }
    var observation = Observation(
      scan: artifact.scan, kind: .secret, ruleId: id, title: entry.stated("Title") ?? id, location: location, at: position)
    observation.nativeSeverity = entry.stated("Severity")
    return observation
  }
}

/// Lines from 1; Trivy writes 0 where it knows none.
private func lines(of value: JSONValue?) -> (start: Int?, end: Int?) {
  guard let value, let start = value.integer("StartLine"), start > 0 else { return (nil, nil) }
  return (start, value.integer("EndLine").flatMap { $0 >= start ? $0 : nil } ?? start)
}
