import Interning
import Model
import System

// The images that a Dockerfile starts from (docs.docker.com, "FROM").

extension ManifestFormat {
  static let dockerfile = ManifestFormat(
    "dockerfile", of: "docker", isLockFile: false,
    where: {
      $0.begins(with: "Dockerfile") || $0.begins(with: "Containerfile") || $0.ends(with: ".Dockerfile")
        || $0.ends(with: ".dockerfile")
    }
  ) { input throws(Diagnostic) in
    var (entries, stages, arguments) = ([ManifestEntry](), Set<InternedString>(), [InternedString: Bytes]())
    for (lines, text) in input.joinedLines {
      let words = text.words
      guard let instruction = words.first?.lowercased, words.count > 1 else { continue }
      if instruction.equals("arg"), stages.isEmpty, entries.isEmpty {
        for word in words.dropFirst() {
          if let (name, value) = word.parted(at: "=") { arguments[InternedString(name.text)] = value.unquoted }
        }
      }
      guard instruction.equals("from") else { continue }
      let rest = Array(words.dropFirst().drop { $0.begins(with: "--") })
      guard let image = rest.first else {
        throw input.unreadable("has a FROM without an image", line: lines.lowerBound)
      }
      let name = filled(image, arguments)
      if !stages.contains(InternedString(name.lowercased.text)), !name.equals("scratch") {
        entries.append(imageEntry(name, lines: lines))
      }
      if rest.count == 3 { stages.insert(InternedString(rest[2].lowercased.text)) }
    }
    return entries
  }
}

/// An image by name, tag and digest. A digest is what is pinned, so it counts with the tag.
private func imageEntry(_ image: Bytes, lines: ClosedRange<Int>) -> ManifestEntry {
  let (reference, digest) = image.parted(at: "@").map { ($0.before, $0.after.text) } ?? (image, nil)
  let slash = reference.lastIndex(of: UInt8(ascii: "/")) ?? reference.startIndex
  // A colon before the last slash belongs to the port of a registry.
  let colon = reference[slash...].firstIndex(of: UInt8(ascii: ":"))
  let name = colon.map { reference[..<$0] } ?? reference
  let tag = colon.map { reference[($0 + 1)...].text }
  return ManifestEntry("docker", name.text, tag, requirement: digest, lines: lines)
}

/// An image name with the defaults of the arguments that it uses; one without a default is empty, as Docker reads it.
private func filled(_ image: Bytes, _ arguments: [InternedString: Bytes]) -> Bytes {
  guard image.contains(UInt8(ascii: "$")) else { return image }
  var (result, rest) = (Bytes(), image)
  while let (before, after) = rest.parted(at: "$") {
    result += before
    let isBraced = after.first == UInt8(ascii: "{")
    let body = isBraced ? after.dropFirst() : after
    let name = body.prefix { isDigit($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_") }
    var tail = body[name.endIndex...]
    var value = arguments[InternedString(name.text)]
    if isBraced {
      let inside = tail.prefix { $0 != UInt8(ascii: "}") }
      if value == nil, inside.begins(with: ":-") || inside.begins(with: "-") {
        value = inside.without(prefix: ":").without(prefix: "-")
      }
      tail = tail[inside.endIndex...].dropFirst()
    }
    result += value ?? []
    rest = tail
  }
  return result + rest
}

extension ArraySlice where Element == UInt8 {
  /// With ASCII letters in lower case.
  fileprivate var lowercased: Bytes { map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...] }
}
