import Interning
import Model

/// What the change does to packages, answered from the lock files and manifests of base and head. They are read when
/// they are asked for.
package struct PackageFacts: Sendable {
  /// Whether the change touches any file that may decide versions of packages.
  package var mayChangeVersions: @Sendable () -> Bool
  package var change: @Sendable (PackageInFile) -> PackageChange

  package init(
    mayChangeVersions: @escaping @Sendable () -> Bool, change: @escaping @Sendable (PackageInFile) -> PackageChange
  ) {
    (self.mayChangeVersions, self.change) = (mayChangeVersions, change)
  }
}

/// A package that a report found in a file of the repository.
package struct PackageInFile: Hashable, Sendable {
  /// Nil when the report does not say which one.
  @InternedOptional package var component: Component?
  @Interned package var path: String
  /// The versions without the problem, if the report names no installed version of the package.
  @InternedOptional package var fixedVersions: [String]?

  package init(_ component: InternedOptional<Component>, at path: InternedString, fixed: Interned<[String]>? = nil) {
    (_component, _path) = (component, path)
    _fixedVersions = component.wrappedValue?.version == nil ? InternedOptional(fixed) : .none
  }
}
