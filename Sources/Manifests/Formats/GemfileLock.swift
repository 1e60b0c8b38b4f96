import Model
import System

// Bundler's lock file (bundler.io, "Gemfile.lock"): below the `specs:` of each source, a gem with its version at four
// spaces, and what it requires at six.

extension ManifestFormat {
  static let gemfileLock = ManifestFormat("gemfile-lock", of: "gem", files: ["Gemfile.lock", "gems.locked"]) {
    input throws(Diagnostic) in
    var (entries, section, isInSpecs) = ([ManifestEntry](), Bytes(), false)
    for line in input.lines where !line.text.isEmpty {
      if line.indent == 0 { (section, isInSpecs) = (line.text, false) }
      if line.indent == 2 { isInSpecs = line.text.equals("specs:") }
      // A gem of the repository itself.
      guard line.indent == 4, isInSpecs, let (name, rest) = line.text.parted(at: "(") else { continue }
      // A platform follows a version after a dash: `1.16.0-x86_64-linux`.
      let version = rest.without(suffix: ")").prefix { $0 != UInt8(ascii: "-") }
      entries.append(ManifestEntry("gem", name.trimmed.text, version.text, lines: line.number...line.number))
    }
    // Sections are named in capitals: `GEM`, `PLATFORMS`.
    guard let first = section.first, (0x41...0x5A).contains(first) else { throw input.unreadable("has no section") }
    return entries
  }
}
