import Model
import System

/// A format of lock files or manifests.
package struct ManifestFormat: Sendable {
  /// The name in messages: `package-lock`.
  package let name: String
  /// The type of its packages as purls spell it.
  package let type: String
  /// Whether it lists all packages that are installed, with those that others require.
  package let isLockFile: Bool
  /// Whether a file of this name has the format. Names are compared by bytes.
  let isFile: @Sendable (FileName) -> Bool
  let read: @Sendable (Input) throws(Diagnostic) -> [ManifestEntry]

  /// A format that files are known to have by their names alone.
  init(
    _ name: String, of type: String, isLockFile: Bool = true, files: [String],
    read: @escaping @Sendable (Input) throws(Diagnostic) -> [ManifestEntry]
  ) {
    self.init(name, of: type, isLockFile: isLockFile, where: { file in files.contains { file.is($0) } }, read: read)
  }

  init(
    _ name: String, of type: String, isLockFile: Bool = true, where isFile: @escaping @Sendable (FileName) -> Bool,
    read: @escaping @Sendable (Input) throws(Diagnostic) -> [ManifestEntry]
  ) {
    (self.name, self.type, self.isLockFile, self.isFile, self.read) = (name, type, isLockFile, isFile, read)
  }
}

extension ManifestFormat {
  /// All formats, by name.
  package static let all: [ManifestFormat] = [
    bunLock, cargoLock, composerLock, conanLock, csproj, dockerfile, flakeLock, gemfileLock, goMod, goSum,
    gradleLockfile, mixLock, npmShrinkwrap, nugetLock, packageLock, packageResolved, packagesConfig, pdmLock,
    pipfileLock, pnpmLock, podfileLock, poetryLock, pom, pubspecLock, pylock, rebarLock, renvLock, requirements,
    stackLock, terraformLock, uvLock, versionCatalog, yarn,
  ]

  /// The format of a file by its name; nil when it is none of these.
  package static func of(_ path: String) -> ManifestFormat? {
    let file = FileName(of: path)
    return all.first { $0.isFile(file) }
  }

  /// Whether a file states what a project requires, so that lock files beside it and manifests above it decide which
  /// packages it has. A lock file is none.
  package static func isManifest(_ path: String) -> Bool {
    if let format = of(path) { return !format.isLockFile }
    let file = FileName(of: path)
    return manifestNames.contains { file.is($0) }
      || [".gradle", ".gradle.kts", ".gemspec", ".cabal"].contains(where: file.ends)
  }

  /// All entries of a file, in its order. Throws when the file is not certainly read in full, so that a package that is
  /// not among the entries is certainly not in the file.
  package func entries(of input: Input) throws(Diagnostic) -> [ManifestEntry] { try read(input) }
}

/// Manifests without versions of their own packages, or in a language of their own.
private let manifestNames = [
  "package.json", "Pipfile", "pyproject.toml", "setup.py", "setup.cfg", "Gemfile", "composer.json", "Cargo.toml",
  "mix.exs",
  "rebar.config", "pubspec.yaml", "Podfile", "Package.swift", "conanfile.txt", "conanfile.py", "stack.yaml",
  "DESCRIPTION",
]

/// The last component of a path, compared by its bytes.
struct FileName: Sendable {
  private let bytes: Bytes

  init(of path: String) {
    let all = Array(path.utf8)
    bytes = all[((all.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
  }

  func `is`(_ name: String) -> Bool { bytes.elementsEqual(name.utf8) }
  func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }
  func ends(with text: String) -> Bool { bytes.suffix(text.utf8.count).elementsEqual(text.utf8) }
  func contains(_ text: String) -> Bool { bytes.holds(text) }
}
