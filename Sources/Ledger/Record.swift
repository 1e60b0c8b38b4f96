import Model

/// What one run of the gate decided, from which inputs, as the ledger keeps it.
///
/// It holds no code, no message, no title and no content of a file: findings are named by their ids, inputs by their digests.
/// Equal runs give equal bytes.
package struct Record: Hashable, Sendable {
  /// What the run was for.
  package enum Purpose: String, CaseIterable, Sendable {
    /// The state of a branch that changes go to (`gatehouse ledger record`).
    case baseline
    /// A change (`gatehouse check --record`).
    case change
  }

  /// A file that took part in the decision.
  package struct Input: Hashable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
      case report
      case baseReport = "base-report"
      case vex
      case policy
      /// A side-car or manifest of reports.
      case description
    }

    package var role: Role
    /// The path as it was given.
    package var name: String
    /// `sha256:` and 64 digits.
    package var digest: String
    /// What a report was accepted as evidence of, sorted. Only of these kinds is it known that the record has all findings.
    package var kinds: [Observation.Kind]

    package init(_ role: Role, _ name: String, digest: String, kinds: Set<Observation.Kind> = []) {
      (self.role, self.name, self.digest) = (role, name, digest)
      self.kinds = kinds.sorted { $0.rawValue < $1.rawValue }
    }
  }

  /// The format of records that this version writes.
  static let schemaVersion = 1

  /// The moment at which was judged.
  package var time: Timestamp
  package var purpose: Purpose
  /// The version of Gatehouse that judged.
  package var program: String
  package var base: Revision?
  package var head: Revision?
  package var verdict: Verdict
  /// The digest of the whole decision as JSON (`--format json`).
  package var decision: String
  package var inputs: [Input]
  package var options: Options
  /// The ids of the waivers that suppress a finding, sorted.
  package var waivers: [String]
  /// Ordered by id.
  package var findings: [RecordedFinding]
  /// For a record that was imported: its id where it was made. Nobody but its author vouches for what it says.
  package var imported: String?

  package init(
    time: Timestamp, purpose: Purpose, program: String, base: Revision? = nil, head: Revision? = nil, verdict: Verdict,
    decision: String, inputs: [Input] = [], options: Options = Options(), waivers: [String] = [],
    findings: [RecordedFinding] = [],
    imported: String? = nil
  ) {
    (self.time, self.purpose, self.program, self.base, self.head) = (time, purpose, program, base, head)
    (self.verdict, self.decision, self.waivers, self.imported) = (verdict, decision, waivers, imported)
    self.options = options
    self.inputs = inputs.sorted { one, other in
      one.role != other.role
        ? one.role.rawValue < other.role.rawValue
        : one.name.utf8.elementsEqual(other.name.utf8)
          ? one.digest < other.digest : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
    self.findings = findings.sorted { $0.id < $1.id }
  }
}

extension Record {
  /// How the inputs were read, as far as that changes the decision.
  package struct Options: Hashable, Sendable {
    package var allowsUnrelated = false
    package var baseScanned: String?
    /// Absolute folders in which the repository was checked out.
    package var checkouts: [String] = []
    package var inputFormat: String?
    /// The commit of the ledger that the decision believed.
    package var ledger: String?
    package var policies: [String] = []
    package var roots: [String] = []
    package var scanned: String?

    package init() {}
  }
}

/// A finding as a record names it.
package struct RecordedFinding: Hashable, Sendable {
  /// The identity of the finding (`id` in the JSON of a decision).
  package var id: String
  /// Other ids of the finding, sorted: those that it would have with fewer tools, and those that it had before files were
  /// renamed.
  package var aliases: [String]
  package var kind: Observation.Kind
  package var effect: Effect
  /// Nil when it is unknown.
  package var severity: Severity?
  package var newness: String
  package var firstSeen: FirstSeen
  /// Since when this record and those before it prove that the finding was there without a break. Unlike `firstSeen` it
  /// holds no claim of a report.
  package var recorded: Timestamp
  package var owners: [String]
  /// The deadline, inclusive.
  package var due: Day?
  /// What suppresses it.
  package var suppressed: Suppression.Kind?

  package init(
    id: String, kind: Observation.Kind, effect: Effect, severity: Severity?, newness: String, firstSeen: FirstSeen,
    recorded: Timestamp, aliases: [String] = [],
    owners: [String] = [], due: Day? = nil, suppressed: Suppression.Kind? = nil
  ) {
    (self.id, self.kind, self.effect, self.severity, self.newness) = (id, kind, effect, severity, newness)
    (self.firstSeen, self.recorded, self.owners, self.aliases) = (firstSeen, recorded, owners, aliases)
    (self.due, self.suppressed) = (due, suppressed)
  }
}

extension Record {
  /// The number of findings that are not suppressed, by their effect.
  package func count(of effect: Effect) -> Int { findings.count { $0.suppressed == nil && $0.effect == effect } }
  package var suppressedCount: Int { findings.count { $0.suppressed != nil } }
}
