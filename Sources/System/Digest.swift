import Clibcrypto

/// A SHA-256 digest, which identifies inputs, policies and records.
package struct Digest: Hashable, Sendable {
  /// The 32 bytes as four big-endian words.
  private let a, b, c, d: UInt64

  /// The digest of an array of bytes.
  package static func sha256(_ bytes: [UInt8]) -> Digest {
    var hasher = DigestHasher()
    hasher.add(bytes)
    return hasher.finish()
  }

  /// The digest of the UTF-8 bytes of a string.
  package static func sha256(_ text: String) -> Digest { sha256(Array(text.utf8)) }

  fileprivate init(_ bytes: InlineArray<32, UInt8>) {
    func word(_ index: Int) -> UInt64 {
      var word: UInt64 = 0
      for position in 8 * index..<8 * index + 8 { word = word << 8 | UInt64(bytes[position]) }
      return word
    }
    (a, b, c, d) = (word(0), word(1), word(2), word(3))
  }

  /// The first 16 bytes as two big-endian words.
  package var firstHalf: (UInt64, UInt64) { (a, b) }

  /// One of the 32 bytes.
  package func byte(_ index: Int) -> UInt8 {
    let word = index < 16 ? index < 8 ? a : b : index < 24 ? c : d
    return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7)))
  }

  /// 64 lower-case hexadecimal digits.
  package var hex: String { String(decoding: (0..<64).map(digit), as: UTF8.self) }

  /// One hexadecimal digit as an ASCII character.
  ///
  /// - Parameter place: The index of the digit, from 0 to 63.
  package func digit(_ position: Int) -> UInt8 {
    let word = position < 32 ? position < 16 ? a : b : position < 48 ? c : d
    let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (position & 15))) & 15
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
  }
}

extension Digest: Comparable {
  package static func < (one: Digest, other: Digest) -> Bool {
    (one.a, one.b, one.c, one.d) < (other.a, other.b, other.c, other.d)
  }
}

extension Digest: CustomStringConvertible {
  /// `sha256:` followed by 64 hexadecimal digits, the form used in evidence and records.
  package var description: String { "sha256:\(hex)" }
}

/// Computes a digest incrementally.
///
/// `update` adds a *field*: its length in eight big-endian bytes, then its bytes. So no two different lists of fields
/// have the same encoding, which concatenation alone cannot guarantee.
@safe package struct DigestHasher: ~Copyable {
  private let context: OpaquePointer

  package init() {
    // libcrypto fails here only when memory has run out. The exit status must not be 0, which would mean "pass".
    guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, algorithm.pointer, nil) == 1 else {
      leave(2)
    }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes without their length.
  package mutating func add(_ bytes: [UInt8]) { add(bytes.span) }

  /// Adds bytes without their length.
  package mutating func add(_ bytes: Span<UInt8>) {
    let done = unsafe bytes.withUnsafeBufferPointer { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    precondition(done == 1, "libcrypto could not update a SHA-256 digest")
  }

  /// Adds the UTF-8 bytes of a string as a field.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { (bytes: UnsafeBufferPointer<UInt8>) in
      length(bytes.count)
      let done = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
      precondition(done == 1, "libcrypto could not update a SHA-256 digest")
    }
  }

  /// Adds bytes as a field.
  package mutating func update(_ bytes: [UInt8]) {
    length(bytes.count)
    add(bytes)
  }

  /// Adds an integer as a field of eight big-endian bytes.
  package mutating func update(_ number: Int) {
    length(8)
    length(number)
  }

  /// The digest of all bytes added so far followed by `bytes`. Resets the hasher, so that it can be reused for another
  /// digest.
  package mutating func digest(of bytes: Span<UInt8>) -> Digest {
    add(bytes)
    let digest = end()
    let done = unsafe EVP_DigestInit_ex(context, algorithm.pointer, nil)
    precondition(done == 1, "libcrypto could not restart a SHA-256 digest")
    return digest
  }

  /// The digest of all bytes added.
  package consuming func finish() -> Digest { end() }

  private func end() -> Digest {
    var bytes = InlineArray<32, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    let done = unsafe span.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
    precondition(done == 1, "libcrypto could not finish a SHA-256 digest")
    return Digest(bytes)
  }

  private mutating func length(_ count: Int) {
    let word = UInt64(bitPattern: Int64(count))
    let bytes: InlineArray<8, UInt8> = InlineArray { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    add(bytes.span)
  }
}

/// The SHA-1 checksum of bytes, 20 bytes long. It is for checksums of git's file formats only, which detect damage and
/// prove nothing about the author.
package func sha1(_ bytes: Span<UInt8>) -> [UInt8] {
  var sum = [UInt8](repeating: 0, count: 20)
  let done = unsafe bytes.withUnsafeBufferPointer { bytes in
    unsafe EVP_Digest(bytes.baseAddress, bytes.count, &sum, nil, EVP_sha1(), nil)
  }
  precondition(done == 1, "libcrypto could not compute a SHA-1 checksum")
  return sum
}

/// Fetched once, because each lookup with `EVP_sha256` costs more than the digest of a short string.
private let algorithm = Algorithm()

@safe private struct Algorithm: @unchecked Sendable {
  // OpenSSL does not change an algorithm after it was fetched, so any thread may use it.
  let pointer: OpaquePointer?
  init() { unsafe pointer = EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256() }
}
