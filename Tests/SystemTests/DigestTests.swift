import System
import TestSupport
import Testing

struct DigestTests {
  @Test(arguments: [
    // FIPS 180-4 examples.
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `published digests come out`(text: String, hex: String) {
    #expect(Digest.sha256(text).hex == hex)
    #expect(Digest.sha256(text).description == "sha256:\(hex)")
    var hasher = DigestHasher()
    for byte in text.utf8 { hasher.add([byte]) }
    #expect(hasher.finish() == Digest.sha256(text))
  }

  @Test func `fields cannot run into each other`() {
    let digest = { (fields: [String]) in
      var hasher = DigestHasher()
      for field in fields { hasher.update(field) }
      return hasher.finish()
    }
    let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["a", "b", "c"]]
    #expect(Set(lists.map(digest)).count == lists.count)
    #expect(digest(["ab"]) == Digest.sha256([0, 0, 0, 0, 0, 0, 0, 2, 0x61, 0x62]))
    var hasher = DigestHasher()
    hasher.update(258)
    #expect(hasher.finish() == Digest.sha256([0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 1, 2]))
  }

  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
  ])
  func `SHA-1 is that of FIPS 180-4`(text: String, digest: String) { #expect(sha1(Array(text.utf8)) == digest) }
}
