import Documents
import Model
import PackageURL

// OpenVEX 0.2.0 (https://github.com/openvex/spec) and its first draft 0.0.1, which writes vulnerabilities and products
// as plain strings. A document may be the predicate of an in-toto statement, whose subject is then the product.

extension VEXFormat {
  static let openVEX = VEXFormat(
    name: "openvex", title: "OpenVEX", recognises: { predicate(of: $0) != nil }, read: readOpenVEX)
}

private let namespace = "https://openvex.dev/ns"

/// The published versions by their namespaces. The first draft, 0.0.1, has no version in its namespace.
private let versions: Set = [namespace, "\(namespace)/v0.0.1", "\(namespace)/v0.2.0"]

/// The OpenVEX document itself: the root, or the predicate of an in-toto statement.
private func predicate(of root: JSONValue) -> JSONValue? {
  if isNamespace(root.text("@context")) { return root }
  return isNamespace(root.text("predicateType")) ? root["predicate"] : nil
}

private func isNamespace(_ text: String?) -> Bool {
  text.map { $0 == namespace || $0.hasPrefix("\(namespace)/") } ?? false
}

/// The versions of the in-toto statement that name their subjects in the same way.
private let statementTypes: Set = ["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"]

private func checkStatementType(_ root: JSONValue) throws(Diagnostic) {
  guard let type = root["_type"], let text = type.text, statementTypes.contains(text) else {
    throw (root["_type"] ?? root).invalid(
      "this version of the in-toto statement is not known",
      help: "known are v0.1 and v1 of https://in-toto.io/Statement")
  }
}

/// Throws for a version that is not published: nobody knows what its statements mean.
private func checkVersion(_ value: JSONValue, _ key: String) throws(Diagnostic) {
  guard let context = value[member: key] else { return }
  guard let text = context.text, versions.contains(text) else {
    throw context.invalid(
      "this version of OpenVEX is not known",
      help: "known are 0.0.1 and 0.2.0; ask the issuer for \(namespace)/v0.2.0")
  }
}

private func readOpenVEX(_ document: JSONDocument, into read: inout VEXDocument) throws(Diagnostic) {
  guard let body = predicate(of: document.root) else { throw document.root.mismatch("an OpenVEX document") }
  if document.root.has("predicateType") { try checkStatementType(document.root) }
  try checkVersion(document.root, "predicateType")
  try checkVersion(body, "@context")
  let heading = try Heading(body, in: document)
  let elements = Array(try body.list("statements"))
  guard !elements.isEmpty else {
    throw body.invalid(
      "an OpenVEX document without statements says nothing", help: "add a statement or remove the file")
  }
  for (element, position) in zip(elements, document.positions(of: elements)) {
    do throws(Diagnostic) {
      read.statements.append(try statement(element, under: heading, at: position))
    } catch {
      read.diagnostics.append(error)
    }
  }
}

/// The values that statements inherit from their document.
private struct Heading {
  let issuer: String
  let name: String
  let time: StatementTime?
  /// The subjects of the enclosing in-toto statement.
  let products: [Statement.Product]

  init(_ body: JSONValue, in document: JSONDocument) throws(Diagnostic) {
    guard let author = body.text("author"), !author.isEmpty else {
      throw body.invalid("an OpenVEX document without an author is nobody's word", help: "add `author`")
    }
    (issuer, name) = (author, body.text("@id") ?? document.input.name)
    time = try moment(body)
    products = try document.root.list("subject").map(subject)
  }
}

private func statement(_ value: JSONValue, under heading: Heading, at position: SourcePosition) throws(Diagnostic)
  -> Statement
{
  let names = try vulnerabilities(value)
  guard let status = value.text("status").flatMap(Statement.Status.init) else {
    throw value.unknownWord("status", known: Statement.Status.allCases.map(\.rawValue))
  }
  guard let time = try time(of: value, status) ?? heading.time else {
    throw value.invalid("the statement on \(names[0]) has no time, nor has its document", help: "add `timestamp`")
  }
  let products = try products(value, names[0], heading)
  let (justification, impact) = (try justification(value, status), value.text("impact_statement"))
  if status == .notAffected, justification == nil, impact?.isEmpty ?? true {
    throw value.invalid(
      "`not_affected` needs a `justification` or an `impact_statement`",
      help:
        "say why \(names[0]) does not concern the product: \(Statement.Justification.allCases.map(\.rawValue).joined(separator: ", "))"
    )
  }
  return Statement(
    vulnerabilities: names, products: products, status: status, justification: justification, impact: impact,
    action: value.text("action_statement"), timestamp: time.second, fraction: time.fraction, issuer: heading.issuer,
    document: heading.name, at: position)
}

/// All names of the vulnerability, upper-cased. In OpenVEX 0.0.1 it is one string.
private func vulnerabilities(_ value: JSONValue) throws(Diagnostic) -> [String] {
  guard let vulnerability = value["vulnerability"] else { throw value.invalid("a statement needs a `vulnerability`") }
  if let name = vulnerability.text, !name.isEmpty { return [name.uppercased()] }
  var names = [vulnerability.text("name"), vulnerability.text("@id")]
  for alias in try vulnerability.list("aliases") { names.append(alias.text) }
  let spelled = names.compactMap { $0?.uppercased() }.filter { !$0.isEmpty }
  guard !spelled.isEmpty else { throw vulnerability.invalid("the `vulnerability` has no name") }
  return spelled.enumerated().filter { !spelled[..<$0.offset].contains($0.element) }.map(\.element)
}

private func justification(_ value: JSONValue, _ status: Statement.Status) throws(Diagnostic) -> Statement
  .Justification?
{
  guard let word = value["justification"], word.text != "" else { return nil }
  guard let justification = word.text.flatMap(Statement.Justification.init) else {
    throw value.unknownWord("justification", known: Statement.Justification.allCases.map(\.rawValue))
  }
  guard status == .notAffected else {
    throw word.invalid(
      "a `justification` is for `not_affected` only, not for `\(status.rawValue)`",
      help: "remove it, or correct the status")
  }
  return justification
}

/// The time of a statement: a second, and the fraction of it that orders statements of the same second.
private struct StatementTime {
  let second: Timestamp
  let fraction: UInt64
}

/// The time of a statement; nil where it states none. One that withdraws others counts from its last update (`last_updated`). The
/// others keep the time at which they were made, so that an edit does not put them after a withdrawal.
private func time(of value: JSONValue, _ status: Statement.Status) throws(Diagnostic) -> StatementTime? {
  let (made, updated) = (try moment(value), try moment(value, "last_updated"))
  guard !status.suppresses, let updated else { return made }
  guard let made, (made.second, made.fraction) > (updated.second, updated.fraction) else { return updated }
  return made
}

private func moment(_ value: JSONValue, _ key: String = "timestamp") throws(Diagnostic) -> StatementTime? {
  guard let stated = value[member: key] else { return nil }
  guard let text = stated.text, let second = Timestamp(text) else {
    throw stated.invalid(
      "this is no RFC 3339 time", .dateInvalid, help: "write it like 2026-11-22T08:00:00Z, with its zone")
  }
  return StatementTime(second: second, fraction: Timestamp.fraction(in: text))
}

// MARK: - Products

/// The products of a statement. A missing product never means all products.
private func products(_ value: JSONValue, _ name: String, _ heading: Heading) throws(Diagnostic) -> [Statement.Product]
{
  var products = try value.list("products").map(product)
  if products.isEmpty { products = heading.products }
  guard !products.isEmpty else {
    throw value.invalid(
      "the statement on \(name) names no product", help: "add `products`: a statement never speaks of all")
  }
  // OpenVEX 0.0.1 lists the subcomponents of a statement beside its products.
  let parts = try value.list("subcomponents").map(product)
  guard !parts.isEmpty else { return products }
  return products.map { product in
    var product = product
    product.subcomponents += parts
    return product
  }
}

private func product(_ value: JSONValue) throws(Diagnostic) -> Statement.Product {
  var product = Statement.Product()
  try product.add(value.text ?? value.text("@id"), at: value)
  for (_, identifier) in try value.object("identifiers")?.members().map({ $0 }) ?? [] {
    try product.add(identifier.text, at: identifier)
  }
  try product.add(hashes: value.object("hashes"))
  product.subcomponents = try value.list("subcomponents").map(part)
  return try product.checked(value)
}

/// A subcomponent, which is named like a product and has no subcomponents of its own (OpenVEX 0.2.0, "Subcomponent").
private func part(_ value: JSONValue) throws(Diagnostic) -> Statement.Product {
  guard !value.has("subcomponents") else { throw value.invalid("a subcomponent has no subcomponents of its own") }
  return try product(value)
}

/// A product from a subject of an in-toto statement (in-toto Statement v1, `subject`).
private func subject(_ value: JSONValue) throws(Diagnostic) -> Statement.Product {
  var product = Statement.Product()
  try product.add(value.text("name"), at: value)
  try product.add(hashes: value.object("digest"))
  return try product.checked(value)
}

extension Statement.Product {
  fileprivate mutating func add(_ name: String?, at value: JSONValue) throws(Diagnostic) {
    guard let name, !name.isEmpty else { return }
    guard name.hasPrefix("pkg:") else {
      if !identifiers.contains(name) { identifiers.append(name) }
      return
    }
    do throws(PURLError) {
      let purl = try PURL(name)
      if !purls.contains(purl) { purls.append(purl) }
    } catch {
      throw value.invalid("this purl \(error.text)", .purlInvalid, help: "correct it, or the statement matches nothing")
    }
  }

  fileprivate mutating func add(hashes: JSONValue?) throws(Diagnostic) {
    for (algorithm, digits) in try hashes?.members().map({ $0 }) ?? [] {
      guard let hex = digits.text, !hex.isEmpty else { throw digits.mismatch("a digest in hex digits") }
      // OpenVEX writes `sha-256`, and in-toto writes `sha256`.
      self.hashes.insert("\(algorithm.lowercased().filter { $0 != "-" }):\(hex.lowercased())")
    }
  }

  fileprivate func checked(_ value: JSONValue) throws(Diagnostic) -> Statement.Product {
    guard !purls.isEmpty || !identifiers.isEmpty || !hashes.isEmpty else {
      throw value.invalid("a product needs a name: `@id`, `identifiers` or `hashes`")
    }
    return self
  }
}

// MARK: - Diagnostics

extension JSONValue {
  fileprivate func invalid(_ text: String, _ code: DiagnosticCode = .vexInvalid, help: String? = nil) -> Diagnostic {
    // The mismatch diagnostic provides the excerpt.
    var diagnostic = mismatch("a sound value")
    (diagnostic.code, diagnostic.text) = (code, text)
    diagnostic.help = help
    return diagnostic
  }

  /// The diagnostic for a member that is missing or is not one of the values that the standard defines.
  fileprivate func unknownWord(_ member: String, known: [String]) -> Diagnostic {
    guard let word = self[member: member] else {
      return invalid("a statement needs a `\(member)`: \(known.joined(separator: ", "))")
    }
    let near = word.text.flatMap { nearest(to: $0, among: known) }
    return word.invalid(
      "this is no \(member) that OpenVEX knows",
      help: near.map { "did you mean `\($0)`?" } ?? "one of \(known.joined(separator: ", "))")
  }
}

extension JSONDocument {
  /// The source positions of values that are ordered as in the text. The document is scanned once for all of them.
  fileprivate func positions(of values: [JSONValue]) -> [SourcePosition] {
    let offsets = values.map(\.offset)
    var (line, column, seen) = (1, 1, 0)
    return zip(offsets, pointers(at: offsets)).map { offset, pointer in
      for byte in input.bytes[seen..<max(seen, offset)] {
        if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) } else if byte & 0xC0 != 0x80 { column += 1 }
      }
      seen = max(seen, offset)
      return SourcePosition(file: input.name, line: line, column: column, pointer: pointer)
    }
  }
}
