import Interning
import Model

extension FileChange {
  /// Whether the file is documentation before and after the change. No build makes packages of documentation, whatever is
  /// copied into an image. A submodule or a link, whose lines are not known, is none whatever its name.
  var isDocumentation: Bool {
    status != .typeChanged && !isWhole && [path, oldPath, origin].allSatisfy { $0.map(isDocument) ?? true }
  }
}

extension FileChanges {
  /// Whether these changes touch a file that others touch, too, apart from documentation: they may take back what those did
  /// to what is built.
  package func touchFile(of other: FileChanges) -> Bool {
    let own = Set(sorted.filter { !$0.isDocumentation }.flatMap(\.paths))
    return !own.isEmpty && !other.allSatisfy { $0.isDocumentation || own.isDisjoint(with: $0.paths) }
  }
}

extension FileChange {
  fileprivate var paths: [ExactText] { [path, oldPath].compactMap { $0.map { ExactText($0) } } }
}

/// Whether a file is documentation by the ending of its name.
private func isDocument(_ path: String) -> Bool {
  endings.contains { path.utf8.reversed().starts(with: $0.utf8.reversed()) }
}

/// Of formats that hold nothing but prose. A `.txt` may be a list of requirements.
private let endings = [".md", ".markdown", ".rst", ".adoc", ".asciidoc"]
