import Foundation
import TestSupport

/// A release as `make dist` makes it, with a program in place of the binary that starts the one under test; and a mirror that
/// has it.
final class Release: Sendable {
  static let shared = Swift.Result { try Release() }
  static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  let folder: TemporaryFolder
  let version: String
  /// The files of the release, where they lie in the mirror.
  let files: URL
  let machine: String

  init() throws {
    folder = try TemporaryFolder()
    let home = URL(filePath: folder.path)
    machine = try run("/usr/bin/uname", ["-m"]).output.trimmingCharacters(in: .newlines)
    version = try gatehouse(["--version"]).output.trimmingCharacters(in: .newlines)
    let program = home.appending(path: "program")
    try Data("#!/bin/sh\nexec '\(gatehousePath)' \"$@\"\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    files = home.appending(path: "releases/download/v\(version)")
    try Self.package(program, into: files)
  }

  /// Makes the files of a release.
  static func package(_ program: URL, into files: URL) throws {
    let made = try run("/bin/sh", ["scripts/package", files.path, program.path], in: root)
    guard made.status == 0 else { throw PackagingFailed(errors: made.errors) }
  }

  var program: URL { URL(filePath: folder.path).appending(path: "program") }
  var archive: String { "gatehouse-\(version)-linux-\(machine).tar.gz" }
  var mirror: String { "file://\(folder.path)/releases" }

  /// The line of the archive in `SHA256SUMS`.
  func pin() throws -> String {
    let sums = try String(contentsOf: files.appending(path: "SHA256SUMS"), encoding: .utf8)
    return sums.split(separator: "\n").first { $0.hasSuffix(archive) }.map(String.init) ?? ""
  }

  func digest() throws -> String { String(try pin().prefix(64)) }

  func text(_ suffix: String) throws -> Data {
    try Data(contentsOf: files.appending(path: "gatehouse-\(version)-linux-\(machine)\(suffix)"))
  }
}

struct PackagingFailed: Error { let errors: String }

/// A folder with a `gh` that has the release, and writes down what it was asked to verify.
struct ReleaseUser {
  let folder: TemporaryFolder
  let release: Release

  /// `verifies`: whether the provenance is that of the release workflow.
  init(verifies: Bool = true) throws {
    (folder, release) = (try TemporaryFolder(), try Release.shared.get())
    let script = """
      #!/bin/sh
      echo "$@" >>'\(folder.path)/asked'
      case "$1 $2" in
        "release download") cp '\(release.files.path)'/* . ;;
        "attestation download") echo '{}' >"sha256:$(sha256sum "$3" | cut -d' ' -f1).jsonl" ;;
        "attestation trusted-root") echo '{}' ;;
        "attestation verify") [ -s "$3" ] && \(verifies) ;;
        *) exit 64 ;;
      esac
      """
    try folder.write(Array(script.utf8), as: "gh")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/gh")
  }

  /// What `gh` was asked to do, a line each.
  func asked() throws -> String {
    guard FileManager.default.fileExists(atPath: "\(folder.path)/asked") else { return "" }
    return try String(contentsOfFile: "\(folder.path)/asked", encoding: .utf8)
  }

  func sh(_ script: String, _ environment: [String: String] = [:]) throws -> ProgramResult {
    let own = [
      "HOME": folder.path, "PATH": "\(folder.path):/usr/bin:/bin", "GATEHOUSE_RELEASES": release.mirror,
    ]
    return try run(
      "/bin/sh", ["-euc", script], in: URL(filePath: folder.path), environment: own.merging(environment) { $1 })
  }
}
