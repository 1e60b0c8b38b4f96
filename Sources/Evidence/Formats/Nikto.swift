import Documents
import Model
import System

// Nikto: `nikto -Format json`, `xml` and `csv`, https://github.com/sullo/nikto/wiki. Nikto states no severity.

extension Format {
  static let nikto = Format(
    name: "nikto", title: "Nikto (JSON, XML, CSV)", kinds: [.dast], severities: [:],
    provides: [.ids, .url, .toolVersion],
    variants: [
      .json(
        "`vulnerabilities` with `host`, `port` and `banner`, one object or an array of them", recognises: isNikto,
        read: readNiktoJSON),
      .xml(
        "`niktoscan` or `niktoscans`", recognises: { $0.name == "niktoscan" || $0.name == "niktoscans" },
        read: readNiktoXML),
      .text("a first line `\"Nikto - v…\"`", recognises: { $0.bytes.starts(with: header) }, read: readNiktoLines),
    ])
}

private let header = Array("\"Nikto - v".utf8)

private func isNikto(_ root: JSONValue) -> Bool {
  root.firstRecord.map { $0.has("vulnerabilities") && $0.has("host") && $0.has("port") && $0.has("banner") } ?? false
}

private func readNiktoJSON(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  for (number, host) in try root.records.enumerated() {
    let pointer = root.kind == .array ? "/\(number)/vulnerabilities" : "/vulnerabilities"
    let address = niktoAddress(host: host.stated("host") ?? host.stated("ip"), port: host.stated("port"))
    let scan = report.beginNikto(of: address)
    for (index, entry) in try host.list("vulnerabilities").enumerated() {
      let path = entry.stated("url") ?? ""
      let item = NiktoItem(
        id: try entry.required("id"), message: entry.stated("msg"), catalogue: entry.stated("OSVDB"),
        references: entry.stated("references"),
        location: Location(url: path.contains("://") ? path : address.map { $0 + path }, method: entry.stated("method"))
      )
      report.add(item, scan, at: report.position(pointer, index))
    }
  }
}

private func readNiktoXML(_ root: XMLElement, into report: inout ReportBuilder) throws(Diagnostic) {
  // Since 2.1.5 the element is nested in an element of the same name.
  report.toolVersion = root.attribute("version") ?? root.descendants("niktoscan").first?.attribute("version")
  for host in root.descendants("scandetails") {
    let site = host.attribute("sitename")
    let scan = report.beginNikto(of: site)
    // `checks` counts the tests in the database, `itemstested` those that were run.
    let tested = host.child("statistics")?.attribute("itemstested").flatMap { Int($0) }
    if let tested, tested > 0 { report.hasScanProof = true }
    for element in host.children("item") {
      let path = element.text("uri") ?? ""
      let base = site.map { $0.hasSuffix("/") && path.hasPrefix("/") ? String($0.dropLast()) : $0 } ?? ""
      let item = NiktoItem(
        id: try element.required(attribute: "id"), message: element.text("description"),
        catalogue: element.attribute("osvdbid"), references: element.text("references"),
        location: Location(url: element.text("namelink") ?? base + path, method: element.attribute("method")))
      report.add(item, scan, at: element.position)
    }
  }
}

/// Reads lines of seven quoted fields: host, IP, port, reference, method, path, message. Quotation marks in a field are
/// escaped with a backslash, so this is not CSV as in RFC 4180. A line without a method is about the host itself.
private func readNiktoLines(_ input: Input, into report: inout ReportBuilder) throws(Diagnostic) {
  let lines = String(decoding: input.bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
  report.toolVersion = lines[0].split(separator: "v").last?.split(separator: "/").first.map(String.init)
  _ = report.beginNikto(of: nil)
  for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.utf8.starts(with: header) {
    let position = SourcePosition(file: input.name, line: index + 1)
    let fields = line.dropFirst().dropLast().split(separator: "\",\"", omittingEmptySubsequences: false)
    guard line.hasPrefix("\""), line.hasSuffix("\""), fields.count >= 7 else {
      throw Diagnostic(
        .csvInvalid, "expected seven fields in quotes", at: position,
        help: "the file may be truncated; create the report again")
    }
    let address = niktoAddress(host: String(fields[0]), port: String(fields[2]))
    let scan = report.scan(target: address)
    guard !fields[4].isEmpty else { continue }
    let message = fields[6...].joined(separator: "\",\"").split(separator: "\\\"").joined(separator: "\"")
    let item = NiktoItem(
      id: nil, message: message, catalogue: nil, references: String(fields[3]),
      location: Location(url: address.map { $0 + fields[5] }, method: String(fields[4])))
    report.add(item, scan, at: position)
  }
}

/// The URL of a host; nil without a host. JSON and CSV do not state whether a port uses TLS, so only 80 and 443 give a
/// scheme.
private func niktoAddress(host: String?, port: String?) -> String? {
  guard let host, !host.isEmpty else { return nil }
  return switch (host, port) {
  case (let host, "443"): "https://\(host)"
  case (let host, "80"): "http://\(host)"
  case (let host, let port): "//\(host)" + (port.map { ":\($0)" } ?? "")
  }
}

extension ReportBuilder {
  fileprivate mutating func beginNikto(of address: String?) -> Scan {
    tool = "Nikto"
    kinds.insert(.dast)
    return scan(target: address)
  }

  /// Adds a result. Nikto reports its own errors among the results, as test 0 and with the word `ERROR`.
  fileprivate mutating func add(_ item: NiktoItem, _ scan: Scan, at position: SourcePosition) {
    let observation = item.observation(scan, at: position)
    observations.append(observation)
    if observation.title.hasPrefix("ERROR:") || observation.ruleId == "0" {
      fail("Nikto reports: \(observation.title)", at: position)
    }
    hasScanProof = true
  }
}

private struct NiktoItem {
  /// The number of the test; CSV has none, so there the message is the rule.
  let id: String?
  let message: String?
  /// The number in OSVDB; 0 for none.
  let catalogue: String?
  let references: String?
  let location: Location

  func observation(_ scan: Scan, at position: SourcePosition) -> Observation {
    let title = message ?? "test \(id ?? "")"
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: id ?? title, title: title, location: location, at: position)
    let number = catalogue.flatMap { $0 == "0" ? nil : "OSVDB-\($0)" }
    let named = references.map { $0.hasPrefix("OSVDB-") && $0 != "OSVDB-0" ? [$0] : vulnerabilities(in: $0) } ?? []
    observation.ids = (vulnerabilities(in: title) + named + [number].compactMap { $0 }).distinct
    return observation
  }
}
