import Interning
import Model
import Ownership

/// A supported CI system. Each is one file in this folder and one element of `all`.
struct CISystem: Sendable {
  let name: String
  /// The forge that the system belongs to, which reads CODEOWNERS; nil for one that works with several.
  var forge: Dialect? = nil
  /// Whether a job of this system runs.
  let isRunning: @Sendable (CIVariables) -> Bool
  /// Throws `base-unknown` when the variables do not say what is compared with what.
  let read: @Sendable (CIVariables) throws(Diagnostic) -> CIEnvironment

  /// All supported CI systems; the first one that is running is used. Gitea and Forgejo set GitHub's variables too.
  static let all = [
    gitea, github, gitlab, azure, bitbucket, buildkite, circleCI, codeBuild, teamCity, woodpecker, drone, jenkins,
  ]
}

/// The environment variables of a job. An empty variable counts as not set.
struct CIVariables: Sendable {
  private let environment: [String: String]
  private let namedHead: String?

  /// - Parameter namedHead: The head that the user names.
  init(_ environment: [String: String], namedHead: String? = nil) {
    (self.environment, self.namedHead) = (environment, namedHead)
  }

  subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Whether a variable is set to anything but `false` or `0`.
  func isOn(_ name: String) -> Bool { self[name].map { !["false", "0"].contains($0.lowercased()) } ?? false }

  /// Throws `base-unknown` when the variable is not set.
  func required(_ name: String) throws(Diagnostic) -> String {
    guard let value = self[name] else { throw .baseUnknown("\(name) is not set") }
    return value
  }

  /// The commit that the job tests, by the variable of that name; where it is not set, the one that the user names.
  func head(_ name: String) throws(Diagnostic) -> String {
    if let head = self[name] ?? namedHead { return head }
    return try required(name)
  }

  /// The first of the names that has one of these beginnings, in alphabetical order.
  func name(beginningWith prefixes: [String]) -> String? {
    environment.keys.filter { name in self[name] != nil && prefixes.contains(where: name.hasPrefix) }.min()
  }
}

extension String {
  /// The branch of a full ref name `refs/heads/…`; nil for any other text.
  var branchOfRef: String? { hasPrefix("refs/heads/") ? String(dropFirst("refs/heads/".count)) : nil }
}
