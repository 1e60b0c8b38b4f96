import Testing

@testable import Git

private func signature(_ text: String) -> CommitSignature? { CommitSignature(Array(text.utf8)) }

struct CommitSignatureTests {
  private let header = "tree x\nauthor a <a@x> 1 +0000\ncommitter a <a@x> 1 +0000\n"

  @Test func `a signature is over the commit without it`() throws {
    let found = try #require(
      signature(header + "gpgsig -----BEGIN\n body\n \n -----END\nencoding x\n\nmessage\n gpgsig x\n"))
    #expect(found.signature.elementsEqual("-----BEGIN\nbody\n\n-----END\n".utf8))
    #expect(found.payload.elementsEqual((header + "encoding x\n\nmessage\n gpgsig x\n").utf8))
  }

  @Test func `a signature in a merged tag or in the message is none of the commit`() {
    #expect(signature(header + "\ngpgsig x\n") == nil)
    #expect(
      signature(header + "mergetag object y\n type commit\n gpgsig x\n \n -----BEGIN PGP SIGNATURE-----\n\nm\n") == nil)
    #expect(signature(header + "gpgsig-sha256 x\n\nm\n") == nil)
  }

  @Test func `two signatures are none, so that nobody chooses the one that is verified`() {
    #expect(signature(header + "gpgsig a\ngpgsig b\n\nm\n") == nil)
    #expect(signature(header + "gpgsig a\nx y\ngpgsig b\n\nm\n") == nil)
  }
}
