import Interning

/// Tells by the path of a file which ecosystems it may decide versions of: lock files and manifests, and the files that
/// these take versions from, such as version catalogs, properties and build scripts.
///
/// It rather names a file too many: one that is named leaves open what the change does to a package, and one that is
/// missed would prove that the change does nothing.
package enum VersionDeciders {
  /// The types of packages, as purls spell them, whose versions a file may decide.
  package static func types(decidedBy path: String) -> Set<InternedString> {
    let bytes = lowercased(path)
    let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let name = bytes[start...]
    var types = Set(byName[Array(name)] ?? [])
    for (index, byte) in zip(name.indices, name) where byte == UInt8(ascii: ".") {
      types.formUnion(byEnding[Array(name[index...])] ?? [])
    }
    for folder in bytes[..<start].split(separator: UInt8(ascii: "/")) { types.formUnion(byFolder[Array(folder)] ?? []) }
    for files in wordedFiles where files.endings.contains(where: name.ends) {
      let text = files.isByFolder ? bytes[...] : name
      if files.words.contains(where: text.holds) { types.insert(InternedString(files.type)) }
    }
    if let format = ManifestFormat.of(path) { types.insert(InternedString(format.type)) }
    return types
  }

  /// Whether a manifest may include a file of this name although its name does not tell: pip and others include any text.
  package static func mayBeIncluded(_ path: String) -> Bool {
    let bytes = lowercased(path)[...]
    return includableEndings.contains(where: bytes.ends)
  }

  /// Whether the table has files of a type. Where it has none, any of its files may be one.
  package static func areKnown(for type: String) -> Bool { knownTypes.contains(InternedString(type)) }
}

/// The files that decide versions of one ecosystem, in lower case.
private struct DecidingFiles: Sendable {
  let type: String
  var names: [String] = []
  /// Ends of names, from a dot on.
  var endings: [String] = []
  /// Folders whose files all count, wherever they are.
  var folders: [String] = []
}

/// Files that count for a word in their name.
private struct WordedFiles: Sendable {
  let type: String
  /// Whether the word may also be in the name of a folder.
  var isByFolder = false
  let words: [String]
  let endings: [String]
}

private let decidingFiles: [DecidingFiles] =
  [
    // Maven, Gradle with its plugins for locking, sbt, Bazel, Clojure, Mill.
    DecidingFiles(
      type: "maven",
      names: [
        "pom.xml", "gradle.properties", "versions.props", "versions.lock", "dependencies.lock",
        "verification-metadata.xml", "versions.kt", "dependencies.kt", "libs.kt", "deps.kt", "versions.groovy",
        "dependencies.scala", "versions.scala", "ivy.xml", "deps.edn", "project.clj", "build.sc", "build.mill",
        "module.bazel", "workspace", "workspace.bazel", "maven_install.json", "versions.json",
        "versions.yml", "versions.yaml", "dependencies.json", "dependencies.yml", "dependencies.yaml",
      ],
      endings: [".pom", ".gradle", ".gradle.kts", ".lockfile", ".versions.toml", ".sbt", ".bzl"],
      folders: ["buildsrc", "build-logic", "buildlogic", "build-src", ".mvn"]),
    DecidingFiles(
      type: "npm",
      names: [
        "package.json", "package.json5", "package.yaml", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock",
        ".yarnrc", ".yarnrc.yml", ".npmrc", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.cjs", "pnpmfile.js",
        "bun.lock", "bun.lockb", "deno.json", "deno.jsonc", "deno.lock", "common-versions.json", "lerna.json",
        "bower.json",
      ]),
    DecidingFiles(
      type: "pypi",
      names: [
        "setup.py", "setup.cfg", "pyproject.toml", "pipfile", "pipfile.lock", "poetry.lock", "pdm.lock", "uv.lock",
        "uv.toml", "pylock.toml", "pixi.toml", "pixi.lock", "pip.conf", "pip.ini", "tox.ini", "environment.yml",
        "environment.yaml", "conda-lock.yml", "meta.yaml",
      ]),
    DecidingFiles(
      type: "golang", names: ["go.sum", "go.work.sum", "modules.txt", "gopkg.toml", "gopkg.lock"],
      endings: [".mod", ".work"]),
    DecidingFiles(
      type: "nuget",
      names: [
        "packages.config", "packages.lock.json", "nuget.config", "global.json", "project.json", "project.assets.json",
        "paket.dependencies", "paket.lock", "paket.references",
      ],
      endings: [".csproj", ".fsproj", ".vbproj", ".proj", ".props", ".targets", ".nuspec", ".deps.json"]),
    DecidingFiles(type: "cargo", names: ["cargo.toml", "cargo.lock"], folders: [".cargo"]),
    DecidingFiles(
      type: "gem", names: ["gemfile", "gemfile.lock", "gems.rb", "gems.locked"], endings: [".gemspec", ".gemfile"],
      folders: ["gemfiles"]),
    DecidingFiles(type: "composer", names: ["composer.json", "composer.lock", "installed.json", "symfony.lock"]),
    DecidingFiles(type: "hex", names: ["mix.exs", "mix.lock", "rebar.config", "rebar.config.script", "rebar.lock"]),
    DecidingFiles(type: "pub", names: ["pubspec.yaml", "pubspec.lock", "pubspec_overrides.yaml"]),
    DecidingFiles(
      type: "cocoapods", names: ["podfile", "podfile.lock"], endings: [".podspec", ".podspec.json", ".podfile"]),
    DecidingFiles(
      type: "swift",
      names: ["package.swift", "package.resolved", "cartfile", "cartfile.resolved", "project.pbxproj"]),
    DecidingFiles(type: "conan", names: ["conanfile.txt", "conanfile.py", "conan.lock", "conandata.yml"]),
    DecidingFiles(type: "cran", names: ["description", "renv.lock", "packrat.lock"]),
    DecidingFiles(
      type: "hackage",
      names: [
        "stack.yaml", "stack.yaml.lock", "cabal.project", "cabal.project.freeze", "cabal.project.local", "package.yaml",
      ],
      endings: [".cabal"]),
    DecidingFiles(type: "githubactions", folders: [".github"]),
  ]
  + imageTypes.map { type in
    DecidingFiles(
      type: type, names: ["dockerfile", "containerfile", ".env"],
      endings: [".dockerfile", ".containerfile", ".apko.yaml"])
  }

/// Packages of an operating system come with an image.
private let imageTypes = ["docker", "oci", "deb", "rpm", "apk", "alpm"]

private let wordedFiles: [WordedFiles] =
  [
    // `requirements/base.txt` is included under any name.
    WordedFiles(
      type: "pypi", isByFolder: true, words: ["requirement", "constraint", "dependenc"],
      endings: [".txt", ".in", ".pip"]),
    WordedFiles(type: "pypi", words: ["pylock"], endings: [".toml"]),
    WordedFiles(
      type: "maven", words: ["version", "dependenc", "deps", "libs", "librar", "catalog"],
      endings: [".toml", ".properties"]),
    // `project/*.scala` is the build of sbt.
    WordedFiles(type: "maven", isByFolder: true, words: ["project/"], endings: [".scala", ".properties"]),
    WordedFiles(type: "npm", words: ["pnpm-lock"], endings: [".yaml"]),
    WordedFiles(type: "swift", words: ["package@swift"], endings: [".swift"]),
  ] + imageTypes.map { WordedFiles(type: $0, words: ["dockerfile", "containerfile"], endings: [""]) }

private let includableEndings = [
  ".txt", ".in", ".pip", ".req", ".reqs", ".list", ".lst", ".cfg", ".ini", ".rb", ".py", ".xml", ".json", ".toml",
  ".gradle",
  ".kts", ".props", ".targets",
]

private let byName = table(\.names)
private let byEnding = table(\.endings)
private let byFolder = table(\.folders)
private let knownTypes = Set(decidingFiles.map { InternedString($0.type) })

private func table(_ texts: (DecidingFiles) -> [String]) -> [[UInt8]: [InternedString]] {
  var table: [[UInt8]: [InternedString]] = [:]
  for files in decidingFiles {
    for text in texts(files) { table[Array(text.utf8), default: []].append(InternedString(files.type)) }
  }
  return table
}

/// The bytes of a path with ASCII letters in lower case: some file systems do not tell letters apart.
private func lowercased(_ path: String) -> [UInt8] {
  path.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}
