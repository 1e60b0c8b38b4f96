import Documents
import Model

// composer audit: `composer audit --format=json`, https://getcomposer.org/doc/03-cli.md#audit (Auditor of Composer 2.4 and
// later). It writes the answer only if there are packages to audit.

extension Format {
  static let composerAudit = Format(
    name: "composer-audit", title: "composer audit (JSON)",
    signature: "`advisories` with `abandoned`, or whose first has `advisoryId` and `affectedVersions`",
    kinds: [.sca, .quality],
    severities: ["critical": .critical, "high": .high, "medium": .medium, "low": .low],
    provides: [.severity, .ids, .package, .fixedVersions, .path, .state],
    recognises: isComposerAudit, read: readComposerAudit)
}

private func isComposerAudit(_ root: JSONValue) -> Bool {
  guard let advisories = root["advisories"], !root.has("metadata"), !root.has("vulnerabilities") else { return false }
  if root.has("abandoned") || root.has("ignored-advisories") || root.has("unreachable-repositories") { return true }
  let first = advisories.firstEntry
  return [first, first?.firstEntry].contains { $0?.has("affectedVersions") ?? false && $0?.has("advisoryId") ?? false }
}

private func readComposerAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Composer"
  report.kinds.insert(.sca)
  // A clean answer states neither the lock file nor the number of its packages.
  var reader = ComposerReader(report)
  for (name, value) in try root.members() {
    switch name {
    case "advisories": try reader.readAdvisories(value, at: "/advisories")
    case "ignored-advisories": try reader.readAdvisories(value, at: "/ignored-advisories", areIgnored: true)
    case "abandoned": try reader.readAbandoned(value)
    case "filter": try reader.readFilter(value)
    case "unreachable-repositories":
      let count = try value.entries.count
      if count > 0 { report.fail("Composer could not reach \(count) of its repositories", at: reader.at("/\(name)")) }
    default:
      if !value.isContainer { continue }
      if try value.entries.isEmpty { continue }
      report.fail("the report has a part that is not known: `\(name)`", at: reader.at("/\(pointerToken(name))"))
    }
  }
  report.observations = reader.observations
}

/// Reads the parts of the answer, most of which are maps from packages to lists.
private struct ComposerReader {
  private let (scan, file, pointer): (Scan, String, String)
  private(set) var observations: [Observation] = []

  init(_ report: ReportBuilder) { (scan, file, pointer) = (report.scan(), report.input.name, report.pointer) }

  func at(_ place: String) -> SourcePosition { SourcePosition(file: file, pointer: pointer + place) }

  /// - Parameter areIgnored: whether `audit.ignore` of composer.json suppresses the advisories.
  mutating func readAdvisories(
    _ value: JSONValue, at place: String, areIgnored: Bool = false
  ) throws(Diagnostic) {
    for (package, list) in try value.entries {
      if list.has("advisoryId") {
        observations.append(try advisory(list, on: nil, at: "\(place)/\(package)", areIgnored))
        continue
      }
      for (index, entry) in try list.entries {
        observations.append(
          try advisory(entry, on: package, at: "\(place)/\(pointerToken(package))/\(index)", areIgnored))
      }
    }
  }

  private func advisory(
    _ advisory: JSONValue, on key: String?, at place: String, _ isIgnored: Bool
  ) throws(Diagnostic) -> Observation {
    let id = try advisory.required("advisoryId")
    let package =
      if let name = advisory.stated("packageName") ?? key { name } else { try advisory.required("packageName") }
    var observation = observation(
      .sca, rule: id, title: advisory.stated("title") ?? "\(id) in \(package)", on: package, at: place)
    observation.nativeSeverity = advisory.stated("severity")
    let remote = try advisory.list("sources").compactMap { $0.stated("remoteId") }.filter { vulnerability($0) == $0 }
    observation.ids = ([id] + [advisory.stated("cve")].compactMap { $0 } + remote).distinct
    observation.published = advisory.text("reportedAt").flatMap { Timestamp(loosely: $0) }
    observation.fixedVersions = upperBounds(ofConstraint: advisory.text("affectedVersions"))
    if isIgnored {
      (observation.state, observation.stateReason) = (
        .suppressed, advisory.stated("ignoreReason") ?? "ignored in composer.json"
      )
    }
    return observation
  }

  /// Packages that their authors no longer maintain, with their replacements: a matter of maintenance, no vulnerability.
  mutating func readAbandoned(_ value: JSONValue) throws(Diagnostic) {
    for (package, replacement) in try value.entries {
      let name = value.isArray ? try nameOfAbandoned(replacement) : package
      let hint = value.isArray ? nil : replacement.text.map { "; use \($0)" }
      observations.append(
        observation(
          .quality, rule: "abandoned", title: "\(name) is abandoned\(hint ?? "")", on: name,
          at: "/abandoned/\(pointerToken(package))"))
    }
  }

  private func nameOfAbandoned(_ value: JSONValue) throws(Diagnostic) -> String {
    guard let name = value.text else { throw value.mismatch("the name of a package") }
    return name
  }

  /// Packages on a filter list of a repository, for example known malware (Composer 2.10 and later).
  mutating func readFilter(_ value: JSONValue) throws(Diagnostic) {
    for (package, list) in try value.entries {
      for (index, entry) in try list.entries {
        let name = try entry.required("listName")
        let reason = entry.stated("reason").map { ": \($0)" } ?? ""
        observations.append(
          observation(
            .sca, rule: name, title: "\(package) is on the filter list '\(name)'\(reason)", on: package,
            at: "/filter/\(pointerToken(package))/\(index)"))
      }
    }
  }

  private func observation(
    _ kind: Observation.Kind, rule: String, title: String, on package: String, at place: String
  ) -> Observation {
    var observation = Observation(
      scan: scan, kind: kind, ruleId: rule, title: title, location: Location(path: "composer.lock"), at: at(place))
    // Composer does not state the installed version.
    observation.component = Component(stated: nil, ecosystem: "composer", name: package, version: nil)
    return observation
  }
}

/// The first versions above a constraint such as `>=2.0,<2.5.1|>=3.0,<3.1.2`; nil if a part of it has no bound with `<`.
private func upperBounds(ofConstraint constraint: String?) -> [String]? {
  guard let constraint, !constraint.isEmpty else { return nil }
  var bounds: [String] = []
  for part in constraint.split(separator: "|") {
    let words = part.split { $0 == "," || $0 == " " }
    guard let last = words.first(where: { $0.hasPrefix("<") && !$0.hasPrefix("<=") && !$0.hasPrefix("<>") }) else {
      return nil
    }
    bounds.append(String(last.dropFirst()))
  }
  return bounds.isEmpty ? nil : bounds.distinct
}
