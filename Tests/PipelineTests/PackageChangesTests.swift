import Interning
import Model
import PackageURL
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
  var purl: String
  var path: String
  var expected: PackageChange

  init(
    _ name: String, _ base: [String: String], _ head: [String: String], renames: [String: String] = [:], _ purl: String,
    at path: String, _ expected: PackageChange
  ) {
    (testDescription, self.base, self.head, self.renames) = (name, base, head, renames)
    (self.purl, self.path, self.expected) = (purl, path, expected)
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
private func npm(_ name: String, isDevelopment: Bool) -> String {
  "{ \"lockfileVersion\": 3, \"packages\": { \"node_modules/\(name)\": { \"version\": \"1.0.0\", \"dev\": \(isDevelopment) } } }"
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
    "Cargo", ["Cargo.lock": cargo(("my_tool", "1.0.0"))], ["Cargo.lock": cargo(("my_tool", "1.0.0"), ("b", "1.0.0"))],
    "pkg:cargo/my-tool@1.0.0", at: "Cargo.lock", .unchanged),
  PackageCase(
    "the base cannot be read", [lock: "{ \"lockfileVersion\": 3, \"packages\": "], [lock: npm(("tool", "1.0.0"))], tool,
    at: lock, .unknown),
  PackageCase(
    "the lock file does not list it", [lock: npm(("a", "1"))], [lock: npm(("a", "2"))], tool, at: lock, .unknown),
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
    "pkg:maven/org.acme/inner@3.0", at: "pom.xml", .unknown),
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
    ["package.json": "{}", "Cargo.lock": cargo(("a", "1.1.0"))], tool, at: "package.json", .unchanged),
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
    at: "build.gradle", .unknown),
  PackageCase(
    "the version stands elsewhere", ["build.gradle": "def v = '0.9'\nimplementation \"org.acme:tool:$v\"\n"],
    ["build.gradle": "def v = '1.0'\nimplementation \"org.acme:tool:$v\"\n"], "pkg:maven/org.acme/tool@1.0",
    at: "build.gradle", .unknown),
]

@Suite struct PackageChangesOfFiles {
  @Test(arguments: packageCases) func `the entry of a package counts, not its file`(_ one: PackageCase) throws {
    let packages = PackageChanges(one.changes, from: MemoryTree(files: one.base), to: MemoryTree(files: one.head)).facts
    let path = InternedString(one.path)
    let purl = try PURL(one.purl)
    let component = Component(purl: purl, name: purl.name)
    #expect(one.changes[one.path] != nil || packages.concerns(path))
    #expect(packages.change(component, path) == one.expected)
    // Scanners that state no purl name the ecosystem and the package.
    guard purl.type == "npm" || purl.type == "pypi" else { return }
    let plain = Component(ecosystem: purl.type, name: purl.name, version: purl.version)
    #expect(packages.change(plain, path) == one.expected)
  }

  @Test func `a lock file decides alone, and other files are no manifests`() {
    let one = PackageCase("", [lock: "{}"], [:], tool, at: lock, .unknown)
    let packages = PackageChanges(one.changes, from: MemoryTree(files: [:]), to: MemoryTree(files: [:])).facts
    #expect(!packages.concerns(InternedString("app/yarn.lock")))
    #expect(!packages.concerns(InternedString("lib/app.jar")))
    #expect(packages.concerns(InternedString("app/package.json")))
    #expect(!packages.concerns(InternedString("package.json/x")))
  }
}
