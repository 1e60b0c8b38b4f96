import Interning

/// What decides which scanners read a file: the language that its name stands for, and what makes scanners pass it by.
package struct FileKind: Sendable {
  private let language: String
  private var marks: Set<Mark> = []

  /// Why scanners without settings leave a file out: Bandit those below folders with a dot before their name, Semgrep tests,
  /// dependencies and what is built (its `.semgrepignore`), gosec and golangci-lint tests and `testdata`.
  private enum Mark {
    case hidden, dependency, built, minified, testFolder, testName, testData, example, document
  }

  /// - Parameter path: The path in the repository.
  package init(_ path: String) {
    let parts = lowercasedASCII(path).utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    let name = parts.last ?? ""
    language = Self.language(ofFile: name)
    for folder in parts.dropLast() {
      if folder.utf8.first == UInt8(ascii: ".") { marks.insert(.hidden) }
      if let mark = Self.folders[folder] { marks.insert(mark) }
    }
    let words = name.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    for word in words.dropFirst().dropLast() {
      if let mark = Self.words[word] { marks.insert(mark) }
    }
    let stem = words.first ?? ""
    if stem == "conftest" || stem.begins(with: "test_") || stem.ends(with: "_test") { marks.insert(.testName) }
  }

  /// Whether scanners that passed by a file of another kind may read one of this kind: it is of another language, or nothing hides
  /// it that hid the other one. Below a folder with a dot before its name lie files that some scanners read there alone.
  package func isRead(wherePassedBy old: FileKind) -> Bool {
    language != old.language || marks.contains(.hidden) != old.marks.contains(.hidden)
      || !old.marks.isSubset(of: marks)
  }

  /// One word for all ends of names that the scanners of a language read alike, in lower case. It is the whole name where that
  /// has no end (`makefile`).
  package static func language(ofFile path: String) -> String {
    let start = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    let name = lowercasedASCII(String(path[start...]))
    if name.begins(with: "dockerfile") { return "dockerfile" }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return name }
    let end = String(name[name.utf8.index(after: dot)...])
    return languages.first { $0.contains(end) }?[0] ?? end
  }
}

extension FileKind {
  /// Ends of names that the scanners of one language read alike. One that common scanners of the language leave out, such as
  /// `pyi` or `inc`, stands for itself.
  private static let languages = [
    ["py", "pyw"], ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"], ["c", "cc", "cpp", "cxx"],
    ["h", "hh", "hpp", "hxx"], ["m", "mm"], ["kt", "kts"], ["php", "phtml"], ["sh", "bash"], ["tf", "tofu"],
    ["yaml", "yml"], ["html", "htm", "xhtml"], ["pl", "pm"], ["ex", "exs"],
  ]

  private static let folders: [String: Mark] = [
    "node_modules": .dependency, "bower_components": .dependency, "vendor": .dependency, "third_party": .dependency,
    "third-party": .dependency, "site-packages": .dependency, "venv": .dependency, "cvs": .dependency,
    "build": .built, "dist": .built, "__pycache__": .built,
    "test": .testFolder, "tests": .testFolder, "testsuite": .testFolder, "__tests__": .testFolder,
    "testdata": .testData, "fixtures": .testData, "__fixtures__": .testData, "__mocks__": .testData,
    "examples": .example, "docs": .document,
  ]

  /// Words between dots in the name of a file: `x.min.js`, `x.test.ts`.
  private static let words: [String: Mark] = ["min": .minified, "test": .testName, "spec": .testName]
}
