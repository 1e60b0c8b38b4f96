import Model
import System

/// The content of an SPDX 2 document, in JSON or tag-value.
struct SPDXDocument {
  var tool: String?
  var toolVersion: String?
  var packages: [SPDXPackage] = []
  /// Whether the following tags describe the last package.
  var isInPackage = false

  init(creators: [String]) { for creator in creators { note(creator: creator) } }

  /// Reads a creator, such as `Tool: syft-1.20.0` (SPDX 2.3 §6.8); the first tool is the one that created the document.
  mutating func note(creator: String) {
    guard tool == nil, creator.hasPrefix("Tool: ") else { return }
    let name = creator.dropFirst("Tool: ".count)
    guard let dash = name.lastIndex(of: "-"), let next = name[dash...].dropFirst().first, next.isNumber || next == "v"
    else { return tool = String(name) }
    (tool, toolVersion) = (String(name[..<dash]), String(name[name.index(after: dash)...]))
  }

  /// Applies a tag to the package that is being described.
  mutating func take(_ tag: String, _ value: String, at position: SourcePosition) {
    guard isInPackage, let last = packages.indices.last else { return }
    switch tag {
    case "PackageVersion": packages[last].version = value
    case "PrimaryPackagePurpose": packages[last].isImage = value == "CONTAINER"
    case "ExternalRef":
      let words = value.split(separator: " ", maxSplits: 2).map(String.init)
      guard words.count == 3 else { return }
      packages[last].take(category: words[0], type: words[1], locator: words[2], at: position)
    default: break
    }
  }
}

struct SPDXPackage {
  let name: String
  var version: String?
  var isImage = false
  private var purl: String?
  private(set) var advisories: [(name: String, ids: [String], at: SourcePosition)] = []

  init(name: String, version: String? = nil, isImage: Bool = false) {
    (self.name, self.version, self.isImage) = (name, version, isImage)
  }

  /// Adds an external reference (SPDX 2.3 §7.21 and Annex F).
  ///
  /// An advisory is a vulnerability, and so is a URL that names one. CPE and SWID identify the package, and `fix` a
  /// remedy, so they are ignored. A reference of unknown type counts as an advisory.
  mutating func take(category: String?, type: String?, locator: String?, at position: SourcePosition) {
    guard let category, let type, let locator else { return }
    if type.hasSuffix("purl"), purl == nil { purl = locator }
    guard category == "SECURITY" else { return }
    let ids = names(in: locator)
    let known = advisories.flatMap(\.ids)
    if type.hasSuffix("url") {
      if let id = ids.first, !known.contains(id) { advisories.append((id, ids, position)) }
    } else if !["cpe22Type", "cpe23Type", "fix", "swid", "purl"].contains(where: type.hasSuffix) {
      advisories.append((ids.first ?? locator, ids, position))
    }
  }

  func observation(
    of advisory: (name: String, ids: [String], at: SourcePosition), scan: Scan, image: String?, _ purls: StatedPURLs
  ) -> Observation {
    var observation = Observation(
      scan: scan, kind: image == nil ? .sca : .container, ruleId: advisory.name, title: "\(advisory.name) in \(name)",
      location: Location(image: image), at: advisory.at)
    observation.ids = advisory.ids
    observation.component = Component(stated: purl, in: purls, ecosystem: nil, name: name, version: version)
    return observation
  }
}

/// The vulnerability identifiers in a URL; some sites write them in lower case.
private func names(in locator: String) -> [String] {
  let found = vulnerabilities(in: locator)
  guard found.isEmpty else { return found }
  return vulnerabilities(in: locator.uppercased()).map { name in
    // The part of a GHSA after the prefix is in lower case.
    name.hasPrefix("GHSA-") ? "GHSA-" + name.dropFirst(5).lowercased() : name
  }
}

/// The tags of a tag-value document: `Tag: value`, where a value in `<text>` may span lines.
///
/// - Throws: `report-invalid` if a `<text>` is not closed.
func spdxTags(_ input: Input) throws(Diagnostic) -> [(tag: String, value: String, at: SourcePosition)] {
  var tags: [(tag: String, value: String, at: SourcePosition)] = []
  var openedAt: Int?
  for (index, line) in input.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
    let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    if openedAt != nil {
      if text.contains("</text>") { openedAt = nil }
      continue
    }
    guard text.first != "#", let colon = text.firstIndex(of: ":") else { continue }
    let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    if value.contains("<text>"), !value.contains("</text>") { openedAt = index + 1 }
    let tag = text[..<colon].drop { $0 == "\u{FEFF}" }
    tags.append((String(tag), String(value), SourcePosition(file: input.name, line: index + 1)))
  }
  if let openedAt {
    throw Diagnostic(
      .reportInvalid, "the <text> that starts here is never closed",
      at: SourcePosition(file: input.name, line: openedAt),
      help: "the file may be truncated; create the report again")
  }
  return tags
}
