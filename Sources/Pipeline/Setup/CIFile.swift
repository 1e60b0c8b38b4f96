/// A file by which a CI system runs the scanners and the gate, as `init` writes it.
struct CIFile: Sendable {
  let path: String
  /// Where it goes if there is a file at `path` already, for somebody to join the two; nil to leave it out then.
  var otherPath: String?
  /// What it does, for a file that runs no scanner.
  var purpose: String?
  /// The file for a repository with Python and infrastructure code whose default branch is `main`.
  let template: [UInt8]

  /// Whether a file of this kind runs the gate, as the ones that `init` writes do.
  static func runsGate(_ text: String) -> Bool {
    ["gatehouse check", "gatehouse\" check", "gatehouse-release", "gatehouse-dev/gatehouse@"].contains {
      text.contains($0)
    }
  }

  /// The file for a repository.
  func text(_ values: CIValues) -> String {
    let lines = String(decoding: template, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // A line of a template names one scanner at most.
    let unwanted = CIScanner.allCases.filter { !values.scanners.contains($0) }.map(\.rawValue)
    return lines.filter { line in !unwanted.contains { line.contains($0) } }.joined(separator: "\n")
      .replacing(/\bmain\b/, with: values.branch)
      .replacing(CIValues.version, with: values.version)
      .replacing("  stage: test ", with: "  stage: \(values.stage) ")
      .replacing(CIValues.unknownDigest, with: values.digest)
  }
}

/// What differs from repository to repository in the files of CI systems.
struct CIValues: Sendable {
  /// The short name of the default branch.
  var branch = "main"
  /// The release of Gatehouse that is installed.
  var version = CIValues.version
  /// The SHA-256 digest of its archive for x86-64, in hexadecimal digits.
  var digest = CIValues.unknownDigest
  var scanners = CIScanner.allCases
  /// The stage of GitLab's pipeline that the job belongs to.
  var stage = "test"

  /// The release that the templates name.
  static let version = "0.1.0"
  /// What stands where nobody has looked up the digest of the archive: the installation fails then.
  static let unknownDigest = String(repeating: "0", count: 64)
}

/// A scanner that the templates run.
enum CIScanner: String, CaseIterable, Sendable {
  case bandit, checkov

  /// The languages of the survey that it reads.
  var languages: [String] {
    switch self {
    case .bandit: ["Python"]
    case .checkov: ["Terraform", "Dockerfile"]
    }
  }
}
