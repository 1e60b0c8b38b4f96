import Interning
import Model

/// A path whose owners differ between two CODEOWNERS files.
package struct OwnerChange: Sendable {
  /// The path at head.
  package let path: [UInt8]
  /// The path at base of a file that is moved.
  package let oldPath: [UInt8]?
  package let before: Owners
  package let after: Owners
}

/// The files whose owners a change alters, because it edits CODEOWNERS or moves them, in the order of `files`.
///
/// - Parameters:
///   - before: The file of the base; nil when it has none.
///   - after: The file of the head; nil when it has none.
///   - files: The paths at head, and those at base of moved files.
package func ownerChanges(
  from before: Codeowners?, to after: Codeowners?, of files: [(path: [UInt8], oldPath: [UInt8]?)]
) -> [OwnerChange] {
  files.compactMap { path, oldPath in
    let old = before?.owners(of: oldPath ?? path) ?? .unmatched
    let new = after?.owners(of: path) ?? .unmatched
    guard !isSame(old.names, new.names) else { return nil }
    return OwnerChange(path: path, oldPath: oldPath, before: old, after: new)
  }
}

/// Whether two lists name the same owners in any order. Forges ignore the case of names.
private func isSame(_ ones: [String], _ others: [String]) -> Bool {
  ones.count == others.count
    && ones.allSatisfy { one in others.contains { equalIgnoringCase($0, one) } }
}
