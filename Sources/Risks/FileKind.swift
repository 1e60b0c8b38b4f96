/// What decides which scanners read a file: the end of its name, and whether it lies in a folder that scanners pass by.
struct FileKind: Equatable {
  private let kind: String
  private let isPassedBy: Bool

  init(_ path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    let name = parts.last ?? ""
    isPassedBy = parts.dropLast().contains { passedBy.contains($0) || $0.utf8.first == UInt8(ascii: ".") }
    let end = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.index(after: $0)...]) } ?? name
    let word = end.lowercased()
    let isDockerfile = name.lowercased().utf8.starts(with: "dockerfile".utf8)
    kind = isDockerfile ? "dockerfile" : languages.first { $0.contains(word) }?[0] ?? word
  }
}

/// Ends of names that the scanners of one language read alike.
private let languages = [
  ["py", "pyw", "pyi"], ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte"],
  ["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm"], ["kt", "kts"], ["rb", "rake", "gemspec"],
  ["php", "phtml", "inc"], ["sh", "bash", "ksh", "zsh"], ["tf", "tofu", "hcl"], ["yaml", "yml"],
  ["html", "htm", "xhtml"],
  ["pl", "pm"], ["scala", "sc"], ["cs", "csx"], ["groovy", "gradle"], ["ex", "exs"], ["json", "jsonc", "json5"],
]

/// Folders that scanners leave out unless they are told otherwise, as Bandit does (`bandit --help`, `--exclude`), besides those
/// with a dot before their name.
private let passedBy: Set = ["CVS", "__pycache__", "node_modules"]
