import Model

/// One dependency (a file or a package) with its vulnerabilities.
struct DependencyCheckEntry<Record: DependencyCheckRecord> {
  private let value: Record
  private let scan: Scan
  private let component: Component
  private let path: String?
  /// The files of the dependencies that are listed under this one because they are the same.
  private let related: [Location]

  init(_ value: Record, scan: Scan) throws(Diagnostic) {
    (self.value, self.scan) = (value, scan)
    component = try value.component
    path = value.path
    related = try value.parts("relatedDependencies", in: "relatedDependencies", "relatedDependency").compactMap {
      $0.path.map { Location(path: $0) }
    }
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    for (index, found) in try value.parts("vulnerabilities", in: "vulnerabilities", "vulnerability").enumerated() {
      let position = found.position("\(pointer)/vulnerabilities/\(index)", in: report)
      report.add(try observation(found, at: position), alsoAt: related)
    }
    let suppressed = try value.parts("suppressedVulnerabilities", in: "vulnerabilities", "suppressedVulnerability")
    for (index, found) in suppressed.enumerated() {
      let position = found.position("\(pointer)/suppressedVulnerabilities/\(index)", in: report)
      var observation = try observation(found, at: position)
      (observation.state, observation.stateReason) = (.suppressed, found.word("notes") ?? "suppressed without a reason")
      report.add(observation, alsoAt: related)
    }
  }

  private func observation(_ found: Record, at position: SourcePosition) throws(Diagnostic) -> Observation {
    guard let name = found.word("name") else { throw found.mismatch("a vulnerability with a `name`") }
    var observation = Observation(
      scan: scan, kind: .sca, ruleId: name, title: "\(name) in \(component.name)", location: Location(path: path),
      at: position)
    observation.nativeSeverity = found.word("severity")
    // RetireJS names some vulnerabilities by a sentence.
    observation.ids = [vulnerability(name)].compactMap { $0 }
    for weakness in try found.words("cwes", in: "cwes", "cwe") + [found.word("cwe") ?? ""] {
      observation.cwes.add(weakness: Weakness.number(weakness))
    }
    observation.cvss = found.scores
    observation.isKnownExploited = found.part("knownExploitedVulnerability") == nil ? nil : true
    observation.component = component
    return observation
  }
}

// MARK: - A dependency

extension DependencyCheckRecord {
  /// The first package that the file was identified as, else the file itself; an identification by name only (CPE) is
  /// not used.
  fileprivate var component: Component {
    get throws(Diagnostic) {
      let file = word("fileName") ?? "unnamed"
      if let purl = try parts("packages", in: "identifiers", "package").first?.word("id") {
        return Component(stated: purl, named: file)
      }
      // Before version 5: `org.acme:library:6.7.8`.
      let identifiers = try parts("identifiers", in: "identifiers", "identifier")
      let parts = identifiers.first { $0.word("type") == "maven" }?.word("name")?.split(separator: ":") ?? []
      guard parts.count == 3 else { return Component(name: file) }
      return Component(
        stated: nil, ecosystem: "maven", name: "\(parts[0]):\(parts[1])", version: String(parts[2]))
    }
  }

  /// The path of the file. For a package of a lock file, the path of the lock file without the part for the package:
  /// `app/package-lock.json?/lodash:4.17.4`.
  fileprivate var path: String? {
    guard let path = word("filePath"), word("isVirtual") == "true" else { return word("filePath") }
    // The colon of `C:\` is not a separator.
    let end = path.dropFirst(2).firstIndex { $0 == "?" || $0 == ":" }
    return end.map { String(path[..<$0]) } ?? path
  }
}

extension Component {
  /// Creates a package from its purl; if that is invalid, its name is `file`.
  fileprivate init(stated purl: String, named file: String) {
    self.init(stated: purl, ecosystem: nil, name: file, version: nil)
    guard let purl = self.purl else { return }
    let separator = purl.type == "maven" ? ":" : "/"
    name = purl.namespace.map { $0 + separator + purl.name } ?? purl.name
  }
}

// MARK: - A vulnerability

extension DependencyCheckRecord {
  /// The ratings in all versions of CVSS. The metrics are written as words, from which the vector is built.
  fileprivate var scores: [CVSSRating] {
    var scores: [CVSSRating] = []
    if let rating = part("cvssv4", inXML: "cvssV4"), let vector = rating.word("vectorString") {
      scores.append(
        CVSSRating(version: CVSSRating.version(of: vector), vector: vector, score: rating.score("baseScore")))
    }
    if let rating = part("cvssv3", inXML: "cvssV3"), let score = rating.score("baseScore") {
      let vector = rating.word("version").flatMap { rating.vector(version3, beginning: ["CVSS:\($0)"]) }
      scores.append(CVSSRating(version: rating.word("version") ?? "3.0", vector: vector, score: score))
    }
    if let rating = part("cvssv2", inXML: "cvssV2"), let score = rating.score("score") {
      scores.append(CVSSRating(version: "2.0", vector: rating.vector(version2), score: score))
    } else if let score = score("cvssScore") {
      scores.append(CVSSRating(version: "2.0", score: score))
    }
    return scores
  }

  /// The score, rounded to one decimal: it is computed in single precision, and 9.8 is written as `9.800000190734863`.
  private func score(_ name: StaticString) -> Double? {
    word(name).flatMap { Double($0) }.map { ($0 * 10).rounded() / 10 }
  }

  /// The CVSS vector from the first letters of the metrics' words; nil if a metric is missing.
  private func vector(_ metrics: [(String, [StaticString])], beginning: [String] = []) -> String? {
    let values = metrics.compactMap { letter, names in
      names.lazy.compactMap { self.word($0)?.first }.first.map { "\(letter):\($0)" }
    }
    return values.count == metrics.count ? (beginning + values).joined(separator: "/") : nil
  }
}

private let version3: [(String, [StaticString])] = [
  ("AV", ["attackVector"]), ("AC", ["attackComplexity"]), ("PR", ["privilegesRequired"]), ("UI", ["userInteraction"]),
  ("S", ["scope"]), ("C", ["confidentialityImpact"]), ("I", ["integrityImpact"]), ("A", ["availabilityImpact"]),
]

private let version2: [(String, [StaticString])] = [
  ("AV", ["accessVector"]), ("AC", ["accessComplexity"]), ("Au", ["authenticationr", "authentication"]),
  ("C", ["confidentialityImpact", "confidentialImpact"]), ("I", ["integrityImpact"]), ("A", ["availabilityImpact"]),
]
