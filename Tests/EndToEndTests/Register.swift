import Foundation
import Testing

/// A peer's failure to fail closed, as it would come to us: what must not pass, and the least that makes it pass after all,
/// so that the case can fail.
///
/// Failures around the base, its refs and who edits the judge (GitLab CVE-2023-2576, CVE-2024-0199, CVE-2026-6063, palantir
/// policy-bot) are replayed in `TrustTests` and `RepositoryStatesTests`, unknown facts in `UnknownTests`.
struct Replay: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What stands on the base, besides the bench's own.
  var base: [String: Entry?] = [:]
  var reports: [Report] = []
  var options: [String] = []
  var bound = true
  var status: Int32 = 2
  /// Of which one must be said.
  var codes: Set<String> = []
  /// What mends it: other files, other reports.
  var mendedBase: [String: Entry?]?
  var mended: [Report]?

  init(_ name: String) { testDescription = name }

  func with(_ change: (inout Replay) -> Void) -> Replay {
    var replay = self
    change(&replay)
    return replay
  }
}

extension Replay {
  /// The bench's rules, with these demands on evidence.
  private static func asking(_ evidence: String...) -> Entry {
    .text(
      """
      gatehouse: 1
      name: register
      evidence:
      \(evidence.map { "  - { \($0) }" }.joined(separator: "\n"))
      rules:
        - { id: no-high, when: { severity: { at-least: high } }, effect: deny }
      vex:
        trust:
          - { issuer: "https://psirt.acme.example", products: ["pkg:npm/*"], statuses: [not_affected, fixed] }
      waivers:
        approvers: codeowners
        longest: { critical: 14d, high: 30d }

      """)
  }

  static let register: [Replay] = silence + scanners + judges

  /// Nobody looked, or not at all of it.
  private static let silence = [
    Replay("gitlab work item 604648: one of three scanners is dead").with {
      $0.base = [
        ".gatehouse/policy.yaml": asking(
          "kind: sast, tools: [codeql]", "kind: sca, tools: [trivy]", "kind: secret, tools: [gitleaks]")
      ]
      $0.base["package-lock.json"] = "{}\n"
      $0.reports = [.sarif([]), .cleanTrivy]
      $0.codes = ["evidence-missing"]
      $0.mended = $0.reports + [.silentGitleaks, .gitleaksSideCar]
    },
    Replay("gitlab work item 578352: the pipeline is still starting").with {
      $0.base = [".gatehouse/policy.yaml": .text(Files.lax)]
      $0.codes = ["nothing-to-judge"]
      $0.mended = [.sarif([])]
    },
    Replay("gitlab cve-2023-4812: a push after the scan").with {
      $0.reports = [.sarif([], commit: \.base)]
      $0.bound = false
      $0.codes = ["report-wrong-commit"]
      $0.mended = [.sarif([], commit: \.head)]
    },
    Replay("modernisation-platform 12759: a step writes an empty valid report").with {
      $0.base = [".gatehouse/policy.yaml": asking("kind: sca"), "package-lock.json": "{}\n"]
      $0.reports = [
        Report("trivy.sarif", #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Trivy"}},"results":[]}]}"#)
      ]
      $0.codes = ["report-empty"]
      $0.mended = [.cleanTrivy]
    },
    Replay("freehire 2236: no commit was scanned").with {
      $0.base = [".gatehouse/policy.yaml": asking("kind: secret")]
      $0.reports = [.silentGitleaks]
      $0.codes = ["report-empty"]
      $0.mended = [.silentGitleaks, .gitleaksSideCar]
    },
    Replay("semgrep 8083: nothing to scan, and nothing to prove it").with {
      $0.base = [".gatehouse/policy.yaml": asking("kind: sast")]
      $0.reports = [.semgrep(scanned: [])]
      $0.codes = ["report-empty"]
      $0.mended = [.semgrep(scanned: ["src/pay/charge.py"])]
    },
    Replay("a scan of one folder for a policy that asks for another").with {
      $0.base = [".gatehouse/policy.yaml": asking(#"kind: sast, paths: ["src/web/**", "src/pay/**"]"#)]
      $0.reports = [.semgrep(scanned: ["src/web/index.py"])]
      $0.codes = ["report-other-paths"]
      $0.mended = [.semgrep(scanned: ["src/web/index.py", "src/pay/charge.py"])]
    },
  ]

  /// A scanner failed and ended well, or looked as if.
  private static let scanners = [
    Replay("trivy 3487: an error of a cluster's scan ends with 0").with {
      $0.base = [".gatehouse/policy.yaml": .text(Files.lax)]
      $0.reports = [
        Report(
          "k8s.json", #"{"ClusterName":"c","Resources":[{"Kind":"Pod","Name":"p","Error":"scan error","Results":[]}]}"#)
      ]
      $0.codes = ["report-failed"]
      $0.mended = [
        Report(
          "k8s.json",
          #"{"ClusterName":"c","Resources":[{"Kind":"Pod","Name":"p","Results":[{"Target":"a","Class":"os-pkgs"}]}]}"#)
      ]
    },
    Replay("semgrep 7891: a configuration that is not there ends with 0").with {
      $0.base = [".gatehouse/policy.yaml": .text(Files.lax)]
      $0.reports = [
        .semgrep(scanned: ["src/pay/charge.py"], errors: #"{"level":"error","message":"config not found"}"#)
      ]
      $0.codes = ["report-failed"]
      $0.mended = [.semgrep(scanned: ["src/pay/charge.py"])]
    },
    Replay("semgrep-docs 651: errors are suppressed, the exit code is not").with {
      $0.base = [".gatehouse/policy.yaml": .text(Files.lax)]
      let report = Report.semgrep(scanned: ["src/pay/charge.py"])
      $0.reports = [report, .sideCar("semgrep.json", "tool: semgrep\nexit-code: 2")]
      $0.codes = ["report-failed"]
      $0.mended = [report, .sideCar("semgrep.json", "tool: semgrep\nexit-code: 0")]
    },
    Replay("dependencies-action 32: a dependency that nobody knows passes").with {
      $0.base = [".gatehouse/policy.yaml": .text(Files.lax)]
      $0.reports = [
        Report(
          "pip.json",
          #"{"dependencies":[{"name":"acme","skip_reason":"Dependency not found on PyPI and could not be audited"}],"fixes":[]}"#
        )
      ]
      $0.codes = ["report-failed"]
      $0.mended = [Report("pip.json", #"{"dependencies":[{"name":"acme","version":"1.0","vulns":[]}],"fixes":[]}"#)]
    },
    Replay("dependency-review-action 632: the base's snapshot is not there").with {
      $0.reports = [.sarif()]
      $0.options = ["--base-report", "/nowhere/base.sarif"]
      $0.codes = ["file-unreadable"]
    },
    Replay("dependency-review-action 699: without the base's snapshot all is new").with {
      $0.reports = [.sarif()]
      $0.status = 1
      $0.mended = [.sarif([])]
    },
  ]

  /// The rules, the owners or the permissions are not what they seem.
  private static let judges = [
    Replay("gatekeeper rhacm-docs 8417: open where nothing is set up").with {
      $0.base = [".gatehouse/policy.yaml": nil]
      $0.reports = [.sarif([])]
      $0.codes = ["policy-missing"]
      $0.mendedBase = [:]
    },
    Replay("conftest 181, 298: no rule was evaluated").with {
      $0.base = [".gatehouse/policy.yaml": "gatehouse: 1\nname: empty\nrules: []\n"]
      $0.reports = [.sarif([])]
      $0.codes = ["policy-empty"]
      $0.mendedBase = [:]
    },
    Replay("conforma 393: the collection that is named is not there").with {
      $0.reports = [.sarif([])]
      $0.options = ["--policy", ".gatehouse/collections/minimal.yaml"]
      $0.codes = ["policy-missing"]
      $0.mendedBase = [".gatehouse/collections/minimal.yaml": .text(Files.lax)]
    },
    Replay("github: owners over 3 MB are not loaded, so nobody owns").with {
      $0.base = [
        "CODEOWNERS": .text(String(repeating: "* @mallory # \(String(repeating: "m", count: 50))\n", count: 50_000))
      ]
      $0.reports = [.sarif([])]
      $0.codes = ["codeowners-too-large"]
      $0.mendedBase = [:]
    },
    Replay("kyverno cve-2025-46342: what could not be read was not applied").with {
      $0.base = [".gatehouse/waivers.yaml": "gatehouse-waivers: 1\nwaivers: [\n"]
      $0.reports = [.sarif([])]
      $0.codes = ["yaml-invalid"]
      $0.mendedBase = [:]
    },
    Replay("kyverno cve-2024-48921: an exception counts wherever it lies").with {
      $0.base = ["src/pay/.gatehouse/waivers.yaml": .text(Files.generousWaivers)]
      $0.reports = [.sarif()]
      $0.status = 1
      $0.mendedBase = [".gatehouse/waivers.yaml": .text(Files.generousWaivers)]
    },
    Replay("kyverno ghsa-gg4x-fgg2-h9w9: two exceptions are wider than each").with {
      let parts =
        JudgementTests.waiver("W-1", "eval", path: "src/web/**", until: "2026-12-01")
        + JudgementTests.waiver("W-2", "exec", path: "src/pay/**", until: "2026-12-01")
      $0.base = [".gatehouse/waivers.yaml": .text("gatehouse-waivers: 1\nwaivers:\n" + parts)]
      $0.reports = [.sarif()]
      $0.status = 1
      $0.codes = ["waiver-unused"]
      $0.mendedBase = [".gatehouse/waivers.yaml": .text(Files.generousWaivers)]
    },
    Replay("grype 1836, 2741: a statement is dropped, and nobody says so").with {
      $0.base = [
        ".gatehouse/policy.yaml": asking("kind: sca"),
        ".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-7777", "not_affected")),
      ]
      $0.reports = [.grype]
      $0.status = 1
      $0.codes = ["vex-unused"]
      $0.mendedBase = [
        ".gatehouse/policy.yaml": asking("kind: sca"),
        ".gatehouse/vex/acme.openvex.json": .text(Files.vex("CVE-2026-1001", "not_affected")),
      ]
    },
    Replay("cosign ghsa-fx35-mq7g-6g98: whoever it says it is, is believed").with {
      let statement = Files.vex("CVE-2026-1001", "not_affected")
      let policy = asking("kind: sca")
      $0.base = [
        ".gatehouse/policy.yaml": policy,
        ".gatehouse/vex/acme.openvex.json": .text(
          statement.replacingOccurrences(of: "psirt.acme", with: "psirt.acmee")),
      ]
      $0.reports = [.trivy()]
      $0.status = 1
      $0.codes = ["vex-not-trusted"]
      $0.mendedBase = [".gatehouse/policy.yaml": policy, ".gatehouse/vex/acme.openvex.json": .text(statement)]
    },
  ]
}

extension Report {
  fileprivate static let cleanTrivy = Report(
    "trivy.json",
    #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"package-lock.json","Class":"lang-pkgs","Type":"npm"}]}"#
  )
  /// What Gitleaks writes where it found nothing, and where it had nothing to look at.
  fileprivate static let silentGitleaks = Report("gitleaks.json", "[]\n")
  fileprivate static let gitleaksSideCar = Report.sideCar("gitleaks.json", "tool: gitleaks\nexit-code: 0")
  /// One match, and one that a rule of its own took away.
  fileprivate static let grype = Report(
    "grype.json",
    """
    {"descriptor":{"name":"grype","timestamp":"2026-11-20T11:00:00Z"},"source":{"type":"directory","target":"."},
     "matches":[{"vulnerability":{"id":"CVE-2026-1001","severity":"High"},
      "artifact":{"name":"left-pad","version":"1.0.0","type":"npm","purl":"pkg:npm/left-pad@1.0.0"}}],
     "ignoredMatches":[{"vulnerability":{"id":"CVE-2026-1002","severity":"Low"},"appliedIgnoreRules":[{"reason":"not used"}],
      "artifact":{"name":"right-pad","version":"1.0.0","type":"npm","purl":"pkg:npm/right-pad@1.0.0"}}]}
    """)

  static func semgrep(scanned: [String], errors: String = "", named name: String = "semgrep.json") -> Report {
    let scanned = scanned.map(quoted).joined(separator: ",")
    return Report(name, #"{"version":"1.99.0","results":[],"errors":[\#(errors)],"paths":{"scanned":[\#(scanned)]}}"#)
  }

  static func sideCar(_ report: String, _ says: String) -> Report {
    Report("\(report).gatehouse.yaml", "gatehouse-report: 1\n\(says)\n")
  }
}
