import PackageURL
import Testing

struct PackagePatternTests {
  /// A pattern, a purl, and whether it matches; nil when the purl does not state what the pattern asks for.
  @Test(
    arguments: [
      ("pkg:pypi/PyYAML", "pkg:pypi/pyyaml@6.0", true), ("pkg:PyPI/foo_bar", "pkg:pypi/foo-bar@1", true),
      ("pkg:pypi/foo_*", "pkg:pypi/foo-bar@1", true), ("pkg:pypi/pyyaml", "pkg:pypi/requests@2", false),
      ("pkg:github/Acme/Tool", "pkg:github/acme/tool@1", true),
      ("pkg:maven/org.Acme/Tool", "pkg:maven/org.acme/tool@1", false),
      ("pkg:npm/@acme/x", "pkg:npm/%40acme/x@1", true), ("pkg:npm/%40acme/x@1.*", "pkg:npm/%40acme/x@1.2", true),
      ("pkg:deb/debian/a%2Bb", "pkg:deb/debian/a%2Bb@1", true),
      ("pkg:deb/debian/x@1:2", "pkg:deb/debian/x@1%3A2", true),
      ("pkg:deb/debian/libc6?distro=debian-12", "pkg:deb/debian/libc6@2?arch=amd64&distro=debian-12", true),
      ("pkg:deb/debian/libc6?distro=debian-12", "pkg:deb/debian/libc6@2?distro=debian-11", false),
      ("pkg:deb/debian/libc6?distro=debian-*", "pkg:deb/debian/libc6@2?distro=debian-11", true),
      ("pkg:deb/debian/libc6?distro=debian-12", "pkg:deb/debian/libc6@2", nil),
      ("pkg:deb/debian/libc6?distro=debian-12", "pkg:deb/debian/other@2", false),
      ("pkg:golang/a.org/b#cmd", "pkg:golang/a.org/b@1#cmd/x", true),
      ("pkg:golang/a.org/b#cmd", "pkg:golang/a.org/b@1#lib", false),
      ("pkg:golang/a.org/b#cmd", "pkg:golang/a.org/b@1", nil),
      ("pkg:*/PyYAML", "pkg:pypi/pyyaml@6.0", true), ("pkg:*/PyYAML", "pkg:npm/pyyaml@6.0", false),
      ("pkg:*/a@1.0", "pkg:pypi/a@1.0.0", true), ("pkg:*/a@1.0", "pkg:maven/g/a@1.0", false),
    ] as [(String, String, Bool?)])
  func `a pattern is normalized like the purls that it matches, with its qualifiers`(
    pattern: String, purl: String, expected: Bool?
  ) throws {
    #expect(try #require(PackagePattern(pattern)).matches(PURL(purl)) == expected)
  }

  @Test(arguments: [
    "npm/x", "pkg:npm", "pkg:npm/", "pkg:/x", "pkg:npm/x?arch", "pkg:npm/x@", "pkg:npm/x?=a", "pkg:npm/x?a=1&a=2",
  ])
  func `what is no pattern is refused`(text: String) { #expect(PackagePattern(text) == nil) }

  @Test func `a package without a purl is compared in the spelling of its type`() throws {
    let pattern = try #require(PackagePattern("pkg:pypi/Foo_Bar@1.*"))
    #expect(pattern.matches(type: "PyPI", name: "foo-BAR", version: "1.2"))
    #expect(!pattern.matches(type: "PyPI", name: "foo-BAR", version: nil))
    #expect(!pattern.matches(type: "npm", name: "foo-bar", version: "1.2"))
  }
}
