import Model
import PackageURL
import TestSupport

/// Statements crowded into few places, so that every law of merging has work: many say the same, nearly the same, or bridge two.
struct Dense {
  private(set) var observations: [Observation] = []
  private var random: Seeded

  init(seed: UInt64, count: Int, path: String = "") {
    random = Seeded(seed)
    for index in 0..<count { observations.append(statement(index, under: path)) }
  }

  /// The statements as other reports tell them: `pieces` files of each tool.
  func split(in pieces: Int, by random: inout Seeded) -> [Observation] {
    observations.map { $0.told(in: "\($0.scan.tool)-\(Int.random(in: 0..<pieces, using: &random))") }
  }

  private mutating func statement(_ index: Int, under path: String) -> Observation {
    let kinds: [Observation.Kind] = [
      .sast, .sast, .quality, .iast, .sca, .sca, .container, .iac, .iac, .secret, .dast, .license,
    ]
    let kind = one(of: kinds)
    let tool = "tool\(number(4))"
    var said = Observation(
      scan: Scan(format: "toy", tool: tool, report: tool), kind: kind,
      ruleId: one(of: rules[kind] ?? ["rule-0", "rule-1"]),
      title: "title \(number(2))", location: Location(path: "\(path)f\(number(2))", startLine: maybe(1 + number(7))),
      at: SourcePosition(file: tool, pointer: "/\(index)"))
    said.severity = maybe(one(of: Severity.allCases))
    said.state = number(3) == 0 ? one(of: Observation.State.allCases) : .open
    said.cwes = [[79], [89], [79, 89], [89, 20], []][number(5)]
    switch kind {
    case .sca, .container: addPackage(to: &said)
    case .iac: said.location.resource = maybe("r\(number(2))")
    case .secret: said.secretDigest = maybe("digest\(number(3))")
    case .dast: (said.location.url, said.location.parameter) = ("https://a/\(number(2))", maybe("p"))
    default: if number(2) == 0 { said.fingerprints["tool"] = "fingerprint-\(number(3))" }
    }
    return said
  }

  private mutating func addPackage(to said: inout Observation) {
    let names = ["CVE-1", "CVE-2", "cve-1", "GHSA-1", "GHSA-2", "DSA-1"]
    said.ids = (0..<number(4)).map { _ in one(of: names) }
    let version = maybe("\(1 + number(2))")
    said.component = Component(
      purl: version.flatMap { try? PURL("pkg:npm/a@\($0)") }, ecosystem: "npm", name: "a", version: version)
    said.location.startLine = nil
    if said.kind == .container { said.location.image = "shop:\(number(2))" }
  }

  private let rules: [Observation.Kind: [String]] = [
    .iac: ["DS001", "AVD-DS-0002", "CKV_DOCKER_7", "CKV_DOCKER_3", "CKV_DOCKER_8", "AVD-AWS-0086", "aws-0086"],
    .quality: ["DL3002", "DL3007", "DL3008"],
  ]

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
  private mutating func one<Element>(of all: [Element]) -> Element { all[number(all.count)] }
  private mutating func maybe<Value>(_ value: Value) -> Value? { number(4) == 0 ? nil : value }
}

extension Observation {
  /// The same statement in a report of another name.
  func told(in report: String) -> Observation {
    var other = self
    other.scan = Scan(format: scan.format, tool: scan.tool, report: report)
    other.at = SourcePosition(file: report, pointer: at.pointer)
    return other
  }
}
