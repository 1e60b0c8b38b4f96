import Interning
import Manifests
import Model
import System

/// The packages that served development only, and that manifests which the change touches let run.
struct ReleasedPackages: Sendable {
  /// The type of packages of which lock files do not tell it.
  static let type = "npm"

  /// The first manifest that releases a package, or of which nobody can tell; nil when there is none.
  private(set) var manifest: InternedString?
  private var keys: Set<InternedString> = []

  init(_ files: [TouchedDecider], from base: any Tree, to head: any Tree) {
    for file in files where name(of: file.change.path).isSame(as: "package.json") {
      guard let before = requirements(file.change.pathAtBase, in: base),
        let after = requirements(file.change.pathAtHead, in: head)
      else {
        manifest = manifest ?? file.path
        continue
      }
      let released = after.released(since: before)
      if !released.isEmpty { manifest = manifest ?? file.path }
      keys.formUnion(released)
    }
  }

  func contains(_ component: Component) -> Bool { keys.contains(component.packageKey(type: Self.type)) }
}

/// What the file at a path names; nothing where there is no file, and nil where it cannot be read.
private func requirements(_ path: String?, in tree: any Tree) -> NodeRequirements? {
  manifestBytes(path, in: tree).flatMap { NodeRequirements(Input(name: path ?? "", bytes: $0)) }
}
