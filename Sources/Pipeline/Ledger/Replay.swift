import Git
import Interning
import Ledger
import Model
import System

/// What a past run decided, and what its inputs give now.
package struct Replay: Sendable {
  package let id: String
  package let recorded: Verdict
  package let derived: Verdict
  /// Whether the decision as JSON has the same bytes.
  package let isSameDecision: Bool
  package let diagnostics: [Diagnostic]

  package var isSame: Bool { isSameDecision && recorded == derived }
}

/// Decides again what a record says, from the commits in the repository and from the files that the record names by their
/// digests.
///
/// A file that is not found is the error `input-missing`: nothing is guessed. The process then works in a temporary folder,
/// because the names of reports are part of a decision.
///
/// - Parameters:
///   - prefix: The beginning of the record's id.
///   - folder: Where the inputs are looked for. Their names do not matter.
package func replay(
  _ request: LedgerRequest, beginning prefix: String, evidence folder: String, program: String
) throws(Diagnostic) -> Replay {
  let repository = try request.open()
  let entry = try repository.ledger.entry(beginning: prefix)
  let record = try repository.ledger.record(entry)
  let position = Files.realPath(request.repository) ?? request.repository
  var temporary = try ScratchFolder(
    environment: request.environment, above: record.inputs.map { foldersAbove($0.name) }.max() ?? 0)
  try bring(record.inputs, from: folder, into: &temporary)
  var again = Request(record, repository: position)
  (again.trustedRepositories, again.environment) = (request.trusted, request.environment.filter { isHome($0.key) })
  try temporary.enter()
  var decision = check(again)
  temporary.remove()
  // The record names the commits by their ids and keeps the refs that led to them.
  decision.base?.ref = record.base?.ref
  decision.head?.ref = record.head?.ref
  return Replay(
    id: RecordID(path: entry.path)?.description ?? "", recorded: record.verdict, derived: decision.verdict,
    isSameDecision: decision.digest(program) == record.decision,
    diagnostics: (record.program == program ? [] : [otherProgram(record.program, program)])
      + (decision.verdict == .undecided ? decision.diagnostics.filter { $0.severity == .error } : []))
}

/// Puts each input at the name that it had.
private func bring(
  _ inputs: [Record.Input], from folder: String, into temporary: inout ScratchFolder
) throws(Diagnostic) {
  // Those of the repository are read from its commits.
  let wanted = inputs.filter { $0.role != .policy || $0.name.begins(with: "/") }
  var found: [String: String] = [:]
  for file in try Files.walk(folder).files { found[try Files.read(file).digest.description] = file }
  for input in wanted {
    let isAbsolute = input.name.begins(with: "/")
    if isAbsolute, Files.size(input.name) != nil, try Files.read(input.name).digest.description == input.digest {
      continue
    }
    guard let file = found[input.digest] else { throw missing(input, folder) }
    guard !isAbsolute, foldersAbove(input.name) <= mostFoldersAbove else { throw misplaced(input, file) }
    try temporary.write(try Files.read(file).bytes, as: input.name)
  }
}

/// How many folders above the one of the run a name leads to: 1 for `../reports/a.json`.
private func foldersAbove(_ name: String) -> Int {
  guard !name.begins(with: "/") else { return 0 }
  var (depth, lowest) = (0, 0)
  for part in name.split(separator: "/") where part != "." {
    depth += part == ".." ? -1 : 1
    lowest = min(lowest, depth)
  }
  return min(-lowest, mostFoldersAbove + 1)
}

private let mostFoldersAbove = 32

/// Variables that say where the user's list of safe directories is.
private func isHome(_ name: String) -> Bool {
  ["HOME", "XDG_CONFIG_HOME"].contains(name) || name.begins(with: "GIT_CONFIG")
}

extension Request {
  /// The request of a run that was recorded. It names all commits, so no environment of a CI job takes part.
  fileprivate init(_ record: Record, repository: String) {
    self.init(now: record.time)
    self.repository = repository
    (base, head) = (record.base?.commit, record.head?.commit)
    (allowsUnrelated, policies, roots) = (
      record.options.allowsUnrelated, record.options.policies, record.options.roots
    )
    checkouts = record.options.checkouts
    inputFormat = record.options.inputFormat
    (scanned, baseScanned) = (record.options.scanned, record.options.baseScanned)
    ledger = PastLedger(commit: record.options.ledger)
    func names(_ role: Record.Input.Role) -> [String] {
      var known: Set<ExactText> = []
      return record.inputs.filter { $0.role == role && known.insert(ExactText($0.name)).inserted }.map(\.name)
    }
    (reports, baseReports, vex) = (names(.report), names(.baseReport), names(.vex))
  }
}

private func missing(_ input: Record.Input, _ folder: String) -> Diagnostic {
  Diagnostic(
    .inputMissing, "\(folder) has no file with the digest of \(input.name)", because: ["it is \(input.digest)"],
    help: "put the \(input.role.rawValue) of that run into \(folder), under any name")
}

private func misplaced(_ input: Record.Input, _ file: String) -> Diagnostic {
  Diagnostic(
    .inputMissing, "the run read \(input.name), and that file is not there any more",
    because: ["the name is part of the decision"], help: "copy \(file) back to \(input.name)")
}

private func otherProgram(_ past: String, _ present: String) -> Diagnostic {
  Diagnostic(
    .runOfOtherVersion, "the run was made by version \(past) of Gatehouse, and this is \(present)", severity: .warning,
    help: "replay it with version \(past)")
}
