import Model

extension FileChange {
  /// Whether the file is documentation before and after the change. No build makes packages of documentation, whatever is
  /// copied into an image. A submodule or a link, whose lines are not known, is none whatever its name.
  var isDocumentation: Bool {
    status != .typeChanged && !isWhole && [path, oldPath, origin].allSatisfy { $0.map(isDocument) ?? true }
  }
}

/// Whether a file is documentation by the ending of its name.
private func isDocument(_ path: String) -> Bool {
  endings.contains { path.utf8.reversed().starts(with: $0.utf8.reversed()) }
}

/// Of formats that hold nothing but prose. A `.txt` may be a list of requirements.
private let endings = [".md", ".markdown", ".rst", ".adoc", ".asciidoc"]
