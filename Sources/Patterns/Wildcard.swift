/// A pattern in which `*` matches any run of bytes, for names that are not paths, such as rule ids and packages.
///
/// Matching takes at most (bytes of the pattern × bytes of the name) steps, without recursion: on a mismatch only the
/// last `*` takes one more byte.
package struct Wildcard: Hashable, Sendable {
  package let text: String
  private let bytes: [UInt8]

  package init(_ text: String) { (self.text, bytes) = (text, Array(text.utf8)) }

  package func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    var (p, n) = (0, 0)
    var retry: (p: Int, n: Int)?
    while n < name.count {
      if p < bytes.count, bytes[p] == UInt8(ascii: "*") {
        p += 1
        retry = (p, n)
      } else if p < bytes.count, bytes[p] == name[n] {
        (p, n) = (p + 1, n + 1)
      } else if let last = retry {
        (p, n) = (last.p, last.n + 1)
        retry = (p, n)
      } else {
        return false
      }
    }
    return bytes[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
