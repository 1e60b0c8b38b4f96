import Model
import PackageURL
import TestSupport

/// A made-up estate of problems, with what several tools would say of each, and which problem each of them means.
struct Estate {
  private(set) var observations: [Observation] = []
  /// The problem that each observation means, by the pointer of its place.
  private(set) var truth: [String: Int] = [:]
  private(set) var problems = 0
  private var random: Seeded

  init(seed: UInt64, size: Int) {
    random = Seeded(seed)
    for index in 0..<size {
      switch index % 5 {
      case 0: addCode(index)
      case 1: addDependency(index)
      case 2: addSystemPackage(index)
      case 3: addSecret(index)
      default: addConfiguration(index)
      }
    }
  }

  private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

  /// Two problems of one CWE in one file are ten lines apart; the ranges of two tools overlap.
  private mutating func addCode(_ index: Int) {
    let line = 10 + (index / 50) * 14
    let path = "src/file\(index % 50).py"
    var said = [observation("CodeQL", .sast, "py/rule-\(index % 7)", path, line)]
    said[0].cwes = [80 + index % 3, 900 + index % 2]
    if chance(0.5) {
      var other = observation(
        "semgrep", .sast, "audit.rule-\(index % 7)", path, line - Int.random(in: 0...2, using: &random))
      other.location.endLine = line
      other.cwes = [80 + index % 3]
      other.severity = .high
      said.append(other)
    }
    if chance(0.3) {
      var other = observation("Bandit", .sast, "B\(index % 7)", path, line)
      other.cwes = [80 + index % 3]
      said.append(other)
    }
    add(said)
  }

  private mutating func addDependency(_ index: Int) {
    let purl = try? PURL("pkg:npm/package-\(index % 40)@1.\(index % 3).0")
    let names = ["CVE-2024-\(10000 + index)", "GHSA-xxxx-\(1000 + index)-yyyy"]
    var trivy = observation("Trivy", .sca, names[0], "app\(index % 4)/package-lock.json", nil)
    (trivy.ids, trivy.component) = ([names[0]], Component(purl: purl, name: "package"))
    var said = [trivy]
    if chance(0.6) {
      var grype = observation("Grype", .sca, names[1], "app\(index % 4)/package-lock.json", nil)
      (grype.ids, grype.component) = ([names[1].lowercased(), names[0]], Component(purl: purl, name: "package"))
      said.append(grype)
      if chance(0.5) {
        var audit = observation("npm audit", .sca, names[1], "app\(index % 4)/package-lock.json", nil)
        (audit.ids, audit.component) = ([names[1]], Component(purl: purl, name: "package"))
        said.append(audit)
      }
    }
    add(said)
  }

  private mutating func addSystemPackage(_ index: Int) {
    let name = "lib\(index % 30)", id = "CVE-2023-\(20000 + index)"
    var trivy = observation("Trivy", .container, id, nil, nil)
    trivy.location.image = "acme/shop:1.\(index % 2) (debian 12.7)"
    (trivy.ids, trivy.component) = (
      [id], Component(purl: try? PURL("pkg:deb/debian/\(name)@1.0?arch=amd64&distro=debian-12.7"), name: name)
    )
    var said = [trivy]
    if chance(0.5) {
      var grype = observation("grype", .container, id, "var/lib/dpkg/status", nil)
      grype.location.image = "acme/shop:1.\(index % 2)"
      (grype.ids, grype.component) = (
        [id], Component(purl: try? PURL("pkg:deb/debian/\(name)@1.0?distro=debian-12"), name: name)
      )
      said.append(grype)
    }
    add(said)
  }

  private mutating func addSecret(_ index: Int) {
    let line = 3 + (index / 20) * 4
    var gitleaks = observation("gitleaks", .secret, "aws-key", "conf/env\(index % 20)", line)
    gitleaks.secretDigest = "digest-\(index)"
    var said = [gitleaks]
    if chance(0.5) {
      var other = observation("trufflehog", .secret, "AWS", "conf/env\(index % 20)", line + 1)
      other.secretDigest = "digest-\(index)"
      said.append(other)
    }
    if chance(0.5) {
      said.append(observation("detect-secrets", .secret, "AWS Access Key", "conf/env\(index % 20)", line))
    }
    add(said)
  }

  private mutating func addConfiguration(_ index: Int) {
    let path = "deploy/main\(index % 9).tf"
    var trivy = observation("Trivy", .iac, "AWS-\(index % 11)", path, index)
    trivy.location.resource = "aws_s3_bucket.b\(index)"
    var said = [trivy]
    if chance(0.4) {
      var other = observation("tfsec", .iac, "aws-\(index % 11)", path, index + 1)
      other.location.resource = "aws_s3_bucket.b\(index)"
      said.append(other)
    }
    add(said)
    if chance(0.3) { add([observation("checkov", .iac, "CKV_AWS_\(index % 11)", path, index)]) }
  }

  private func observation(
    _ tool: String, _ kind: Observation.Kind, _ rule: String, _ path: String?, _ line: Int?
  ) -> Observation {
    Observation(
      scan: Scan(format: "toy", tool: tool, report: tool), kind: kind, ruleId: rule, title: "\(tool) says \(rule)",
      location: Location(path: path, startLine: line), at: SourcePosition(file: tool))
  }

  private mutating func add(_ said: [Observation]) {
    for var one in said {
      one.at.pointer = "/\(observations.count)"
      truth["/\(observations.count)"] = problems
      observations.append(one)
      // Now and then a tool says the very same twice.
      if chance(0.05) {
        one.at.pointer = "/\(observations.count)"
        truth["/\(observations.count)"] = problems
        observations.append(one)
      }
    }
    problems += 1
  }
}
