import Interning
import Model
import PackageURL
import Risks
import Testing

@testable import Pipeline

/// The files of a commit in memory.
private struct MemoryTree: Tree {
  var description: String { "the tree of the test" }
  var files: [String: String]

  func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? { files[path].map { Array($0.utf8) } }
  func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] { [] }
  func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? { files[path] == nil ? nil : .file }
}

/// A change of lock files and manifests, a package at a path, and what the change does to the package.
struct PackageCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var base: [String: String]
  var head: [String: String]
  var renames: [String: String] = [:]
  /// Nil for a report that does not say which package it is.
  var purl: String?
  var fixed: [String]?
  var path: String
  var expected: PackageChange

  init(
    _ name: String, _ base: [String: String], _ head: [String: String], renames: [String: String] = [:],
    _ purl: String?, fixed: [String]? = nil, at path: String, _ expected: PackageChange
  ) {
    (testDescription, self.base, self.head, self.renames) = (name, base, head, renames)
    (self.purl, self.fixed, self.path, self.expected) = (purl, fixed, path, expected)
  }

  var changes: FileChanges {
    let moved = Set(renames.values)
    let old = base.filter { head[$0.key] == nil && !moved.contains($0.key) }.map {
      FileChange(path: $0.key, status: .deleted)
    }
    let new = head.compactMap { path, text -> FileChange? in
      if let from = renames[path] { return FileChange(path: path, oldPath: from, status: .renamed) }
      guard let before = base[path] else { return FileChange(path: path, status: .added) }
      return before == text ? nil : FileChange(path: path, status: .modified)
    }
    return FileChanges(old + new)
  }
}

private func npm(_ packages: (String, String)...) -> String {
  let entries = packages.map { "\"node_modules/\($0.0)\": { \"version\": \"\($0.1)\" }" }
  return "{ \"lockfileVersion\": 3, \"packages\": { \(entries.joined(separator: ",\n")) } }"
}
private func npm(_ name: String, _ version: String = "1.0.0", isDevelopment: Bool) -> String {
  "{ \"lockfileVersion\": 3, \"packages\": { \"node_modules/\(name)\": { \"version\": \"\(version)\", \"dev\": \(isDevelopment) } } }"
}
/// A module with the hashes of what was looked at.
private func goModule(_ version: String, hashes: [String]) -> [String: String] {
  [
    "go.mod": "module example.org/app\n\ngo 1.22\n\nrequire example.org/tool v\(version)\n",
    "go.sum": hashes.map { "example.org/tool v\($0) h1:A=\n" }.joined(),
  ]
}
/// A project that manages a version, with something else in it.
private func managed(_ more: String) -> String {
  "<project><dependencyManagement><dependencies><dependency><groupId>org.acme</groupId><artifactId>tool</artifactId>"
    + "<version>1.0</version></dependency></dependencies></dependencyManagement>\(more)</project>"
}
/// Manifest and lock file, which has the same packages whatever they are for.
private func yarn(developing: [String], running: [String]) -> [String: String] {
  func list(_ names: [String]) -> String { names.map { "\"\($0)\": \"^1.0.0\"" }.joined(separator: ", ") }
  return [
    "package.json": "{ \"devDependencies\": { \(list(developing)) }, \"dependencies\": { \(list(running)) } }",
    "yarn.lock": "tool@^1.0.0:\n  version \"1.0.0\"\n\nmore@^1.0.0:\n  version \"1.0.0\"\n",
  ]
}
private func cargo(_ packages: (String, String)...) -> String {
  "version = 4\n" + packages.map { "[[package]]\nname = \"\($0.0)\"\nversion = \"\($0.1)\"\n" }.joined()
}
private func pom(_ version: String) -> String {
  "<project><properties><v>\(version)</v></properties><dependencies><dependency><groupId>org.acme</groupId>"
    + "<artifactId>tool</artifactId><version>${v}</version></dependency></dependencies></project>"
}

private let lock = "package-lock.json"
private let tool = "pkg:npm/tool@1.0.0"
private let requirements = "requirements.txt"

private let packageCases: [PackageCase] = [
  // Lock files
  PackageCase(
    "another package is added", [lock: npm(("tool", "1.0.0"))], [lock: npm(("more", "2.0.0"), ("tool", "1.0.0"))], tool,
    at: lock, .unchanged),
  PackageCase(
    "the entries are in a new order", [lock: npm(("tool", "1.0.0"), ("a", "1"))],
    [lock: npm(("a", "1"), ("tool", "1.0.0"))], tool, at: lock, .unchanged),
  PackageCase(
    "its version changes", [lock: npm(("tool", "0.9.0"))], [lock: npm(("tool", "1.0.0"))], tool, at: lock, .added),
  PackageCase(
    "a second version is added", [lock: npm(("tool", "0.9.0"))],
    [lock: npm(("tool", "0.9.0"), ("a/node_modules/tool", "1.0.0"))], tool, at: lock, .added),
  PackageCase("the lock file is added", [:], [lock: npm(("tool", "1.0.0"))], tool, at: lock, .added),
  PackageCase(
    "development becomes runtime", [lock: npm("tool", isDevelopment: true)], [lock: npm("tool", isDevelopment: false)],
    tool, at: lock, .leavesDevelopment),
  PackageCase(
    "runtime becomes development", [lock: npm("tool", isDevelopment: false)], [lock: npm("tool", isDevelopment: true)],
    tool, at: lock, .unchanged),
  PackageCase(
    "Yarn does not tell what a package is for, so the manifest counts", yarn(developing: ["tool"], running: []),
    yarn(developing: [], running: ["tool"]), tool, at: "yarn.lock", .leavesDevelopment),
  PackageCase(
    "a package that may require it leaves development", yarn(developing: ["more"], running: ["tool"]),
    yarn(developing: [], running: ["tool", "more"]), tool, at: "yarn.lock", .open("package.json")),
  PackageCase(
    "the manifest gets other packages and loses some", yarn(developing: ["tool", "b"], running: []),
    yarn(developing: ["tool"], running: ["more"]), tool, at: "yarn.lock", .untouched),
  PackageCase(
    "a package becomes one for development", yarn(developing: [], running: ["tool"]),
    yarn(developing: ["tool"], running: []), tool, at: "yarn.lock", .untouched),
  PackageCase(
    "npm tells what a package is for, whatever the manifest says",
    [lock: npm("tool", isDevelopment: true)].merging(yarn(developing: ["tool"], running: [])) { $1 },
    [lock: npm("tool", isDevelopment: true)].merging(yarn(developing: [], running: ["tool"])) { $1 }, tool, at: lock,
    .untouched),
  PackageCase(
    "requirements of development are renamed", ["requirements-dev.txt": "tool==1.0\n"], [requirements: "tool==1.0\n"],
    renames: [requirements: "requirements-dev.txt"], "pkg:pypi/tool@1.0", at: requirements, .leavesDevelopment),
  PackageCase(
    "Cargo", ["Cargo.lock": cargo(("my_tool", "1.0.0"))], ["Cargo.lock": cargo(("my_tool", "1.0.0"), ("b", "1.0.0"))],
    "pkg:cargo/my-tool@1.0.0", at: "Cargo.lock", .unchanged),
  PackageCase(
    "the base cannot be read", [lock: "{ \"lockfileVersion\": 3, \"packages\": "], [lock: npm(("tool", "1.0.0"))], tool,
    at: lock, .open(lock)),
  PackageCase(
    "the lock file does not list it", [lock: npm(("a", "1"))], [lock: npm(("a", "2"))], tool, at: lock, .open(lock)),
  PackageCase(
    "Go", ["go.sum": "example.org/tool v1.0.0 h1:A=\n"],
    ["go.sum": "example.org/a v1.0.0 h1:B=\nexample.org/tool v1.0.0 h1:A=\n"], "pkg:golang/example.org/tool@v1.0.0",
    at: "go.sum", .unchanged),
  // Moves
  PackageCase(
    "the file is renamed", [requirements: "tool==1.0\n"], ["api/requirements.txt": "tool==1.0\n"],
    renames: ["api/requirements.txt": requirements], "pkg:pypi/tool@1.0", at: "api/requirements.txt", .unchanged),
  PackageCase(
    "the file is moved and rewritten, so no rename is recognised", [requirements: "tool==1.0\n"],
    ["api/requirements.txt": "# new\ntool==1.0\n"], "pkg:pypi/tool@1.0", at: "api/requirements.txt", .unchanged),
  PackageCase(
    "two lock files become one", ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"))],
    [lock: npm(("tool", "1.0.0"), ("b", "1"))], tool, at: lock, .unchanged),
  PackageCase(
    "the other service has it, this one is new to it",
    ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"))],
    ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"), ("tool", "1.0.0"))], tool, at: "b/\(lock)",
    .added),
  PackageCase(
    "another service loses it", ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"))],
    ["b/\(lock)": npm(("b", "1"), ("tool", "1.0.0"))], tool, at: "b/\(lock)", .added),
  PackageCase(
    "another manager's lock file", ["yarn.lock": "tool@^1.0.0:\n  version \"1.0.0\"\n"], [lock: npm(("tool", "1.0.0"))],
    tool, at: lock, .unchanged),
  // Manifests
  PackageCase(
    "another requirement changes", [requirements: "a==1.0\ntool==1.0\n"], [requirements: "a==2.0\ntool==1.0\n"],
    "pkg:pypi/tool@1.0", at: requirements, .unchanged),
  PackageCase(
    "the range stays", [requirements: "a==1.0\nTool>=1\n"], [requirements: "a==2.0\ntool>=1\n"], "pkg:pypi/tool@1.3",
    at: requirements, .unchanged),
  PackageCase(
    "the range changes", [requirements: "tool>=1\n"], [requirements: "tool>=1.2\n"], "pkg:pypi/tool@1.3",
    at: requirements, .added),
  PackageCase(
    "what others require is not listed", ["pom.xml": pom("1.0")], ["pom.xml": pom("1.1")],
    "pkg:maven/org.acme/inner@3.0", at: "pom.xml", .open("pom.xml")),
  PackageCase(
    "a property holds the version", ["pom.xml": pom("1.0")], ["pom.xml": pom("1.1")], "pkg:maven/org.acme/tool@1.1",
    at: "pom.xml", .added),
  PackageCase(
    "the parent changes it", ["pom.xml": pom("1.0"), "app/pom.xml": "<project/>"],
    ["pom.xml": pom("1.1"), "app/pom.xml": "<project/>"], "pkg:maven/org.acme/tool@1.1", at: "app/pom.xml", .added),
  PackageCase(
    "the lock file beside the manifest is deleted", [lock: npm(("tool", "1.0.0"))], ["package.json": "{}"], tool,
    at: "package.json", .unchanged),
  PackageCase(
    "the lock file beside the manifest changes it", ["package.json": "{}", lock: npm(("tool", "0.9.0"))],
    ["package.json": "{}", lock: npm(("tool", "1.0.0"))], tool, at: "package.json", .added),
  PackageCase(
    "a lock file of another ecosystem changes", ["package.json": "{}", "Cargo.lock": cargo(("a", "1.0.0"))],
    ["package.json": "{}", "Cargo.lock": cargo(("a", "1.1.0"))], tool, at: "package.json", .untouched),
  PackageCase(
    "the file above is another project's, and lists it", [requirements: "tool==1.0\n", "b/\(requirements)": "b==1\n"],
    [requirements: "# ours\ntool==1.0\n", "b/\(requirements)": "b==1\ntool==1.0\n"], "pkg:pypi/tool@1.0",
    at: "b/\(requirements)", .added),
  PackageCase(
    "the file lists it as before, whatever the one above does", [requirements: "", "b/\(requirements)": "tool==1.0\n"],
    [requirements: "tool==1.0\n", "b/\(requirements)": "# ours\ntool==1.0\n"], "pkg:pypi/tool@1.0",
    at: "b/\(requirements)", .unchanged),
  PackageCase(
    "a version of which only the go.mod was looked at", goModule("1.1.0", hashes: ["1.0.0/go.mod", "1.1.0"]),
    goModule("1.0.0", hashes: ["1.0.0/go.mod", "1.0.0"]), "pkg:golang/example.org/tool@v1.0.0", at: "go.mod", .added),
  PackageCase(
    "a version of which only the go.mod was looked at, by the hashes",
    goModule("1.1.0", hashes: ["1.0.0/go.mod", "1.1.0"]), goModule("1.0.0", hashes: ["1.0.0/go.mod", "1.0.0"]),
    "pkg:golang/example.org/tool@v1.0.0", at: "go.sum", .added),
  PackageCase(
    "another version of it served development only", [lock: npm("tool", "0.9.0", isDevelopment: true)],
    [lock: npm("tool", isDevelopment: false)], tool, at: lock, .leavesDevelopment),
  PackageCase(
    "a text that no tool reads gets the name of a manifest", ["notes.txt": "tool==1.0\n"],
    [requirements: "tool==1.0\n"],
    renames: [requirements: "notes.txt"], "pkg:pypi/tool@1.0", at: requirements, .added),
  PackageCase(
    "a condition goes", [requirements: "tool==1.0; python_version < '3'\n"], [requirements: "tool==1.0\n"],
    "pkg:pypi/tool@1.0", at: requirements, .leavesDevelopment),
  PackageCase(
    "a condition stays", [requirements: "tool==1.0; python_version < '3'\n"],
    [requirements: "a==1\ntool==1.0; python_version < '3'\n"], "pkg:pypi/tool@1.0", at: requirements, .unchanged),
  PackageCase(
    "what the project managed is required", ["pom.xml": managed("")],
    [
      "pom.xml": managed(
        "<dependencies><dependency><groupId>org.acme</groupId><artifactId>tool</artifactId></dependency></dependencies>"
      )
    ],
    "pkg:maven/org.acme/tool@1.0", at: "pom.xml", .leavesDevelopment),
  // Files that no format reads
  PackageCase(
    "a build script names it on an untouched line", ["build.gradle": "implementation 'org.acme:tool:1.0'\n"],
    ["build.gradle": "implementation 'org.acme:tool:1.0'\nimplementation 'org.acme:other:2.0'\n"],
    "pkg:maven/org.acme/tool@1.0", at: "build.gradle", .unchanged),
  PackageCase(
    "a build script changes the line", ["build.gradle": "implementation 'org.acme:tool:0.9'\n"],
    ["build.gradle": "implementation 'org.acme:tool:1.0'\n"], "pkg:maven/org.acme/tool@1.0", at: "build.gradle", .added),
  PackageCase(
    "a comment named it, the code now does", ["build.gradle": "// not org.acme:tool:1.0\n"],
    ["build.gradle": "// not org.acme:tool:1.0\nimplementation 'org.acme:tool:1.0'\n"], "pkg:maven/org.acme/tool@1.0",
    at: "build.gradle", .added),
  PackageCase(
    "a comment names the version, and a variable decides it",
    ["build.gradle": "def v = '0.9'\nimplementation \"org.acme:tool:$v\" // never org.acme:tool:1.0\n"],
    ["build.gradle": "def v = '1.0'\nimplementation \"org.acme:tool:$v\" // never org.acme:tool:1.0\n"],
    "pkg:maven/org.acme/tool@1.0", at: "build.gradle", .open("build.gradle")),
  PackageCase(
    "the version stands elsewhere", ["build.gradle": "def v = '0.9'\nimplementation \"org.acme:tool:$v\"\n"],
    ["build.gradle": "def v = '1.0'\nimplementation \"org.acme:tool:$v\"\n"], "pkg:maven/org.acme/tool@1.0",
    at: "build.gradle", .open("build.gradle")),
]

/// Changes of files that are not the one that a report names.
private let elsewhereCases: [PackageCase] =
  versionElsewhere.map { one in
    PackageCase(one.name, one.base, one.head, one.purl, at: one.path, .open(one.decider))
  } + [
    PackageCase(
      "the manifest states it", ["a/pom.xml": pom("1.0"), "b/pom.xml": pom("2.0")],
      ["a/pom.xml": pom("1.0"), "b/pom.xml": pom("2.1")], "pkg:maven/org.acme/tool@1.0", at: "a/pom.xml", .untouched),
    PackageCase(
      "the lock file states it", ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"))],
      ["a/\(lock)": npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "2"))], tool, at: "a/\(lock)", .untouched),
    PackageCase(
      "the lock file of the root is meant by mistake", [lock: npm(("tool", "2.0.0")), "b/\(lock)": npm(("b", "1"))],
      [lock: npm(("tool", "2.0.0")), "b/\(lock)": npm(("tool", "1.0.0"))], tool, at: lock, .open("b/\(lock)")),
    PackageCase(
      "the change touches nothing of the ecosystem", ["pom.xml": "<project/>", lock: npm(("a", "1"))],
      ["pom.xml": "<project/>", lock: npm(("a", "2"))], "pkg:maven/org.acme/tool@1.0", at: "pom.xml", .untouched),
    PackageCase(
      "an archive is the package", ["lib/a.jar": "PK\u{0}", "pom.xml": pom("1.0")],
      ["lib/a.jar": "PK\u{0}", "pom.xml": pom("1.1")], "pkg:maven/org.acme/tool@1.0", at: "lib/a.jar", .untouched),
    PackageCase(
      "a script names the package and its version", ["a.js": "/*! jQuery v1.12.4 */", "package.json": "{}"],
      ["a.js": "/*! jQuery v1.12.4 */", "package.json": "{ }"], "pkg:npm/jquery@1.12.4", at: "a.js", .untouched),
    PackageCase(
      "code that uses a package does not state it", ["a.js": "require('tool')", lock: npm(("tool", "2.0.0"))],
      ["a.js": "require('tool')", lock: npm(("tool", "1.0.0"))], tool, at: "a.js", .open(lock)),
    PackageCase(
      "constraints above bring it", ["constraints.txt": "tool==1.4\n", "app/requirements.txt": "tool\n"],
      ["constraints.txt": "tool==1.3\n", "app/requirements.txt": "tool\n"], "pkg:pypi/tool@1.3",
      at: "app/requirements.txt", .added),
    // A file above that replaces what a manifest states
    PackageCase(
      "a replacement of the version is taken away",
      ["app/go.mod": goMod, "go.work": "use ./app\nreplace example.org/tool => example.org/tool v1.1.0\n"],
      ["app/go.mod": goMod, "go.work": "use ./app\n"], "pkg:golang/example.org/tool@1.0.0", at: "app/go.mod",
      .open("go.work")),
    PackageCase(
      "a forced version is taken away",
      ["app/build.gradle": gradle, "build.gradle": "force 'org.acme:tool:1.1'\n"],
      ["app/build.gradle": gradle, "build.gradle": "\n"], "pkg:maven/org.acme/tool@1.0", at: "app/build.gradle",
      .open("build.gradle")),
    PackageCase(
      "a build script above changes something else", ["app/build.gradle": gradle, "build.gradle": "version 1\n"],
      ["app/build.gradle": gradle, "build.gradle": "version 2\n"], "pkg:maven/org.acme/tool@1.0",
      at: "app/build.gradle",
      .untouched),
    // The file itself is touched, and does not state the version
    PackageCase(
      "the version is that of a parent, which changes",
      ["pom.xml": managedPom(parent: "2")], ["pom.xml": managedPom(parent: "1")], "pkg:maven/org.acme/tool@1.0",
      at: "pom.xml", .open("pom.xml")),
    PackageCase(
      "the range stays, and constraints elsewhere change",
      [requirements: "a==1\ntool>=1\n", "c/constraints.txt": "tool==1.4\n"],
      [requirements: "a==2\ntool>=1\n", "c/constraints.txt": "tool==1.3\n"], "pkg:pypi/tool@1.3", at: requirements,
      .open("c/constraints.txt")),
    PackageCase(
      "the range of the manifest begins with the version, to which the lock file goes back",
      ["package.json": "{ \"tool\": \"^1.0.0\" }", lock: npm(("tool", "1.0.9"))],
      ["package.json": "{ \"tool\": \"^1.0.0\", \"private\": true }", lock: npm(("tool", "1.0.0"))], tool,
      at: "package.json", .added),
    // No version, or no package
    PackageCase(
      "the lock file lists a version with the problem", [lock: npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "1"))],
      [lock: npm(("tool", "1.0.0")), "b/\(lock)": npm(("b", "2"))], "pkg:npm/tool", fixed: ["1.1.0"], at: lock,
      .untouched),
    PackageCase(
      "the lock file lists none with the problem", [lock: npm(("tool", "1.1.0")), "b/\(lock)": npm(("b", "1"))],
      [lock: npm(("tool", "1.1.0")), "b/\(lock)": npm(("tool", "1.0.0"))], "pkg:npm/tool", fixed: ["1.1.0"], at: lock,
      .open("b/\(lock)")),
    PackageCase(
      "no fixed version is known, and another lock file changes",
      [lock: npm(("tool", "1.1.0")), "b/\(lock)": npm(("b", "1"))],
      [lock: npm(("tool", "1.1.0")), "b/\(lock)": npm(("b", "2"))], "pkg:npm/tool", at: lock, .open("b/\(lock)")),
    PackageCase(
      "no fixed version is known, and a manifest changes", [lock: npm(("tool", "1.1.0")), "package.json": "{}"],
      [lock: npm(("tool", "1.1.0")), "package.json": "{ }"], "pkg:npm/tool", at: lock, .untouched),
    PackageCase(
      "no package is named in a lock file", [lock: npm(("tool", "1.1.0")), "package.json": "{}"],
      [lock: npm(("tool", "1.1.0")), "package.json": "{ }"], nil, at: lock, .untouched),
    PackageCase(
      "no package is named in a manifest", ["a/pom.xml": pom("1.0"), "pom.xml": pom("1.0")],
      ["a/pom.xml": pom("1.0"), "pom.xml": pom("1.1")], nil, at: "a/pom.xml", .open("pom.xml")),
  ]

/// A file that decides the version of a package in another one, which the change leaves as it is.
private struct VersionElsewhere {
  let name: String
  let decider: String
  let (before, after): (String, String)
  let purl: String
  let path: String
  let manifest: String

  init(
    _ name: String, _ decider: String, _ text: (String) -> String, _ purl: String, at path: String, _ manifest: String
  ) {
    (self.name, self.decider, self.purl, self.path, self.manifest) = (name, decider, purl, path, manifest)
    (before, after) = (text("2.17.1"), text("2.14.1"))
  }

  var base: [String: String] { [decider: before, path: manifest] }
  var head: [String: String] { [decider: after, path: manifest] }
}

private let maven = "pkg:maven/org.acme/tool@2.14.1"
private let gradle = "implementation 'org.acme:tool:1.0'\n"
private let byVariable = "implementation \"org.acme:tool:$toolVersion\"\n"
private let goMod = "module a\nrequire example.org/tool v1.0.0\n"
private let project = "<Project><ItemGroup><PackageReference Include=\"Tool\" Version=\"$(V)\"/></ItemGroup></Project>"
private func managedPom(parent: String) -> String {
  "<project><parent><groupId>org.acme</groupId><artifactId>up</artifactId><version>\(parent)</version></parent>"
    + "<dependencies><dependency><groupId>org.acme</groupId><artifactId>tool</artifactId></dependency></dependencies>"
    + "</project>"
}
private func bom(_ version: String) -> String {
  "<project><dependencyManagement><dependencies><dependency><groupId>org.acme</groupId><artifactId>tool</artifactId>"
    + "<version>\(version)</version></dependency></dependencies></dependencyManagement></project>"
}

private let versionElsewhere: [VersionElsewhere] = [
  VersionElsewhere("the parent lies beside", "up/pom.xml", bom, maven, at: "app/pom.xml", managedPom(parent: "1")),
  VersionElsewhere("a list of versions", "bom/bom.pom", bom, maven, at: "app/pom.xml", managedPom(parent: "1")),
  VersionElsewhere(
    "a version catalog", "gradle/libs.versions.toml", { "[versions]\ntool = \"\($0)\"\n" }, maven,
    at: "app/build.gradle.kts", "implementation(libs.tool)\n"),
  VersionElsewhere(
    "the settings of Gradle", "settings.gradle.kts", { "library(\"tool\", \"org.acme:tool:\($0)\")\n" }, maven,
    at: "app/build.gradle.kts", "implementation(libs.tool)\n"),
  VersionElsewhere(
    "properties of Gradle", "gradle.properties", { "toolVersion=\($0)\n" }, maven, at: "app/build.gradle", byVariable),
  VersionElsewhere(
    "a variable of the build script above", "build.gradle", { "ext { toolVersion = '\($0)' }\n" }, maven,
    at: "app/build.gradle", byVariable),
  VersionElsewhere(
    "code of the build", "build-logic/src/V.kt", { "const val tool = \"\($0)\"\n" }, maven, at: "app/build.gradle.kts",
    byVariable),
  VersionElsewhere(
    "a file of versions that the settings name", "gradle/deps.toml", { "[versions]\ntool = \"\($0)\"\n" }, maven,
    at: "app/build.gradle", byVariable),
  VersionElsewhere(
    "code of the build of sbt", "project/Constants.scala", { "object C { val tool = \"\($0)\" }\n" }, maven,
    at: "build.sbt",
    byVariable),
  VersionElsewhere(
    "included requirements of an ending of their own", "base.reqs", { "tool==\($0)\n" }, "pkg:pypi/tool@2.14.1",
    at: "app/requirements.txt", "-r ../base.reqs\n"),
  VersionElsewhere(
    "included requirements", "shared/requirements.txt", { "tool==\($0)\n" }, "pkg:pypi/tool@2.14.1",
    at: "app/requirements.txt", "-r ../shared/requirements.txt\n"),
  VersionElsewhere(
    "included requirements of any name", "shared/base.txt", { "tool==\($0)\n" }, "pkg:pypi/tool@2.14.1",
    at: "app/requirements.txt", "-r ../shared/base.txt\n"),
  VersionElsewhere(
    "a workspace of Go", "go.work", { "replace example.org/tool => example.org/tool v\($0)\n" },
    "pkg:golang/example.org/tool@2.14.1", at: "app/go.mod", goMod),
  VersionElsewhere(
    "imported properties of MSBuild", "eng/Versions.props",
    { "<Project><PropertyGroup><V>\($0)</V></PropertyGroup></Project>" }, "pkg:nuget/Tool@2.14.1", at: "app/app.csproj",
    project),
  VersionElsewhere(
    "a catalog of pnpm", "pnpm-workspace.yaml", { "catalog:\n  tool: \($0)\n" }, "pkg:npm/tool@2.14.1",
    at: "app/package.json", "{ \"dependencies\": { \"tool\": \"catalog:\" } }"),
]

extension PackageChange {
  fileprivate static func open(_ path: String) -> PackageChange { .unknown(InternedString(path)) }
}

@Suite struct PackageChangesOfFiles {
  @Test(arguments: packageCases + elsewhereCases)
  func `the entry of a package counts, and what decides its version`(_ one: PackageCase) throws {
    let packages = PackageChanges(one.changes, from: MemoryTree(files: one.base), to: MemoryTree(files: one.head)).facts
    let purl = try one.purl.map { try PURL($0) }
    func change(of component: Component?) -> PackageChange {
      packages.change(
        PackageInFile(
          InternedOptional(component), at: InternedString(one.path), fixed: one.fixed.map { Interned($0) }))
    }
    #expect(packages.mayChangeVersions())
    #expect(change(of: purl.map { Component(purl: $0, name: $0.name) }) == one.expected)
    // Scanners that state no purl name the ecosystem and the package.
    guard let purl, purl.type == "npm" || purl.type == "pypi" else { return }
    #expect(change(of: Component(ecosystem: purl.type, name: purl.name, version: purl.version)) == one.expected)
  }

  @Test(arguments: ["README.md", "src/a.js", "docs/pom.md"])
  func `a change of other files changes no version`(_ path: String) {
    let changes = FileChanges([FileChange(path: path, status: .modified)])
    let packages = PackageChanges(changes, from: MemoryTree(files: [:]), to: MemoryTree(files: [:])).facts
    #expect(!packages.mayChangeVersions())
  }
}
