package import Interning
package import Model
import Synchronization

/// Tells which paths are files of a tree, and caches each lookup.
///
/// Threads that read reports share one instance. A submodule counts as a file, whose content its id pins.
package final class CommitFiles: Sendable {
  package let tree: any Tree
  private let known = Mutex(Known())

  /// The paths that were looked up.
  private struct Known {
    var files = InternedSet<String>()
    var missing = InternedSet<String>()
    var others: [InternedString: Standing] = [:]

    subscript(path: InternedString) -> Standing? {
      files.contains(path) ? .file : missing.contains(path) ? .missing : others[path]
    }

    mutating func note(_ path: InternedString, _ standing: Standing) {
      switch standing {
      case .file: files.insert(path)
      case .missing: missing.insert(path)
      case .inSubmodule, .behindLink: others[path] = standing
      }
    }
  }

  /// What a tree says of a path.
  package enum Standing: Sendable {
    case file, missing
    /// The path leads through a submodule, or through or to a symbolic link, so the tree does not hold what is there.
    case inSubmodule, behindLink
  }

  package init(of tree: any Tree) { self.tree = tree }

  /// Throws when nothing can be said, for example because the object of a folder is missing.
  package func standing(of path: InternedString) throws(Diagnostic) -> Standing {
    try known.withLock { (known) throws(Diagnostic) in
      if let answer = known[path] { return answer }
      let answer = try look(at: path.wrappedValue)
      known.note(path, answer)
      return answer
    }
  }

  private func look(at path: String) throws(Diagnostic) -> Standing {
    do throws(Diagnostic) {
      switch try tree.kind(of: path) {
      case nil, .folder: return .missing
      case .link: return .behindLink
      case .file, .special, .submodule: return .file
      }
    } catch {
      guard error.code == .entryNotRegular else { throw error }
    }
    for (index, byte) in zip(path.utf8.indices, path.utf8) where byte == UInt8(ascii: "/") {
      switch try tree.kind(of: String(Substring(path.utf8[..<index]))) {
      case .submodule: return .inSubmodule
      case .link: return .behindLink
      case .file, .folder, .special, nil: continue
      }
    }
    return .missing
  }

  /// The path of the submodule through which a path leads; nil when there is none.
  package func submodule(above path: String) throws(Diagnostic) -> String? {
    for (index, byte) in zip(path.utf8.indices, path.utf8) where byte == UInt8(ascii: "/") {
      let folder = String(Substring(path.utf8[..<index]))
      if try tree.kind(of: folder) == .submodule { return folder }
    }
    return nil
  }

  /// The file of the tree to which a path leads through symbolic links, and these links; nil when it leads to no file of
  /// the tree.
  package func target(of path: InternedString) throws(Diagnostic) -> LinkTarget? {
    var (parts, done, links) = (
      GitPath.bytes(of: path.wrappedValue).split(separator: slash)[...], [ArraySlice<UInt8>](), [InternedString]()
    )
    while let part = parts.popFirst() {
      if part.elementsEqual([dot]) { continue }
      if part.elementsEqual([dot, dot]) {
        guard done.popLast() != nil else { return nil }
        continue
      }
      done.append(part)
      let here = GitPath.text(of: Array(done.joined(separator: [slash])))
      switch try tree.kind(of: here) {
      case .folder: continue
      case .file: return parts.isEmpty ? LinkTarget(file: InternedString(here), links: links) : nil
      case .link:
        guard let target = try tree.link(at: here), target.first != slash, links.count < mostLinks else { return nil }
        links.append(InternedString(here))
        done.removeLast()
        parts = (target.split(separator: slash) + parts)[...]
      case .submodule, .special, nil: return nil
      }
    }
    return nil
  }

  /// Whether the tree certainly has no file at the path. When that is not known the answer is false, so that no report
  /// is rejected for it; `standing` throws the reason.
  package func isMissing(_ path: InternedString) -> Bool {
    do throws(Diagnostic) { return try standing(of: path) == .missing } catch { return false }
  }
}

/// A file that is reached through symbolic links.
package struct LinkTarget: Sendable {
  package let file: InternedString
  package let links: [InternedString]
}

private let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))

/// How many links are followed, as on Linux.
private let mostLinks = 40
