import Documents
import Model
import System

extension Format {
  /// SPDX: https://spdx.github.io/spdx-spec, 2.x in JSON and tag-value, 3.0 in JSON-LD. RDF, YAML and spreadsheets are
  /// not supported.
  static let spdx = Format(
    name: "spdx", title: "SPDX (JSON, tag-value, JSON-LD)", kinds: [.sca, .container], severities: spdxSeverities,
    provides: [.severity, .cvss, .epss, .knownExploited, .ids, .package, .image, .state, .scanTime, .toolVersion],
    variants: [
      .json("`spdxVersion`", recognises: { $0.has("spdxVersion") }, read: readSPDX2),
      .json(
        "`@context` with a URL of spdx.org", recognises: isSPDX3,
        read: readSPDX3),
      .text("a line with SPDXVersion", recognises: isTagValue, read: readTagValue),
    ])
}

/// The severity words of `CvssSeverityType`.
private let spdxSeverities: [String: Severity?] = [
  "critical": .critical, "high": .high, "medium": .medium, "low": .low, "none": Severity.none,
]

/// Whether the root has the SPDX context, alone or first in a list.
private func isSPDX3(_ root: JSONValue) -> Bool {
  let context = root["@context"].flatMap { $0.text ?? $0.firstElement?.text }
  return context?.contains("spdx.org/") ?? false
}

/// Whether the first tag is SPDXVersion; comments and blank lines may precede it.
private func isTagValue(_ input: Input) -> Bool {
  var lines = input.bytes.prefix(1 << 12).split(separator: UInt8(ascii: "\n"))[...]
  while let line = lines.popFirst() {
    let plain = line.drop { $0 == 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 == 0x0D }
    if plain.isEmpty || plain.first == UInt8(ascii: "#") { continue }
    return plain.starts(with: "SPDXVersion:".utf8)
  }
  return false
}

private func readSPDX2(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  let heading = try root.object("creationInfo")
  report.time = heading?.text("created").flatMap { Timestamp($0) }
  var document = SPDXDocument(creators: try heading?.texts("creators") ?? [])
  for (index, value) in try root.list("packages").enumerated() {
    var package = SPDXPackage(
      name: try value.required("name", or: "SPDXID"), version: value.stated("versionInfo"),
      isImage: value["primaryPackagePurpose"]?.equals("CONTAINER") ?? false)
    for (number, reference) in try value.list("externalRefs").enumerated() {
      package.take(
        category: try reference.category, type: try reference.required("referenceType"),
        locator: reference.stated("referenceLocator"), at: report.position("/packages/\(index)/externalRefs", number))
    }
    document.packages.append(package)
  }
  report.take(document)
}

extension JSONValue {
  /// The category of a reference (SPDX 2.3 §7.21.1); older versions use an underscore instead of the hyphen.
  fileprivate var category: String {
    get throws(Diagnostic) {
      let word = try required("referenceCategory")
      guard ["SECURITY", "PACKAGE-MANAGER", "PERSISTENT-ID", "OTHER"].contains(word.replacing("_", with: "-")) else {
        throw mismatch("a reference with an SPDX category")
      }
      return word
    }
  }
}

private func readTagValue(_ input: Input, into report: inout ReportBuilder) throws(Diagnostic) {
  var document = SPDXDocument(creators: [])
  for (tag, value, position) in try spdxTags(input) {
    switch tag {
    case "Creator": document.note(creator: value)
    case "Created": report.time = Timestamp(value)
    case "PackageName": document.packages.append(SPDXPackage(name: value))
    // A file ends the description of the package before it.
    case "FileName", "SnippetSPDXID": document.isInPackage = false
    default: document.take(tag, value, at: position)
    }
    if tag == "PackageName" { document.isInPackage = true }
  }
  report.take(document)
}

extension ReportBuilder {
  fileprivate mutating func take(_ document: SPDXDocument) {
    (tool, toolVersion) = (document.tool, document.toolVersion)
    let image = document.packages.first { $0.isImage }?.name
    let (scan, purls) = (scan(target: image), StatedPURLs())
    for package in document.packages {
      for advisory in package.advisories {
        observations.append(package.observation(of: advisory, scan: scan, image: image, purls))
      }
    }
    guard !observations.isEmpty else {
      return warnings.append(.componentsOnly("SPDX", at: SourcePosition(file: input.name)))
    }
    kinds.insert(image == nil ? .sca : .container)
  }
}
