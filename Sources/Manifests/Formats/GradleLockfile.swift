import Model
import System

// Gradle's lock file (docs.gradle.org, "Locking Versions"): `group:artifact:version=configuration,configuration`.

extension ManifestFormat {
  static let gradleLockfile = ManifestFormat(
    "gradle-lockfile", of: "maven", where: { $0.ends(with: "gradle.lockfile") }
  ) { input throws(Diagnostic) in
    var entries: [ManifestEntry] = []
    for line in input.lines where !line.isBlank {
      guard let (package, configurations) = line.text.parted(at: "=") else {
        throw input.unreadable("has a line without configurations", line: line.number)
      }
      if package.equals("empty") { continue }
      guard let (name, version) = package.partedLast(at: ":") else {
        throw input.unreadable("has a line without a version", line: line.number)
      }
      let isDevelopment = configurations.split(separator: UInt8(ascii: ",")).allSatisfy {
        $0.trimmed.begins(with: "test")
      }
      entries.append(
        ManifestEntry(
          "maven", name.text, version.text, lines: line.number...line.number, isDevelopment: isDevelopment))
    }
    return entries
  }
}
