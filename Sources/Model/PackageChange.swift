import Interning

/// What the change does to a package at the file of the repository in which a report found it.
package enum PackageChange: Hashable, Sendable {
  /// The file lists the package in this version, and listed it neither in this version nor in this range at the base.
  case added
  /// The base lists it for development only, and the head no longer does.
  case leavesDevelopment
  /// The base lists it as the head does, in this file or in one that the change moves here.
  case unchanged
  /// The change touches no file that may decide the version of the package, or the file states the version and is as it was
  /// at the base.
  case untouched
  /// The change touches a file that may decide the version, and nothing shows whether it does: the file does not list the
  /// package, as a manifest does not list what others require, or one of its two versions cannot be read.
  case unknown(InternedString)
}
