import Documents
import Model
import Patterns

/// A pattern for files of the repository that a policy or a waiver names.
package struct NamedPath: Sendable {
  package let pattern: String
  package let glob: Glob
  package let at: SourcePosition

  /// Nil for a pattern that no decoder has accepted.
  fileprivate init?(_ pattern: String, at: SourcePosition) {
    do throws(GlobError) { glob = try Glob(pattern) } catch { return nil }
    (self.pattern, self.at) = (pattern, at)
  }

  /// Whether one of some paths matches a pattern.
  package static func isMatched(_ pattern: String, by paths: [String]) -> Bool {
    NamedPath(pattern, at: SourcePosition(file: "")).map { paths.contains(where: $0.glob.matches) } ?? false
  }

  /// Whether the pattern begins with the name of one folder or file, and so is about what the repository has, unlike `*.tf`.
  package var isOfOnePlace: Bool { !(glob.folder(deepest: 1) ?? "").isEmpty }
}

extension Policy {
  /// The patterns of the evidence, the rules and the exceptions, in this order.
  package var namedPaths: [NamedPath] {
    let ofEvidence = requirements.flatMap { requirement in
      requirement.paths.compactMap { NamedPath($0, at: requirement.at) }
    }
    let conditions = (rules.map(\.condition) + exceptions.map(\.condition)).flatMap(\.predicates)
    return ofEvidence
      + conditions.filter { $0.condition == "path" }.flatMap { predicate in
        predicate.tests.flatMap(\.values).compactMap { NamedPath($0.description, at: predicate.at) }
      }
  }
}

extension Waivers {
  /// The patterns of the waivers for paths.
  package var namedPaths: [NamedPath] {
    all.compactMap { waiver in
      guard let node = waiver.node.child("match")?.child("path"), case .scalar(let pattern, _) = node.value else {
        return nil
      }
      return NamedPath(pattern, at: node.position)
    }
  }
}
