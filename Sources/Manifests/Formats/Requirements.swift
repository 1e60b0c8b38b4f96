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
    input.joinedLines.compactMap { lines, text in
      // Comments, and options such as `--hash`, follow white space.
      var bare = text.firstIndex(of: " #").map { text[..<$0] } ?? text
      bare = (bare.firstIndex(of: " --").map { bare[..<$0] } ?? bare).trimmed
      return requirement(bare, lines: lines)
    }
  }
}

/// The package of one requirement; nil for an option, a path or an address.
private func requirement(_ text: Bytes, lines: ClosedRange<Int>) -> ManifestEntry? {
  let name = text.prefix { isNamePart($0) }
  guard let first = name.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else { return nil }
  var rest = text[name.endIndex...].trimmed
  if rest.first == UInt8(ascii: "["), let (_, after) = rest.parted(at: "]") { rest = after.trimmed }
  // A path or an address: `name/file.whl`, `git+https://…`.
  if let next = rest.first, next == UInt8(ascii: "/") || next == UInt8(ascii: "+") || next == UInt8(ascii: ":") {
    return nil
  }
  let constraint = (rest.parted(at: ";")?.before ?? rest).trimmed
  let isPinned = constraint.begins(with: "==") && !constraint.contains(UInt8(ascii: ","))
  let version = constraint.drop { $0 == UInt8(ascii: "=") }.trimmed
  let isExact = isPinned && !version.contains(UInt8(ascii: "*"))
  return ManifestEntry(
    "pypi", name.text, isExact ? version.text : nil, requirement: isExact || constraint.isEmpty ? nil : constraint.text,
    lines: lines)
}

private func isNamePart(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: ".")
}
