// The ecosystem of a package by the file that declares it, for reports that name only the file.

/// The ecosystem's word of a lock file or manifest, by the last part of its path; nil for other files.
func ecosystem(ofFile path: String) -> String? {
  let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path.utf8[path.utf8.index(after: $0)...]) ?? path }
  let base = name ?? path
  if let ecosystem = lockFiles[base] { return ecosystem }
  return suffixes.first { base.utf8.count > $0.suffix.utf8.count && base.hasSuffix($0.suffix) }?.ecosystem
}

private let lockFiles = [
  "go.sum": "go", "go.mod": "go", "go.work": "go", "package-lock.json": "npm", "npm-shrinkwrap.json": "npm",
  "package.json": "npm", "yarn.lock": "npm", "pnpm-lock.yaml": "npm", "bun.lock": "npm", "bun.lockb": "npm",
  "Gemfile": "bundler", "Gemfile.lock": "bundler", "gems.locked": "bundler",
  "requirements.txt": "pip", "Pipfile.lock": "pip", "Pipfile": "pip", "poetry.lock": "pip", "uv.lock": "pip",
  "pdm.lock": "pip", "pylock.toml": "pip", "pyproject.toml": "pip", "setup.py": "pip", "setup.cfg": "pip",
  "pom.xml": "maven", "build.gradle": "gradle", "build.gradle.kts": "gradle", "gradle.lockfile": "gradle",
  "buildscript-gradle.lockfile": "gradle", "verification-metadata.xml": "gradle", "build.sbt": "sbt",
  "composer.lock": "composer", "composer.json": "composer", "packages.lock.json": "nuget", "packages.config": "nuget",
  "Directory.Packages.props": "nuget", "conan.lock": "conan", "conanfile.txt": "conan", "conanfile.py": "conan",
  "Cargo.lock": "cargo", "Cargo.toml": "cargo", "pubspec.lock": "pub", "pubspec.yaml": "pub",
  "Package.resolved": "swift", "Podfile.lock": "cocoapods", "mix.lock": "hex", "renv.lock": "cran",
  "stack.yaml.lock": "hackage", "cabal.project.freeze": "hackage",
]

private let suffixes: [(suffix: String, ecosystem: String)] = [
  (".csproj", "nuget"), (".fsproj", "nuget"), (".vbproj", "nuget"), (".deps.json", "nuget"),
  ("-requirements.txt", "pip"), ("requirements.in", "pip"),
]
