import Interning

/// The normalized form of a URL, by which two tools name one place of a service: scheme and host in lower case, without
/// the scheme's default port, with `/` as an empty path, without a fragment, and with percent-encodings in upper case
/// (RFC 3986 §6.2.2 and §6.2.3, RFC 9110 §4.2.3). Other texts stay as they are.
func normalizedURL(_ text: InternedString) -> InternedString {
  let url = text.wrappedValue
  guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url[colon...].hasPrefix("://") else { return text }
  let scheme = lowercasedASCII(String(url[..<colon]))
  guard scheme == "http" || scheme == "https" else { return text }
  let rest = url[url.utf8.index(colon, offsetBy: 3)...].prefix { $0 != "#" }
  let end = rest.utf8.firstIndex { [UInt8(ascii: "/"), UInt8(ascii: "?")].contains($0) } ?? rest.endIndex
  var authority = lowercasedASCII(String(rest[..<end]))
  let port = scheme == "https" ? ":443" : ":80"
  if authority.hasSuffix(port) { authority.removeLast(port.utf8.count) }
  if authority.hasSuffix(":") { authority.removeLast() }
  let path = String(rest[end...])
  let slash = path.isEmpty || path.hasPrefix("?") ? "/" : ""
  return InternedString("\(scheme)://\(authority)\(slash)\(upperEncodings(path))")
}

/// A URL without one parameter of its query. The value of the parameter in which a tool found a weakness is what the tool
/// sent to find it, and other tools leave it out.
func withoutParameter(_ url: InternedString, _ name: InternedString?) -> InternedString {
  guard let name, name != .empty else { return url }
  let text = url.wrappedValue
  guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return url }
  let own = Array(name.wrappedValue.utf8)
  let rest = text.utf8[text.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&")).filter { part in
    !part.prefix { $0 != UInt8(ascii: "=") }.elementsEqual(own)
  }
  let query = rest.map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "&")
  return InternedString(String(text[..<mark]) + (query.isEmpty ? "" : "?" + query))
}

/// The text with the digits of its percent-encodings in upper case.
private func upperEncodings(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
  var bytes = Array(text.utf8)
  for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
    for digit in index + 1..<min(index + 3, bytes.count) where (97...102).contains(bytes[digit]) {
      bytes[digit] &= 0xDF
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
