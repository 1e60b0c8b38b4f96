import Git
import Interning
import Model
import Policies

/// The patterns of a policy that no file of a repository matches. Most are misspelt, and ask for what nobody can do.
package struct UnmatchedPaths: Sendable {
  /// The patterns in their order, each with the one that is most likely meant.
  private let all: [(path: NamedPath, meant: String?)]

  package static let none = UnmatchedPaths([], in: [])

  /// - Parameter paths: All files of the repository; where there are none, nothing can be said.
  package init(_ patterns: [NamedPath], in paths: [[UInt8]]) {
    let wanted = patterns.filter(\.isOfOnePlace)
    guard !wanted.isEmpty, !paths.isEmpty else {
      all = []
      return
    }
    let names = paths.map { GitPath.text(of: $0) }
    all = wanted.filter { one in !names.contains(where: one.glob.matches) }.map {
      ($0, nearPattern(to: $0.pattern, names))
    }
  }

  /// The patterns of a bundle that neither the base nor the head has files for.
  init(of policy: Policy, _ waivers: Waivers, _ comparison: Comparison, in repository: Repository) throws(Diagnostic) {
    let patterns = policy.namedPaths + waivers.namedPaths
    guard patterns.contains(where: \.isOfOnePlace) else {
      self = .none
      return
    }
    let ofHead =
      if let head = comparison.head { try repository.paths(at: head.commit) } else { try repository.stagedPaths() }
    self.init(patterns, in: try repository.paths(at: comparison.rules) + ofHead)
  }

  /// One warning for each pattern.
  package var warnings: [Diagnostic] {
    all.map { path, meant in
      Diagnostic(
        .policyPathUnmatched, "no file of the repository matches `\(path.pattern)`", severity: .warning, at: path.at,
        help: meant.map { "did you mean `\($0)`?" } ?? "correct the path, or delete it")
    }
  }

  /// The gap with the reason that no scan can close it.
  func explain(_ gap: Gap) -> Gap {
    guard gap.state == .missing, let pattern = gap.paths.first,
      let (path, meant) = all.first(where: { $0.path.pattern.isSame(as: pattern) })
    else { return gap }
    var gap = gap
    let question = meant.map { "did you mean `\($0)`?" }
    gap.reason.text += ", and no file of the repository matches that path"
    gap.reason.help = question ?? "correct the path"
    gap.remedy =
      "correct `\(pattern)` (\(path.at)) on the base branch, for no file matches it"
      + (question.map { "; \($0)" } ?? "")
    return gap
  }
}

/// The pattern with one component replaced by the nearest name that is there, if files match it then.
private func nearPattern(to pattern: String, _ paths: [String]) -> String? {
  var parts = pattern.split(separator: "/").map(String.init)
  var candidates = paths.map { $0.split(separator: "/") }
  for index in parts.indices {
    let names = Set(candidates.compactMap { index < $0.count ? String($0[index]) : nil })
    if names.contains(parts[index]) {
      candidates = candidates.filter { index < $0.count && $0[index] == parts[index] }
      continue
    }
    guard let near = nearest(to: parts[index], among: names.sorted()) else { return nil }
    parts[index] = near
    let meant =
      (pattern.begins(with: "/") ? "/" : "") + parts.joined(separator: "/") + (pattern.ends(with: "/") ? "/" : "")
    let isThere = NamedPath.isMatched(meant, by: paths)
    return isThere ? meant : nil
  }
  return nil
}
