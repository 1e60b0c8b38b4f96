import Interning
import Model
import Testing

@testable import Correlation

/// What two tools report, and whether it is one problem.
private struct Pair: CustomTestStringConvertible {
  let name: String
  let one: Observation
  let other: Observation
  let isOne: Bool
  var testDescription: String { name }

  init(_ name: String, _ one: Observation, _ other: Observation, isOne: Bool) {
    (self.name, self.one, self.other, self.isOne) = (name, one, other, isOne)
  }
}

private func found(
  by tool: String, _ rule: String, _ kind: Observation.Kind = .sast, _ lines: ClosedRange<Int> = 5...5,
  cwes: [Int] = [],
  title: String? = nil, path: String = "app.py", resource: String? = nil, format: String = "toy"
) -> Observation {
  var observation = Observation(
    scan: Scan(format: format, tool: tool, report: tool + format), kind: kind, ruleId: rule, title: title ?? rule,
    location: Location(path: path, startLine: lines.lowerBound, endLine: lines.upperBound, resource: resource),
    at: SourcePosition(file: tool + format))
  observation.cwes = cwes
  return observation
}

private func secret(by tool: String, _ rule: String, _ value: String?, line: Int = 5) -> Observation {
  var observation = found(by: tool, rule, .secret, line...line, path: ".env")
  observation.secretDigest = value
  return observation
}

private func missing(by tool: String, _ rule: String, _ title: String, _ url: String = "https://shop.test/")
  -> Observation
{
  var observation = Observation(
    scan: Scan(format: "toy", tool: tool, report: tool), kind: .dast, ruleId: rule, title: title,
    location: Location(url: url, method: "GET"), at: SourcePosition(file: tool))
  observation.cwes = [693]
  return observation
}

private let csp = "Content Security Policy (CSP) Header Not Set"

private let pairs: [Pair] = [
  // Code
  Pair("one line", found(by: "A", "a", cwes: [79]), found(by: "B", "b", cwes: [79]), isOne: true),
  Pair(
    "neighbouring lines", found(by: "A", "a", cwes: [79]), found(by: "B", "b", .sast, 6...6, cwes: [79]), isOne: false),
  Pair(
    "overlapping ranges", found(by: "A", "a", .sast, 3...7, cwes: [79]), found(by: "B", "b", cwes: [79]), isOne: true),
  Pair("a kind of the other's weakness", found(by: "A", "a", cwes: [78]), found(by: "B", "b", cwes: [77]), isOne: true),
  Pair("over two steps", found(by: "A", "a", cwes: [24]), found(by: "B", "b", cwes: [22]), isOne: true),
  Pair("two kinds of one weakness", found(by: "A", "a", cwes: [78]), found(by: "B", "b", cwes: [88]), isOne: false),
  Pair("a class of everything", found(by: "A", "a", cwes: [20]), found(by: "B", "b", cwes: [20]), isOne: false),
  Pair("a pillar", found(by: "A", "a", cwes: [693]), found(by: "B", "b", cwes: [693]), isOne: false),
  Pair("ruff and Bandit", found(by: "ruff", "S602"), found(by: "Bandit", "B602", cwes: [78]), isOne: true),
  Pair("two of their numbers", found(by: "ruff", "S608"), found(by: "Bandit", "B602", cwes: [78]), isOne: false),
  Pair("the letter S elsewhere", found(by: "SonarQube", "S602"), found(by: "Bandit", "B602"), isOne: false),
  Pair(
    "Semgrep and Bandit under two weaknesses", found(by: "Semgrep OSS", "python.lang.eval-detected", cwes: [95]),
    found(by: "Bandit", "B307", cwes: [78]), isOne: true),
  Pair(
    "GitLab's Bandit rules", found(by: "Semgrep", "bandit.B303-1"), found(by: "Bandit", "B303", cwes: [327]),
    isOne: true),
  // One run
  Pair(
    "two formats of one tool", found(by: "Semgrep", "r", title: "one"),
    found(by: "Semgrep OSS", "r", title: "two", format: "sarif"), isOne: true),
  Pair(
    "two formats, two rules", found(by: "Semgrep", "r"), found(by: "Semgrep OSS", "s", format: "sarif"), isOne: false),
  Pair(
    "one format twice, two titles", found(by: "A", "r", title: "one"), found(by: "A", "r", title: "two"), isOne: false),
  // Configuration
  Pair(
    "one question of one resource", found(by: "Checkov", "CKV_AWS_17", .iac, 1...9, resource: "aws_db_instance.db"),
    found(by: "Trivy", "AVD-AWS-0180", .iac, 4...4, resource: "aws_db_instance.db"), isOne: true),
  Pair(
    "one question of two resources", found(by: "Checkov", "CKV_AWS_17", .iac, 1...9, resource: "aws_db_instance.db"),
    found(by: "Trivy", "AVD-AWS-0180", .iac, 4...4, resource: "aws_db_instance.other"), isOne: false),
  Pair(
    "encryption, and a key of one's own", found(by: "Checkov", "CKV_AWS_3", .iac, resource: "aws_ebs_volume.v"),
    found(by: "Trivy", "AVD-AWS-0027", .iac, resource: "aws_ebs_volume.v"), isOne: false),
  Pair(
    "in a module", found(by: "Checkov", "CKV_AWS_19", .iac, resource: "module.a.aws_s3_bucket.b[0]"),
    found(by: "Terrascan", "AC_AWS_0214", .iac, resource: "aws_s3_bucket.b"), isOne: false),
  Pair(
    "Checkov's number in YAML", found(by: "Checkov", "CKV_K8S_13", .iac, 1...9, path: "d.yaml"),
    found(by: "Trivy", "KSV018", .iac, 4...6, path: "d.yaml"), isOne: true),
  Pair(
    "Checkov's number in Terraform", found(by: "Checkov", "CKV_K8S_13", .iac, 1...9, path: "d.tf"),
    found(by: "Trivy", "KSV018", .iac, 4...6, path: "d.tf"), isOne: false),
  Pair(
    "a linter's plain word", found(by: "kube-linter", "privileged-container", .iac, path: "d.yaml"),
    found(by: "Trivy", "KSV017", .iac, path: "d.yaml"), isOne: true),
  Pair(
    "the word of another tool", found(by: "other", "privileged-container", .iac, path: "d.yaml"),
    found(by: "Trivy", "KSV017", .iac, path: "d.yaml"), isOne: false),
  Pair(
    "Aqua's long name", found(by: "tfsec", "aws-s3-enable-versioning", .iac, path: "m.tf"),
    found(by: "Trivy", "AVD-AWS-0090", .iac, path: "m.tf"), isOne: true),
  // Secrets
  Pair("one value, two lines", secret(by: "A", "key", "d"), secret(by: "A", "key", "d", line: 9), isOne: true),
  Pair("two values", secret(by: "A", "key", "d"), secret(by: "B", "key", "e"), isOne: false),
  Pair("a masked value", secret(by: "A", "key", "d"), secret(by: "B", "generic", nil), isOne: true),
  Pair("two providers", secret(by: "A", "aws-access-token", "d"), secret(by: "B", "slack-webhook", nil), isOne: false),
  Pair("one provider", secret(by: "A", "aws-access-token", "d"), secret(by: "B", "amazon-key", nil), isOne: true),
  Pair("a mark of the tool's own", secret(by: "A", "key", "own:d"), secret(by: "B", "key", "e"), isOne: true),
  Pair(
    "credentials in code", secret(by: "A", "generic-api-key", "d"),
    found(by: "Bandit", "B105", cwes: [259], path: ".env"), isOne: true),
  // Services
  Pair(
    "a missing header", missing(by: "ZAP", "10038-1", csp),
    missing(by: "nuclei", "http-missing-security-headers:content-security-policy", "HTTP Missing Security Headers"),
    isOne: true),
  Pair(
    "a missing header in words", missing(by: "ZAP", "10035-1", "Strict-Transport-Security Header Not Set"),
    missing(by: "Burp", "16777984", "Strict transport security not enforced", "https://SHOP.test:443"), isOne: true),
  Pair(
    "two places", missing(by: "ZAP", "10038-1", csp), missing(by: "x", "y", csp, "https://shop.test/a"), isOne: false),
  Pair(
    "two ports", missing(by: "ZAP", "10038-1", csp), missing(by: "x", "y", csp, "https://shop.test:8443/"), isOne: false
  ),
]

struct EqualityTests {
  @Test(arguments: pairs)
  fileprivate func `two results are one finding where a source says so, and only there`(_ pair: Pair) {
    let findings = merged([pair.one, pair.other])
    #expect(findings.count == (pair.isOne ? 1 : 2))
    #expect(merged([pair.other, pair.one]) == findings)
  }

  @Test(arguments: pairs.filter { !$0.isOne })
  fileprivate func `of two findings that are not one it is said why`(_ pair: Pair) {
    let findings = merged([pair.one, pair.other])
    guard findings.count == 2 else { return }
    let reasons = reasonsApart(findings[0], findings[1])
    #expect(!reasons.isEmpty)
    #expect(!reasons.contains { $0.contains("nearer one") })
  }

  @Test func `each rule is in one row of the tables, and stands for itself`() {
    let tables = [
      dockerfileChecks, awsChecks, azureChecks, googleCloudChecks, kubernetesChecks, controlPlaneChecks,
      repositoryChecks,
    ]
    let rules = tables.joined().flatMap { row in
      row.prefix { $0 != "|" }.split(separator: " ").filter { !$0.hasSuffix(":") }.map(String.init)
    }
    let queries = tables.joined().flatMap { row in
      row.split(separator: "|").dropFirst().joined().split(separator: ";").map { $0.lowercased() }
    }
    #expect(rules.count > 400)
    #expect(Dictionary(grouping: rules) { $0 }.filter { $0.value.count > 1 }.isEmpty)
    #expect(Dictionary(grouping: queries) { $0 }.filter { $0.value.count > 1 }.isEmpty)
    for rule in rules where !rule.contains(":") {
      #expect(Check.shared(found(by: "any", rule, .iac)) != nil, "\(rule)")
    }
  }

  @Test(arguments: [
    ("https://Shop.Test", "https://shop.test/"), ("https://shop.test:443/a#b", "https://shop.test/a"),
    ("http://shop.test:80?q=%2f", "http://shop.test/?q=%2F"), ("https://shop.test:80/", "https://shop.test:80/"),
    ("ftp://Shop.test", "ftp://Shop.test"), ("shop", "shop"),
  ])
  func `a URL has one form`(url: String, normal: String) {
    #expect(normalizedURL(InternedString(url)).wrappedValue == normal)
  }

  /// With work that grows with the square of the results, this would take many minutes.
  @Test(.timeLimit(.minutes(1))) func `many results of many tools on one line are joined at once`() {
    var observations: [Observation] = []
    for tool in 0..<6 {
      for index in 0..<10_000 {
        observations.append(
          found(by: "t\(tool)", "r\(index)", cwes: Array(79..<(80 + index % 7)) + [200_000 + 10_000 * tool + index]))
      }
    }
    #expect(merged(observations).count < observations.count)
  }
}

/// The lines around findings tell equal lines apart, and moved code from new code.
struct ContextTests {
  private func matches(_ head: [Observation], _ base: [Observation], _ changes: [FileChange], _ contexts: [Int: String])
    -> [Bool]
  {
    let (head, base) = (merged(head), merged(base))
    let found = matchFindings(head, with: base, changes: FileChanges(changes)) { finding, _ in
      finding.location.startLine.flatMap { contexts[$0] }.map { text in
        // The line before, and the line after.
        let beside = text.split(separator: " ").map { InternedString(String($0)) }
        return LineContext(
          around: InternedString(text), isTelling: true, before: beside.first, after: beside.count > 1 ? beside[1] : nil
        )
      }
    }
    return zip(head, found.partners).sorted { ($0.0.location.startLine ?? 0) < ($1.0.location.startLine ?? 0) }
      .map { $0.1 != nil }
  }

  private func marked(_ line: Int, _ path: String = "a.py") -> Observation {
    var observation = code("A", line: line, path: path)
    observation.fingerprints = ["primaryLocationLineHash": "39fa2ee980eb94b0:1"]
    return observation
  }

  @Test func `equal lines are matched by the lines around them`() {
    let change = FileChange(path: "a.py", status: .modified, added: [40...41], removed: [10...11])
    let bases = [marked(10), marked(11)]
    #expect(
      matches([marked(40), marked(41)], bases, [change], [10: "x", 11: "y", 40: "y", 41: "z"]) == [true, false])
    #expect(
      matches([marked(40), marked(41)], bases, [change], [10: "x", 11: "x", 40: "x", 41: "z"]) == [false, false])
  }

  @Test func `code that moved to a new file is not new`() {
    let changes = [
      FileChange(path: "a.py", status: .modified, removed: [10...10]), FileChange(path: "b.py", status: .added),
    ]
    #expect(matches([marked(3, "b.py")], [marked(10)], changes, [3: "x", 10: "x"]) == [true])
    #expect(matches([marked(3, "b.py")], [marked(10)], changes, [3: "x", 10: "y"]) == [false])
    // At an end of the code that moved, the line on one side is another one.
    #expect(matches([marked(3, "b.py")], [marked(10)], changes, [3: "x u", 10: "x v"]) == [true])
    #expect(matches([marked(3, "b.py")], [marked(10)], changes, [3: "u x", 10: "v x"]) == [true])
  }

  @Test func `code is moved only from lines that the change takes away to lines that it adds`() {
    func isKnown(added: [ClosedRange<Int>], removed: [ClosedRange<Int>]) -> Bool {
      let changes = [
        FileChange(path: "a.py", status: .modified, removed: removed),
        FileChange(path: "b.py", status: .modified, added: added),
      ]
      return matches([marked(3, "b.py")], [marked(10)], changes, [3: "x", 10: "x"]) == [true]
    }
    #expect(isKnown(added: [3...3], removed: [10...10]))
    #expect(!isKnown(added: [3...3], removed: [9...9]))
    #expect(!isKnown(added: [4...4], removed: [10...10]))
  }
}
