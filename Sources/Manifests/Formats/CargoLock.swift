import Model
import System

// The lock file of Cargo (doc.rust-lang.org/cargo, "Cargo.toml vs Cargo.lock").

extension ManifestFormat {
  static let cargoLock = ManifestFormat("cargo-lock", of: "cargo", files: ["Cargo.lock"]) { input throws(Diagnostic) in
    try packageTables(of: input).map { table throws(Diagnostic) in
      ManifestEntry("cargo", try table.name(in: input), table.text("version"), lines: table.lines)
    }
  }
}

/// The `[[package]]` tables of a lock file in TOML. Throws when it has none and no version of its own, because then it is
/// not known what the file is.
func packageTables(of input: Input, _ name: String = "package") throws(Diagnostic) -> [TOMLTables.Table] {
  let tables = try TOMLTables(input).tables
  let packages = tables.filter { $0.isNamed(name) }
  guard
    !packages.isEmpty
      || tables.contains(where: { $0.isNamed("metadata") || $0["version"] != nil || $0["lock-version"] != nil })
  else { throw input.unreadable("has no `[[\(name)]]`") }
  return packages
}

extension TOMLTables.Table {
  /// The name of a package. Throws when it has none.
  func name(in input: Input) throws(Diagnostic) -> String {
    guard let name = text("name") else {
      throw input.unreadable("has a package without a name", line: lines.lowerBound)
    }
    return name
  }
}
