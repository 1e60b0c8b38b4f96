import Foundation
import TestSupport
import Testing

/// What `make dist` puts into a release.
@Suite struct ReleaseTests {
  private let release: Release

  init() throws { release = try Release.shared.get() }

  @Test func `the archive has the program, its manual, completions, licences and changelog, and no more`() throws {
    let listed = try run("/usr/bin/tar", ["-tzf", release.archive], in: release.files).output
    let root = "gatehouse-\(release.version)-linux-\(release.machine)/"
    let files = listed.split(separator: "\n").filter { !$0.hasSuffix("/") }.map { $0.dropFirst(root.count) }
    #expect(
      files == [
        "bin/gatehouse", "share/bash-completion/completions/gatehouse", "share/doc/gatehouse/CHANGELOG.md",
        "share/doc/gatehouse/LICENSE", "share/doc/gatehouse/THIRD-PARTY-LICENSES",
        "share/fish/vendor_completions.d/gatehouse.fish", "share/man/man1/gatehouse.1",
        "share/zsh/site-functions/_gatehouse",
      ])
  }

  @Test func `the same program makes the same bytes at another time and place`() throws {
    let again = try TemporaryFolder()
    let files = URL(filePath: again.path).appending(path: "a longer name/dist")
    try Release.package(release.program, into: files)
    for name in try FileManager.default.contentsOfDirectory(atPath: release.files.path) {
      #expect(
        try Data(contentsOf: files.appending(path: name)) == Data(contentsOf: release.files.appending(path: name)))
    }
  }

  @Test func `the checksums are those of all other files`() throws {
    let checked = try run("/usr/bin/sha256sum", ["--check", "--strict", "SHA256SUMS"], in: release.files)
    #expect(checked.status == 0, "\(checked.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: release.files.path)
    #expect(checked.output.split(separator: "\n").count == names.count - 1)
  }

  /// in-toto Statement v1, and SLSA Provenance v1 with what "Build L1" requires.
  @Test func `the provenance names each file by its digest, and what it was made from`() throws {
    let statement = try #require(JSONSerialization.jsonObject(with: release.text(".provenance.json")) as? [String: Any])
    #expect(statement["_type"] as? String == "https://in-toto.io/Statement/v1")
    #expect(statement["predicateType"] as? String == "https://slsa.dev/provenance/v1")
    let subjects = try #require(statement["subject"] as? [[String: Any]])
    #expect(subjects.count == 2)
    for subject in subjects {
      let name = try #require(subject["name"] as? String)
      let sum = try run("/usr/bin/sha256sum", [name], in: release.files).output.prefix(64)
      #expect((subject["digest"] as? [String: String]) == ["sha256": String(sum)], "\(name)")
    }
    let predicate = try #require(statement["predicate"] as? [String: Any])
    let build = try #require(predicate["buildDefinition"] as? [String: Any])
    #expect((build["buildType"] as? String)?.hasPrefix("https://") == true)
    #expect((build["externalParameters"] as? [String: String])?["repository"]?.hasSuffix("/gatehouse") == true)
    let sources = try #require(build["resolvedDependencies"] as? [[String: Any]])
    // A resource descriptor has a URI or a digest.
    #expect(sources.allSatisfy { $0["uri"] != nil || $0["digest"] != nil })
    let uris = sources.compactMap { $0["uri"] as? String }
    #expect(uris.contains { $0.hasPrefix("git+https://github.com/gatehouse-dev/gatehouse@") })
    #expect(uris.contains { $0.hasPrefix("git+https://github.com/apple/swift-argument-parser@1.") })
    let run = try #require(predicate["runDetails"] as? [String: Any])
    #expect(((run["builder"] as? [String: String])?["id"])?.hasPrefix("https://") == true)
  }

  @Test func `no provenance is made of files that are not there`() throws {
    let empty = try TemporaryFolder()
    let outcome = try run("/bin/sh", ["scripts/provenance", empty.path], in: Release.root)
    #expect(outcome.status != 0 && outcome.output.isEmpty)
  }

  @Test(arguments: Completions.allCases)
  func `the completions of each shell know the commands`(completions: Completions) throws {
    let script = try file(completions.path)
    for command in ["check", "findings", "ledger"] { #expect(script.contains(command)) }
  }

  @Test(arguments: Completions.allCases.filter { installed($0.rawValue) != nil })
  func `each shell that is installed can parse its completions`(completions: Completions) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Array(file(completions.path).utf8), as: "script")
    let parsed = try run(#require(installed(completions.rawValue)), ["-n", script])
    #expect((parsed.status, parsed.errors) == (0, ""))
  }

  enum Completions: String, CaseIterable {
    case bash, zsh, fish

    var path: String {
      switch self {
      case .bash: "share/bash-completion/completions/gatehouse"
      case .zsh: "share/zsh/site-functions/_gatehouse"
      case .fish: "share/fish/vendor_completions.d/gatehouse.fish"
      }
    }
  }

  @Test func `the binary of a release may need the C and C++ libraries and no other`() throws {
    let refused = try run("/bin/sh", ["scripts/check-libraries", gatehousePath], in: Release.root)
    #expect(refused.status == 1 && refused.errors.contains("which a host may not have"), "\(refused.errors)")
  }

  /// A file of the archive.
  private func file(_ path: String) throws -> String {
    let root = "gatehouse-\(release.version)-linux-\(release.machine)"
    return try run("/usr/bin/tar", ["-xzOf", release.archive, "\(root)/\(path)"], in: release.files).output
  }
}

/// Where a program is that not every machine has.
func installed(_ program: String) -> String? {
  ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + program }.first(where: FileManager.default.isExecutableFile)
}
