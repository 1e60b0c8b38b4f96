import Interning
import Model
import TestSupport
import Testing

@testable import Correlation

/// Fields that run together when they are only joined are the same finding to other tools, or a new one each day.
struct IdentityTests {
  /// Undelimited: rule, file and line `R1|src/a.py1|2` and `R1|src/a.py|12`; package and version `lib-1|2.0` and `lib-|12.0`.
  @Test(arguments: [
    (iac("r1", "src/a.py1", "2"), iac("r1", "src/a.py", "12")), (iac("r1", "a", "b"), iac("r1a", "", "b")),
    (iac("r", nil, "a"), iac("r", "a", nil)), (unnamed("lib-1", "2.0"), unnamed("lib-", "12.0")),
    (unnamed("a\u{0}b", "c"), unnamed("a", "b\u{0}c")),
    (unnamed("a", "b", in: "e\u{0}"), unnamed("\u{0}a", "b", in: "e")),
    (service(["a\u{0}b", "c"]), service(["a", "b\u{0}c"])), (service(["a", nil]), service(["a", ""])),
    (print("name-one", "\u{0}12345678"), print("name-one\u{0}", "12345678", line: 9)),
    (
      print("n", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{8}12345678"),
      print("n\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{10}", "12345678", line: 9)
    ),
    (printed("n", "12345678"), iac("r", "f", "n\u{0}12345678")),
    (lying(path: "x"), lying(resource: "x")), (lying(path: "x"), lying(image: "x")),
    (lying(url: "x"), lying(resource: "x")),
    (bundle(["CVE-1", "CVE-2"]), bundle(["CVE-1"])),
  ])
  func `other fields are another finding`(one: Observation, other: Observation) {
    let (both, swapped) = (merged([one, other]), merged([other, one]))
    #expect(both.count == 2)
    #expect(both == swapped)
    // Not told apart by their order, either: each keeps its id without the other.
    #expect(Set(both.map(\.id)) == Set([one, other].map { merged([$0])[0].id }))
  }

  @Test func `equal fields have one identity, and random ones that differ have two`() {
    var random = Seeded(4)
    let fields = (0..<20_000).map { _ in (0..<4).map { _ in field(&random) } }
    #expect(identities(of: fields.map(service)) == Set(fields).count)
    let named = (0..<20_000).map { _ in ["n" + (field(&random) ?? ""), (field(&random) ?? "") + "12345678"] }
    // On lines of their own, which no identity holds: otherwise they would be one result, said more than once.
    let lines = named.enumerated().map { print($1[0], $1[1], line: $0 + 1) }
    #expect(identities(of: lines) == Set(named).count)
  }

  /// How many there are before equal ones are numbered, which would tell them apart again. What is the same is one cluster.
  private func identities(of observations: [Observation]) -> Int {
    let input = CorrelationInput(observations)
    return Set(input.identityDigests(of: input.clusters())).count
  }

  /// A few bytes that formats put between fields, and lengths that look like ours.
  private func field(_ random: inout Seeded) -> String? {
    guard Int.random(in: 0..<6, using: &random) > 0 else { return nil }
    let letters = ["a", "1", ":", "-", "\u{0}", "|", "1:a", ","]
    return (0..<Int.random(in: 0..<4, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
  }

  @Test func `a shared check has one identity whichever tools looked, and in every spelling`() {
    let said = [
      docker("hadolint", "DL3020", .quality), docker("Checkov", "CKV_DOCKER_4"), docker("Trivy", "DS005"),
      docker("Trivy", "AVD-DS-0005"), docker("Trivy", "DS-0005"),
    ]
    #expect(Set(said.map { merged([$0])[0].id }).count == 1)
    #expect(merged(said[0...2].map { $0 }).map(\.id) == [merged([said[0]])[0].id])
    #expect(Set(["AVD-AWS-0086", "AWS-0086", "aws-0086"].map { merged([iac($0, "f", "r")])[0].id }).count == 1)
  }
}

/// What every build, rollout or run names anew is no part of an identity.
struct LastingNamesTests {
  @Test(arguments: [
    ("acme/shop:1.2", "acme/shop"), ("acme/shop@sha256:ab", "acme/shop"),
    ("host:5000/shop:1@sha256:ab", "host:5000/shop"),
    ("host:5000/shop", "host:5000/shop"), ("shop", "shop"), (":1", ":1"), ("@x", "@x"),
  ])
  func `images have no tag and no digest`(name: String, lasting: String) {
    #expect(untagged(InternedString(name)).wrappedValue == lasting)
  }

  @Test(arguments: [
    ("prod/ReplicaSet/api-6b7f9d8c54", "prod/ReplicaSet/api"), ("ReplicaSet/api-web-6b7f9d8c54", "ReplicaSet/api-web"),
    ("prod/Pod/api-6b7f9d8c54-x2x4z", "prod/Pod/api"), ("Pod/agent-x2x4z", "Pod/agent"), ("Pod/db-0", "Pod/db-0"),
    ("prod/Job/backup-28391040", "prod/Job/backup"), ("Pod/backup-28391040-x2x4z", "Pod/backup"),
    ("Deployment/api-service1", "Deployment/api-service1"),
    ("ns/Deployment/worker-backtracking", "ns/Deployment/worker-backtracking"),
    ("replicaset-api-6b7f9d8c54", "replicaset-api"), ("aws_s3_bucket.logs", "aws_s3_bucket.logs"),
    ("arn:aws:ec2:eu:1:i-0abc", "arn:aws:ec2:eu:1:i-0abc"),
  ])
  func `workloads have no generated parts`(name: String, lasting: String) {
    #expect(lastingResource(InternedString(name)).wrappedValue == lasting)
  }

  @Test func `findings of two builds have one id, and those of two images have two`() {
    func id(_ image: String) -> String {
      var one = package("A", ["CVE-1"], path: "usr/lib/a")
      one.location.image = image
      return merged([one])[0].id
    }
    #expect(id("acme/shop:1") == id("acme/shop@sha256:ab") && id("acme/shop:1") != id("acme/web:1"))
    func file(_ path: String) -> String { merged([code("A", line: 1, path: path)])[0].id }
    #expect(file("/tmp/scan.x1/src/a.py") == file("/tmp/scan.y2/src/a.py") && file("src/a.py") != file("lib/a.py"))
  }
}

/// The id of a finding stays while the reports on it change.
struct LastingIDTests {
  private func ids(_ observations: [Observation]) -> Set<String> {
    Set(merged(observations).flatMap { [$0.id] + $0.aliases })
  }

  @Test func `a rule that names other weaknesses reports the finding that it reported`() {
    let said = [[89], [89, 20], [20], []].map { merged([code("A", line: 4, cwes: $0)])[0].id }
    #expect(Set(said).count == 1)
    let secrets = [[798], [798, 200], []].map { merged([code("A", line: 4, cwes: $0)])[0].id }
    #expect(Set(secrets).count == 1)
  }

  @Test func `a finding has the ids that it would have if fewer tools reported it`() {
    let (one, other) = (code("A", line: 4, rule: "z"), code("B", line: 4, rule: "b"))
    #expect(merged([one, other]).count == 1)
    #expect(ids([one, other]) == ids([one]).union(ids([other])))
  }

  @Test func `an alias of one finding is the id of no other one`() {
    // Two results of one rule on one line, of which another tool confirms the second.
    var (first, second) = (code("A", line: 4, rule: "z"), code("A", line: 4, rule: "z"))
    (first.location.startColumn, second.location.startColumn) = (1, 20)
    var other = code("B", line: 4, rule: "b")
    other.location.startColumn = 20
    let findings = merged([first, second, other])
    let all = findings.flatMap { [$0.id] + $0.aliases }
    #expect(findings.count == 2 && Set(all).count == all.count)
    #expect(ids([first, second]).isSubset(of: all))
  }

  @Test func `lines of one text are two findings, each with the id of its number`() {
    func line(_ line: Int, number: Int) -> Observation {
      var one = code("A", line: line)
      one.fingerprints[lineFingerprint] = String(repeating: "a", count: 64)
      if number > 0 { one.origin = LineOrigin(number: number) }
      return one
    }
    let alone = merged([line(9, number: 1)])[0].id
    let both = merged([line(2, number: 2), line(9, number: 1)])
    #expect(both.count == 2 && both.contains { $0.id == alone && $0.location.startLine == 9 })
  }

  @Test func `a masked secret is told by its line`() {
    func masked(_ line: Int, _ text: String) -> Observation {
      var one = secret("A", nil, line: line)
      one.origin = LineOrigin(text: InternedString(text))
      return one
    }
    let (one, other) = (masked(4, "aaaa"), masked(9, "bbbb"))
    #expect(merged([one])[0].id != merged([other])[0].id && merged([masked(7, "aaaa")])[0].id == merged([one])[0].id)
  }

  @Test func `the id has the path from which the change moves the file`() {
    var moved = code("A", line: 4, path: "lib/a.py")
    moved.origin = LineOrigin(path: InternedString("a.py"))
    #expect(merged([moved])[0].id == merged([code("A", line: 4)])[0].id)
  }
}

private func iac(_ rule: String, _ path: String?, _ resource: String?) -> Observation {
  Observation(
    scan: Scan(format: "toy", tool: "A", report: "A"), kind: .iac, ruleId: rule, title: "title",
    location: Location(path: path, resource: resource), at: SourcePosition(file: "A"))
}

func docker(_ tool: String, _ rule: String, _ kind: Observation.Kind = .iac, line: Int? = 3, resource: String? = nil)
  -> Observation
{
  Observation(
    scan: Scan(format: "toy", tool: tool, report: tool), kind: kind, ruleId: rule, title: rule,
    location: Location(path: "Dockerfile", startLine: line, resource: resource), at: SourcePosition(file: tool))
}

/// A package without a purl.
private func unnamed(_ name: String, _ version: String, in ecosystem: String = "toy") -> Observation {
  var one = package("A", ["CVE-1"])
  one.component = Component(ecosystem: ecosystem, name: name, version: version)
  return one
}

private func bundle(_ ids: [String]) -> Observation { package("A", ids) }

private func service(_ fields: [String?]) -> Observation {
  var one = Observation(
    scan: Scan(format: "toy", tool: "A", report: "A"), kind: .dast, ruleId: "r", title: "title",
    location: Location(path: "p"), at: SourcePosition(file: "A"))
  one.location.method = fields[0]
  one.location.parameter = fields[1]
  if fields.count > 2 { (one.location.url, one.location.resource) = (fields[2], fields[3]) }
  return one
}

private func printed(_ name: String, _ value: String) -> Observation {
  var one = iac("r", "f", nil)
  one.fingerprints[name] = value
  return one
}

private func lying(path: String? = nil, url: String? = nil, resource: String? = nil, image: String? = nil)
  -> Observation
{
  var one = code("A", line: nil)
  one.location = Location(path: path, url: url, resource: resource, image: image)
  return one
}

private func print(_ name: String, _ value: String, line: Int = 1) -> Observation {
  var one = code("A", line: line)
  one.fingerprints[name] = value
  return one
}
