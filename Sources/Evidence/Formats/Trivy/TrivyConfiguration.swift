import Documents
import Model

extension TrivySection {
  func misconfiguration(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let (id, cause) = (try entry.required("ID"), entry["CauseMetadata"])
    let resource = cause?.stated("Resource")
    var location = Location(
      path: artifact.isImage ? target.withoutLeadingSlash : target, resource: resource, image: artifact.image)
    (location.startLine, location.endLine) = lines(of: cause)
    // A target in a cluster is not a file: `Deployment/shop`.
    if let object = artifact.resource {
      location = Location(resource: resource.map { "\(object) \($0)" } ?? object)
    }
    var observation = Observation(
      scan: artifact.scan, kind: .iac, ruleId: id, title: entry.stated("Title") ?? id, location: location, at: position)
    observation.nativeSeverity = entry.stated("Severity")
    // The check's id in Aqua's database, which older and newer releases of Trivy share.
    observation.ids = [entry.stated("AVDID")].compactMap { $0 }.filter { $0 != id }
    if entry["Status"]?.equals("EXCEPTION") ?? false {
      (observation.state, observation.stateReason) = (.suppressed, "an exception in Trivy's policy")
    }
    return observation
  }

  /// The observation of a secret, without a digest, because Trivy masks the value in `Match` and `DiagnosticCode`.
  func secret(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try entry.required("RuleID")
    var location = Location(path: artifact.isImage ? target.withoutLeadingSlash : target, image: artifact.image)
    (location.startLine, location.endLine) = lines(of: entry)
    location.layer = entry["Layer"].flatMap { $0.stated("DiffID") ?? $0.stated("Digest") }
    var observation = Observation(
      scan: artifact.scan, kind: .secret, ruleId: id, title: entry.stated("Title") ?? id, location: location,
      at: position)
    observation.nativeSeverity = entry.stated("Severity")
    return observation
  }
}

/// The first and last line, counted from 1; nil if Trivy writes 0 for unknown.
private func lines(of value: JSONValue?) -> (start: Int?, end: Int?) {
  guard let value, let start = value.line("StartLine"), start > 0 else { return (nil, nil) }
  return (start, value.line("EndLine").flatMap { $0 >= start ? $0 : nil } ?? start)
}
