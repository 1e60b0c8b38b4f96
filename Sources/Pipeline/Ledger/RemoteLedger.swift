import Console
import Git
import Ledger
import Model
import System

/// The ledger of a remote, reached by the `git` program with the user's credentials, proxies and keys. Nothing is forced.
package struct RemoteLedger: Sendable {
  package var request: LedgerRequest
  /// The name of the remote, or its URL; nil is the only one, or `origin`.
  package var remote: String?
  /// Seconds for each run of `git`.
  package var timeLimit: Double

  package init(_ request: LedgerRequest, remote: String?, timeLimit: Double) {
    (self.request, self.remote, self.timeLimit) = (request, remote, timeLimit)
  }

  private static let ref = "refs/gatehouse/ledger"
  private static let attempts = 5

  /// Brings the records of the remote into the own ledger. Returns the tip; nil when neither has one.
  package func fetch() throws(Diagnostic) -> String? {
    let repository = try request.open()
    let name = try remoteName(in: repository)
    let tracking = repository.ledger(of: name)
    let before = try tracking.tip()
    guard try hasLedger(name, repository) else {
      if let before { throw rewritten("the remote \(name) has no ledger any more; it", before) }
      return try repository.ledger.tip()?.description
    }
    let incoming = "refs/gatehouse/incoming/\(name)"
    try git(
      [
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--", name,
        "+\(Self.ref):\(incoming)",
      ], in: repository)
    return try take(incoming, before, name)
  }

  /// Believes what came if it contains what came before and is a ledger.
  private func take(_ incoming: String, _ before: CommitID?, _ name: String) throws(Diagnostic) -> String? {
    // Opened again, because what git brought may lie in a new pack.
    let repository = try request.open()
    let came = GrowingRef(incoming, in: repository)
    guard let tip = try came.tip() else { throw missingLedger }
    let known: Set<CommitID> =
      try before.map { before throws(Diagnostic) in try came.walk(from: before) { _ in } } ?? []
    let faults = try came.verified(from: tip, until: known).faults
    if let fault = faults.first { throw fault }
    if let before, try repository.ancestry(of: before, in: tip) != .contained {
      throw rewritten("the ledger of \(name)", before)
    }
    let message = "Unite with \(tip.short)"
    let own = try repository.ledger.unite(with: tip, message: message, at: request.now)
    _ = try repository.ledger(of: name).unite(with: tip, message: message, at: request.now)
    return own?.description
  }

  /// Pushes the own ledger. When the remote has records that this one lacks, they are fetched and united first, at most five
  /// times.
  package func push() throws(Diagnostic) -> String {
    var last: Diagnostic?
    for _ in 0..<Self.attempts {
      let repository = try request.open()
      let name = try remoteName(in: repository)
      guard let tip = try repository.ledger.tip() else { throw missingLedger }
      do throws(Diagnostic) {
        try git(["push", "--quiet", "--no-verify", "--", name, "\(tip):\(Self.ref)"], in: repository)
        _ = try repository.ledger(of: name).unite(with: tip, message: "Unite", at: request.now)
        return tip.description
      } catch {
        // Rejected because the remote moved, if it has something that the own ledger lacks.
        guard error.code == .remoteFailed, try fetch() != tip.description else { throw error }
        last = error
      }
    }
    throw last ?? missingLedger
  }

  private func remoteName(in repository: Repository) throws(Diagnostic) -> String {
    let name = remote ?? repository.defaultRemote
    let isPlain = name.utf8.allSatisfy { byte in
      byte >= 0x30 && byte < 0x3A || byte | 0x20 >= 0x61 && byte | 0x20 < 0x7B || "-_.".utf8.contains(byte)
    }
    guard isPlain, !name.hasPrefix("."), !name.hasPrefix("-"), !name.contains(".."), !name.hasSuffix(".lock"),
      repository.remotes.contains(where: { $0.name.utf8.elementsEqual(name.utf8) })
    else {
      throw Diagnostic(
        .usage, "there is no remote '\(name)'", because: ["the repository has \(repository.remotes.count) remotes"],
        help: "name one of those that `git remote` lists with --remote")
    }
    return name
  }

  /// Whether the remote has a ledger (git-ls-remote, `--exit-code`).
  private func hasLedger(_ name: String, _ repository: Repository) throws(Diagnostic) -> Bool {
    try git(["ls-remote", "--exit-code", "--", name, Self.ref], in: repository, accepting: [0, 2]) == 0
  }

  @discardableResult
  private func git(
    _ arguments: [String], in repository: Repository, accepting statuses: [Int32] = [0]
  ) throws(Diagnostic) -> Int32 {
    guard let program = Subprocess.find("git", in: request.environment) else {
      throw Diagnostic(.remoteFailed, "there is no git program in PATH, which fetches and pushes", help: "install git")
    }
    // No hook and no housekeeping of the repository runs, and nobody is asked for a password.
    let options = ["core.hooksPath=/dev/null", "gc.auto=0", "maintenance.auto=false", "fetch.prune=false"]
    let prefix = ["--git-dir=\(repository.gitDirectory)"] + options.flatMap { ["-c", $0] }
    var environment = request.environment.filter { !misleadingGitVariables.contains($0.key) }
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    let outcome = try Subprocess(
      program, prefix + arguments, environment: environment, timeLimit: timeLimit
    ).run()
    if let status = outcome.status, statuses.contains(status) { return status }
    throw failed(arguments[0], outcome)
  }

  private func failed(_ command: String, _ outcome: Subprocess.Outcome) -> Diagnostic {
    let lines = String(decoding: outcome.errors, as: UTF8.self).withoutCredentials.split(separator: "\n").prefix(10)
    let why = outcome.status.map { "it ended with the status \($0)" } ?? "it took more than \(Int(timeLimit)) seconds"
    return Diagnostic(
      .remoteFailed, "git \(command) failed: \(why)", because: lines.map { String($0).neutralized() },
      help: "`gatehouse ledger push` and `fetch` need the rights that `git push` and `git fetch` need")
  }
}

/// Variables that make the `git` program work on another repository.
let misleadingGitVariables: Set = [
  "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_QUARANTINE_PATH",
]

extension String {
  /// The text without the user names and passwords of its URLs (RFC 3986 §3.2.1).
  fileprivate var withoutCredentials: String {
    var rest = utf8[...]
    var kept: [UInt8] = []
    while let at = rest.firstRange(of: Array("://".utf8)) {
      kept += rest[..<at.upperBound]
      rest = rest[at.upperBound...]
      let authority = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "'") }
      if let end = authority.lastIndex(of: UInt8(ascii: "@")) { rest = rest[rest.index(after: end)...] }
    }
    return String(decoding: kept + rest, as: UTF8.self)
  }
}
