import Documents
import Model
import System

// Bun's text lock file (bun.sh/docs, "Lockfile"): JSON with comments and trailing commas. A package is an array whose
// first element is its name and version.

extension ManifestFormat {
  static let bunLock = ManifestFormat("bun-lock", of: "npm", files: ["bun.lock"]) { input throws(Diagnostic) in
    let file = try JSONManifest(input.replacing(bytes: withoutComments(input.bytes)))
    try file.require("lockfileVersion")
    var entries: [ManifestEntry] = []
    for (_, value) in try file.members("packages", of: file.root) {
      guard let stated = try value.elements().first?.text, let (name, version) = bunPackage(Array(stated.utf8)[...])
      else { continue }
      entries.append(ManifestEntry("npm", name, version, lines: file.lines(of: value)))
    }
    return entries
  }
}

/// Name and version of `@scope/name@1.0.0`; nil for a package of the repository itself, whose version is a folder.
private func bunPackage(_ text: Bytes) -> (name: String, version: String)? {
  guard let at = text.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return nil }
  let version = text[(at + 1)...]
  return version.begins(with: "workspace:") ? nil : (text[..<at].text, version.text)
}

/// The same text with spaces in place of comments and of commas before a closing bracket, so that all offsets stay.
private func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
  var (result, at, comma) = (bytes, 0, Int?.none)
  while at < bytes.count {
    let byte = bytes[at]
    if byte == UInt8(ascii: "\"") {
      comma = nil
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    } else if byte == UInt8(ascii: "/"), at + 1 < bytes.count, let end = endOfComment(bytes, at) {
      for index in at..<end where bytes[index] != UInt8(ascii: "\n") { result[index] = 0x20 }
      at = end - 1
    } else if byte == UInt8(ascii: ",") {
      comma = at
    } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
      if let comma { result[comma] = 0x20 }
      comma = nil
    } else if !isSpace(byte) {
      comma = nil
    }
    at += 1
  }
  return result
}

private func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int? {
  switch bytes[start + 1] {
  case UInt8(ascii: "/"): return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  case UInt8(ascii: "*"): return bytes[(start + 2)...].firstIndex(of: "*/").map { $0 + 2 } ?? bytes.count
  default: return nil
  }
}
