import Interning

/// The upgrade of another package by which a tool says that a problem in a dependency is solved: of the package that
/// requires it.
public struct ParentUpgrade: Hashable, Codable, Sendable {
  /// The package to upgrade, with the version to upgrade to.
  package var component: Component
  /// Whether the tool says that the upgrade breaks compatibility; nil when it does not say.
  package var isBreaking: Bool?
  /// The version of the dependency that comes with the upgrade; nil when the tool does not say.
  package var brings: String?

  package init(_ component: Component, isBreaking: Bool? = nil, brings: String? = nil) {
    (self.component, self.isBreaking, self.brings) = (component, isBreaking, brings)
  }
}

extension ParentUpgrade: Pooled { public static let pool = ValuePool<ParentUpgrade>() }
