import Model
import System

// pnpm's lock file (github.com/pnpm/spec, versions 5 to 9).

extension ManifestFormat {
  static let pnpmLock = ManifestFormat("pnpm-lock", of: "npm", files: ["pnpm-lock.yaml"]) { input throws(Diagnostic) in
    let outline = try Outline(input)
    guard outline.root("lockfileVersion") != nil else { throw input.unreadable("has no `lockfileVersion`") }
    guard let packages = outline.root("packages") else { return [] }
    guard packages.value.isEmpty || packages.value.equals("{}") else {
      throw input.unreadable("writes its packages in another way than pnpm", line: packages.line.number)
    }
    return outline.children(of: packages).compactMap { package in
      let (name, version) = pnpmPackage(package.key)
      guard let name = outline.value("name", of: package) ?? name else { return nil }
      return ManifestEntry(
        "npm", name, outline.value("version", of: package) ?? version, lines: package.lines,
        isDevelopment: outline.value("dev", of: package).map { $0.utf8.elementsEqual("true".utf8) })
    }
  }
}

/// Name and version of a key: `/name/1.0.0_peer@2.0.0` (version 5), `/name@1.0.0(peer@2.0.0)` (6) or `name@1.0.0` (9).
private func pnpmPackage(_ key: Bytes) -> (name: String?, version: String?) {
  var text = key.prefix { $0 != UInt8(ascii: "(") }
  text = text.without(prefix: "/")
  let scope = text.first == UInt8(ascii: "@") ? text.parted(at: "/").map { $0.before.count + 1 } ?? 0 : 0
  let rest = text.dropFirst(scope)
  // In version 5 a slash precedes the version, and an `@` can only be in the peers after it.
  if let slash = rest.firstIndex(of: UInt8(ascii: "/")),
    rest.firstIndex(of: UInt8(ascii: "@")).map({ slash < $0 }) ?? true
  {
    let version = rest[(slash + 1)...].prefix { $0 != UInt8(ascii: "_") }
    return (text[..<slash].text, version.text)
  }
  guard let at = rest.firstIndex(of: UInt8(ascii: "@")) else { return (nil, nil) }
  return (text[..<at].text, rest[(at + 1)...].text)
}
