import Documents
import Interning
import Model
import System

/// The packages that a `package.json` names, by what they are for (docs.npmjs.com, "package.json"). Lock files of Yarn, of Bun and of
/// newer pnpm do not tell it.
package struct NodeRequirements: Sendable {
  private let running: Set<InternedString>
  private let developing: Set<InternedString>

  /// Nil for what is no such file.
  package init?(_ input: Input) {
    if input.bytes.isEmpty {
      (running, developing) = ([], [])
      return
    }
    do throws(Diagnostic) {
      let file = try JSONManifest(input)
      func keys(_ list: StaticString) throws(Diagnostic) -> [InternedString] {
        try file.members(list, of: file.root).map { packageKey(type: "npm", name: $0.key) }
      }
      running = Set(try keys("dependencies") + keys("optionalDependencies"))
      developing = Set(try keys("devDependencies"))
    } catch {
      return nil
    }
  }

  /// The packages, in normal form, that served development only before, and do no longer.
  package func released(since base: NodeRequirements) -> Set<InternedString> {
    running.intersection(base.developing).subtracting(base.running)
  }
}
