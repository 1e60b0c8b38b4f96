import Clibcrypto

/// The SHA-1 digest of bytes as 40 lower-case hexadecimal digits, to compare with digests that other tools publish. It
/// proves nothing about contents: collisions can be made.
package func sha1(_ bytes: [UInt8]) -> String {
  var (digest, length) = ([UInt8](repeating: 0, count: 64), UInt32(0))
  // libcrypto fails here only when memory has run out. The exit status must not be 0, which would mean "pass".
  guard unsafe EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha1(), nil) == 1, length == 20 else { leave(2) }
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: digest.prefix(20).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
