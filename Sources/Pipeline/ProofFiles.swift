import Model
import Policies
import System

/// The files of a policy bundle that tell who wrote and who approved waivers, as far as the policy wants that proven.
struct ProofFiles: Sendable {
  let people: People
  /// Whose keys sign commits; nobody's where the policy does not ask.
  let signers: SignerFiles
  /// Warnings about the files, and about those that are missing.
  let diagnostics: [Diagnostic]

  init(_ files: PolicyFiles<some Tree>, _ terms: Policy.WaiverTerms) throws(PipelineError) {
    let (people, warnings) = try files.people()
    let isSigned = terms.proof == .signedCommits
    signers = isSigned ? try attempt { () throws(Diagnostic) in try files.signers() } : SignerFiles()
    var found = warnings + (signers.allowed?.diagnostics ?? [])
    let because = ["the policy says `waivers: { proof: \(terms.proof.rawValue) }`"]
    if terms.proof != .none, people.isEmpty {
      found.append(
        Diagnostic(
          .peopleMissing,
          "\(files.tree.description) has no \(files.path("people.yaml")), so no commit proves who approved a waiver",
          severity: .warning, because: because,
          help: "list who may approve with their e-mail addresses in .gatehouse/people.yaml on the base branch"))
    }
    if isSigned, signers.allowed == nil, signers.keyring == nil {
      found.append(
        Diagnostic(
          .signersMissing,
          "\(files.tree.description) has neither \(files.path(SignerFiles.allowedName)) nor "
            + "\(files.path(SignerFiles.keyringName)), so no signature counts",
          severity: .warning, because: because,
          help: "list the SSH keys of those who write and approve waivers in \(SignerFiles.allowedSigners)"))
    }
    (self.people, diagnostics) = (people, found)
  }

  /// Warnings about people who may approve waivers and whose approval cannot be proven.
  ///
  /// - Parameters:
  ///   - owners: The owners of the CODEOWNERS file, with the line that names each first.
  ///   - policy: The path of the policy, for the approvers that it names.
  func strangers(_ owners: [(name: String, at: SourcePosition)], policy: String, _ terms: Policy.WaiverTerms)
    -> [Diagnostic]
  {
    guard terms.proof != .none, !people.isEmpty else { return [] }
    let unlisted = (terms.ownersApprove ? owners : []).filter { !people.lists($0.name) }
    let approvers = terms.approvers.filter { !people.lists($0) }
    var found: [Diagnostic] = []
    func warn(_ names: [String], _ what: String, at position: SourcePosition?, help: String) {
      guard !names.isEmpty else { return }
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
      found.append(
        Diagnostic(.peopleIncomplete, "\(what): \(shown)", severity: .warning, at: position, help: help))
    }
    let help = "list them in .gatehouse/people.yaml, people with their e-mail addresses and teams with their members"
    warn(
      unlisted.map(\.name), "owners who are not in people.yaml cannot approve a waiver", at: unlisted.first?.at,
      help: help)
    warn(
      approvers, "approvers of the policy who are not in people.yaml cannot approve a waiver",
      at: SourcePosition(file: policy), help: help)
    if terms.proof == .signedCommits, !people.hasForges {
      let keyless = people.people { _ in true }.filter { !signers.hasKey(of: $0) }
      warn(
        keyless.map(\.handle), "people who have no key cannot write or approve a waiver", at: nil,
        help: "add their SSH keys to \(SignerFiles.allowedSigners)")
    }
    return found
  }
}
