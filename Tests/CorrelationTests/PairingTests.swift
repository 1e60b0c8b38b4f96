import Evidence
import Model
import Testing

/// Two CVEs are two vulnerabilities, whatever advisory speaks of both.
struct PairingTests {
  @Test(arguments: [
    // An advisory's name on two CVEs of one tool, as Trivy gives the vendor's.
    ([package("A", ["CVE-1", "DSA-1"]), package("A", ["CVE-2", "DSA-1"])], 2),
    // The advisory by itself may be either.
    ([package("A", ["CVE-1", "DSA-1"]), package("A", ["CVE-2", "DSA-1"]), package("B", ["DSA-1"])], 3),
    ([package("A", ["CVE-1", "DSA-1"]), package("B", ["DSA-1"])], 1),
    // One that names both is neither.
    ([package("A", ["CVE-1"]), package("A", ["CVE-2"]), package("B", ["DSA-1", "CVE-1", "CVE-2"])], 3),
    ([package("A", ["CVE-1"]), package("B", ["DSA-1", "CVE-1", "CVE-2"])], 2),
    ([package("A", ["CVE-2", "cve-1"]), package("B", ["DSA-1", "CVE-1", "CVE-2"])], 1),
    // Over two names that are no CVE.
    ([package("A", ["CVE-1", "GHSA-1"]), package("B", ["GHSA-1", "OSV-1"]), package("C", ["OSV-1"])], 1),
    ([package("A", ["CVE-1", "GHSA-1"]), package("B", ["GHSA-1", "OSV-1"]), package("C", ["OSV-1", "CVE-2"])], 3),
  ])
  func `names join what is one vulnerability`(said: [Observation], count: Int) {
    let findings = merged(said)
    #expect(findings.count == count)
    #expect(merged(said.reversed()) == findings)
    // An advisory that speaks of two does not take the identity of one.
    for one in said.prefix(2) where count == said.count {
      #expect(findings.map(\.id).contains(merged([one])[0].id))
    }
  }

  @Test(arguments: [
    (
      [code("A", line: 1, cwes: [79]), code("B", line: 1, cwes: [79, 89]), code("C", line: 1, cwes: [89])],
      [[79], [89]]
    ),
    ([code("A", line: 1, cwes: [79]), code("B", line: 1, cwes: [79, 89]), code("C", line: 1, cwes: [79])], [[79]]),
  ])
  func `what names two weaknesses does not join two that name one each`(said: [Observation], weaknesses: [[Int]]) {
    let findings = merged(said)
    #expect(findings.count == weaknesses.count)
    #expect(
      Set(findings.map { $0.observations.reduce(Set($0.cwes)) { $0.intersection($1.cwes) } })
        == Set(weaknesses.map(Set.init)))
    #expect(merged(said.reversed()) == findings)
  }

  @Test(arguments: [
    (docker("hadolint", "DL3007", .quality), docker("Trivy", "DS001"), 1),
    (docker("hadolint", "DL3007", .quality), docker("Checkov", "CKV_DOCKER_7", resource: "/Dockerfile.FROM"), 1),
    (docker("hadolint", "DL3007", .quality), docker("Trivy", "DS001", line: 4), 2),
    (docker("hadolint", "DL3007", .quality), docker("Trivy", "DS005"), 2),
    (docker("hadolint", "DL3008", .quality), docker("Trivy", "DS001"), 2),
    // Of the whole file, so no line matters.
    (docker("Checkov", "CKV_DOCKER_2", line: 1), docker("Trivy", "DS-0026", line: nil), 1),
    // DS002 on a USER instruction is another question than DS002 on none.
    (docker("Checkov", "CKV_DOCKER_3", line: 1), docker("Trivy", "DS002", line: nil), 1),
    (docker("Checkov", "CKV_DOCKER_3", line: 1), docker("Trivy", "DS002", line: 1), 1),
    (docker("Checkov", "CKV_DOCKER_3", line: 1), docker("Trivy", "DS002", line: 9), 2),
    (docker("Checkov", "CKV_DOCKER_8", line: 9), docker("Trivy", "DS002", line: 9), 1),
    (docker("Checkov", "CKV_DOCKER_8", line: nil), docker("hadolint", "DL3002", .quality, line: nil), 2),
    // One check in two spellings; and never two results of one tool.
    (docker("tfsec", "AVD-AWS-0086", resource: "b"), docker("Trivy", "AWS-0086", line: 5, resource: "b"), 1),
    (docker("hadolint", "DL3006", .quality), docker("hadolint", "DL3007", .quality), 2),
    // A linter's word on code is no answer to a check of configuration.
    (docker("hadolint", "DL3007", .sast), docker("Trivy", "DS001"), 2),
  ])
  func `checks are one where tools ask the same of the same`(one: Observation, other: Observation, count: Int) {
    #expect(merged([one, other]).count == count)
    #expect(merged([other, one]) == merged([one, other]))
  }
}
