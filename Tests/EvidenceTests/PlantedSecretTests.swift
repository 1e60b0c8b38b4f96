import Documents
import Foundation
import Model
import Reports
import System
import TestSupport
import Testing

@testable import Documents
@testable import Evidence

/// A law over all formats: a credential that stands in any text of a report is in no text that is made of it.
@Suite struct PlantedSecretTests {
  /// Credentials of known services, a token, a private key and a URL; each with the part that must not be shown.
  private static let planted = [
    ("AKIAZ7PLUMTREE42ANCH", "PLUMTREE42ANCH"), ("ghp_Plum7TreeAnchor0123456789abcdefghijkl", "Plum7TreeAnchor"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbHVtIn0.Zx9PlumTreeAnchor77", "Zx9PlumTreeAnchor77"),
    ("https://plumtree@till.example/a?access_token=anchorplum", "plumtree"),
    ("https://till.example/a?api_key=anchorplum", "anchorplum"),
    ("-----BEGIN RSA PRIVATE KEY-----MIIPlumTreeAnchor-----END RSA PRIVATE KEY-----", "MIIPlumTreeAnchor"),
    ("git%2Bhttps:%2F%2Fplumtree%40till.example", "plumtree"),
  ]

  @Test(arguments: Depth.cases(Format.all.map(\.name), 25))
  func `no credential of a report is shown`(name: String) throws {
    for (file, bytes) in try reports(of: name) {
      let places = texts(in: bytes)
      let step = max(1, places.count / mostPlaces)
      for (turn, place) in places.enumerated() where turn % step == 0 {
        let (text, secret) = Self.planted[turn / step % Self.planted.count]
        let planted = bytes[..<place] + Array((" " + text).utf8) + bytes[place...]
        let shown = written(Input(name: "report", bytes: Array(planted)))
        #expect(!shown.contains(secret), "\(file), byte \(place): \(around(secret, in: shown))")
      }
    }
  }

  /// So many texts of each report get a credential.
  private let mostPlaces = 12

  /// What a report is read as, or the message that refuses it.
  private func written(_ input: Input) -> String {
    do {
      let report = try readReport(input)
      var writer = JSONWriter()
      for observation in report.observations { writer.observation(observation) }
      let names = [report.tool, report.toolVersion, report.commit].compactMap { $0 }
      return ([writer.text] + names + (report.warnings + report.failures).map { $0.rendered() }).joined(separator: "\n")
    } catch {
      return error.rendered()
    }
  }

  /// The offsets at which texts of a report end: before the closing quotation mark of a JSON value or of an attribute, and
  /// before the end tag or the separator that follows a word.
  private func texts(in bytes: [UInt8]) -> [Int] {
    let quote = UInt8(ascii: "\"")
    return bytes.indices.dropFirst().dropLast().filter { at in
      let rest = bytes[(at + 1)...].drop { $0 == 0x20 }
      if bytes[at] == quote, bytes[at - 1] != UInt8(ascii: "\\"), bytes[at - 1] != quote {
        return rest.first != UInt8(ascii: ":") && (rest.first.map { ",}]\n\r/> ".utf8.contains($0) } ?? true)
      }
      return bytes[at] == UInt8(ascii: "<") && bytes[at + 1] == UInt8(ascii: "/") && bytes[at - 1] > 0x20
        && bytes[at - 1] != UInt8(ascii: ">")
    }
  }

  private func around(_ secret: String, in text: String) -> String {
    let parts = text.components(separatedBy: secret)
    return parts.count > 1 ? parts[0].suffix(80) + "[secret]" + parts[1].prefix(20) : ""
  }

  private func reports(of format: String) throws -> [(String, [UInt8])] {
    try folders(in: fixtures().appending(path: format)).flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.lastPathComponent.hasPrefix("report.") }
        .map { ($0.pathComponents.suffix(2).joined(separator: "/"), Array(try Data(contentsOf: $0))) }
    }.filter { $0.1.count < 1 << 16 }
  }
}
