import Interning
import Model

/// What the change does to packages, answered from the lock files and manifests of base and head. They are read when
/// they are asked for.
package struct PackageFacts: Sendable {
  /// Whether the change touches another file that decides which packages a path has: the manifest of a parent project, or
  /// the lock file beside a manifest.
  package var concerns: @Sendable (_ path: InternedString) -> Bool
  package var change: @Sendable (_ component: Component, _ path: InternedString) -> PackageChange

  package init(
    concerns: @escaping @Sendable (_ path: InternedString) -> Bool,
    change: @escaping @Sendable (_ component: Component, _ path: InternedString) -> PackageChange
  ) {
    (self.concerns, self.change) = (concerns, change)
  }
}
