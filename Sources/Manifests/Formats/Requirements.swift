import Model
import System

// Requirements files of pip (pip.pypa.io, "Requirements File Format"; names and versions by PEP 508).

extension ManifestFormat {
  static let requirements = ManifestFormat(
    "requirements", of: "pypi", isLockFile: false,
    where: {
      ($0.ends(with: ".txt") || $0.ends(with: ".in") || $0.ends(with: ".pip"))
        && ($0.contains("requirements") || $0.contains("constraints") || $0.is("requires.txt"))
    }
  ) { input throws(Diagnostic) in
    let isDevelopment = isForDevelopment(input.name)
    return input.joinedLines.compactMap { lines, text in
      // Comments, and options such as `--hash`, follow white space.
      var bare = text.firstIndex(of: " #").map { text[..<$0] } ?? text
      bare = (bare.firstIndex(of: " --").map { bare[..<$0] } ?? bare).trimmed
      return requirement(bare, lines: lines, isDevelopment)
    }
  }
}

/// The package of one requirement; nil for an option, a path or an address.
private func requirement(_ text: Bytes, lines: ClosedRange<Int>, _ isDevelopment: Bool) -> ManifestEntry? {
  let name = text.prefix { isNamePart($0) }
  guard let first = name.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else { return nil }
  var rest = text[name.endIndex...].trimmed
  if rest.first == UInt8(ascii: "["), let (_, after) = rest.parted(at: "]") { rest = after.trimmed }
  // A path or an address: `name/file.whl`, `git+https://…`.
  if let next = rest.first, next == UInt8(ascii: "/") || next == UInt8(ascii: "+") || next == UInt8(ascii: ":") {
    return nil
  }
  // What follows a semicolon says where it is installed (PEP 508, "Environment Markers").
  let marker = rest.parted(at: ";")
  let constraint = (marker?.before ?? rest).trimmed
  let isPinned = constraint.begins(with: "==") && !constraint.contains(UInt8(ascii: ","))
  let version = constraint.drop { $0 == UInt8(ascii: "=") }.trimmed
  let isExact = isPinned && !version.contains(UInt8(ascii: "*"))
  return ManifestEntry(
    "pypi", name.text, isExact ? version.text : nil, requirement: isExact || constraint.isEmpty ? nil : constraint.text,
    lines: lines, isConditional: isDevelopment || marker != nil)
}

/// Whether a file says by its name that what it requires serves development only: `requirements-dev.txt`.
private func isForDevelopment(_ path: String) -> Bool {
  let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
  return name.split { !(0x61...0x7A).contains($0 | 0x20) }.contains { word in
    developmentWords.contains { word.elementsEqual($0.utf8) }
  }
}

private let developmentWords = [
  "dev", "develop", "development", "test", "tests", "testing", "lint", "linting", "docs", "doc", "ci", "typing", "mypy",
]

private func isNamePart(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: ".")
}
