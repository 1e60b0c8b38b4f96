import Model
import System

// Lock files of Python's package managers in TOML.

extension ManifestFormat {
  /// Poetry (python-poetry.org/docs). Version 1 states a category, version 2.1 groups; what is not in `main` is for
  /// development.
  static let poetryLock = ManifestFormat("poetry-lock", of: "pypi", files: ["poetry.lock"]) {
    input throws(Diagnostic) in
    try packageTables(of: input).map { table throws(Diagnostic) in
      let groups = try table["groups"]?.texts()
      let isDevelopment = groups.map { !$0.contains { isMain($0) } } ?? table.text("category").map { !isMain($0) }
      return ManifestEntry(
        "pypi", try table.name(in: input), table.text("version"), lines: table.lines, isDevelopment: isDevelopment)
    }
  }

  /// PDM (pdm-project.org, "Lock file"). What is not in the group `default` is for development.
  static let pdmLock = ManifestFormat("pdm-lock", of: "pypi", files: ["pdm.lock"]) { input throws(Diagnostic) in
    try packageTables(of: input).map { table throws(Diagnostic) in
      let groups = try table["groups"]?.texts()
      return ManifestEntry(
        "pypi", try table.name(in: input), table.text("version"), lines: table.lines,
        isDevelopment: groups.map { !$0.contains { $0.utf8.elementsEqual("default".utf8) } })
    }
  }

  /// uv (docs.astral.sh/uv, "Locking"). Projects of the repository itself are left out.
  static let uvLock = ManifestFormat("uv-lock", of: "pypi", files: ["uv.lock"]) { input throws(Diagnostic) in
    var entries: [ManifestEntry] = []
    for table in try packageTables(of: input) {
      if try table["source"]?.member(ofAny: "virtual", "editable") != nil { continue }
      entries.append(ManifestEntry("pypi", try table.name(in: input), table.text("version"), lines: table.lines))
    }
    return entries
  }

  /// `pylock.toml` (PEP 751).
  static let pylock = ManifestFormat(
    "pylock", of: "pypi", where: { $0.begins(with: "pylock.") && $0.ends(with: ".toml") }
  ) { input throws(Diagnostic) in
    try packageTables(of: input, "packages").map { table throws(Diagnostic) in
      ManifestEntry("pypi", try table.name(in: input), table.text("version"), lines: table.lines)
    }
  }
}

private func isMain(_ group: String) -> Bool { group.utf8.elementsEqual("main".utf8) }
