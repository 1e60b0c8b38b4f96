import Foundation
import PackageURL
import TestSupport
import Testing

struct PURLTests {
  @Test(arguments: [
    ("pkg:npm/@s/a@1", "pkg:npm/%40s/a@1"),
    ("pkg:PyPI/Zope_Interface@1.0RC1", "pkg:pypi/zope-interface@1.0rc1"),
    ("pkg://deb/Debian/CURL@1:7+b1?distro=x&arch=amd64&empty=", "pkg:deb/debian/curl@1:7%2Bb1?arch=amd64&distro=x"),
    ("pkg:golang/stdlib@1.22.0", "pkg:golang/stdlib@1.22.0"),
    ("pkg:golang/example.org/m@v1#/a/./../b/", "pkg:golang/example.org/m@v1#a/b"),
    ("pkg:git/host/Owner/Name@Abc", "pkg:git/host/owner/name@Abc"),
    ("pkg:pub/My-Package", "pkg:pub/my_package"),
  ])
  func `a purl is written in its canonical form`(text: String, canonical: String) throws {
    let purl = try PURL(text)
    #expect(purl.description == canonical)
    #expect(try PURL(canonical) == purl)
  }

  @Test(arguments: [
    ("npm/a@1", "pkg:"), ("pkg:npm", "type and a name"), ("pkg:npm/", "name"), ("pkg:npm/@1", "name"),
    ("pkg:npm/@s/@1", "name"), ("pkg:1x/a", "type"),
    ("pkg:npm/a?b", "without '='"), ("pkg:npm/a?b=1&b=2", "twice"), ("pkg:npm/a?B=1", "lower-case"),
    ("pkg:npm/a%2", "hex digits"), ("pkg:npm/%ff", "UTF-8"), ("pkg:npm/a%2Fb/c", "encoded '/'"),
    ("pkg:cargo/a/b", "prohibits"), ("pkg:maven/b", "needs a namespace"), ("pkg:julia/Dates", "uuid"),
    ("pkg:cpan/A::B", "module"),
  ])
  func `what is no purl is refused and the reason says why`(text: String, reason: String) {
    #expect { try PURL(text) } throws: { ($0 as? PURLError)?.text.contains(reason) == true }
  }

  @Test(arguments: [
    ("pkg:npm/a", "pkg:npm/a@1", true),
    ("pkg:npm/a@1", "pkg:npm/a", false),
    ("pkg:npm/a@1", "pkg:npm/a@1.0", false),
    ("pkg:deb/debian/a@1?arch=x", "pkg:deb/debian/a@1?arch=x&distro=y", true),
    ("pkg:deb/debian/a@1?arch=x&distro=y", "pkg:deb/debian/a@1?arch=x", false),
    ("pkg:golang/h/m@1#api", "pkg:golang/h/m@1#api/v2", true),
    ("pkg:golang/h/m@1#api", "pkg:golang/h/m@1#apix", false),
    ("pkg:golang/h/m@1#api", "pkg:golang/h/m@1", false),
    ("pkg:golang/h/m@1", "pkg:golang/h/m@1#api", true),
    ("pkg:npm/%40s/a", "pkg:npm/a@1", false),
  ])
  func `a statement's purl covers what it speaks of and never the reverse`(general: String, found: String, covers: Bool)
    throws
  {
    #expect(try PURL(general).covers(PURL(found)) == covers)
  }

  @Test(arguments: [
    ("pkg:rpm/rhel/a@1-1.el9?epoch=2", "pkg:rpm/redhat/a@2:1-1.el9"), ("pkg:rpm/amzn/a@1", "pkg:rpm/amazon/a@0:1"),
    ("pkg:rpm/ol/a@1", "pkg:rpm/oracle/a@1?epoch=0"), ("pkg:rpm/almalinux/a@1", "pkg:rpm/alma/a@1"),
    ("pkg:rpm/opensuse.leap/a@1", "pkg:rpm/opensuse-leap/a@1"), ("pkg:rpm/sles/a@1", "pkg:rpm/suse/a@(none):1"),
    ("pkg:rpm/sl-micro/a@1", "pkg:rpm/slem/a@1"),
    ("pkg:deb/debian/a@2.0?arch=x&epoch=1", "pkg:deb/debian/a@1:2.0?arch=y"),
    ("pkg:pypi/ruamel.yaml@0.15.0", "pkg:pypi/Ruamel_-yaml@0.15"), ("pkg:pypi/a@1.0rc1", "pkg:pypi/a@v1.0-RC.1"),
    ("pkg:golang/github.com/A/b@v0.3.7", "pkg:golang/github.com/a/b@0.3.7"),
    ("pkg:golang/github.com/docker/docker@v20.10.17+incompatible", "pkg:golang/github.com/docker/docker@20.10.17"),
    ("pkg:golang/stdlib@go1.22.0", "pkg:golang/stdlib@1.22.0"),
    ("pkg:nuget/Newtonsoft.Json@12.0", "pkg:nuget/newtonsoft.json@12.0.0+b"),
    ("pkg:composer/a/b@v5.4.0", "pkg:composer/A/b@5.4.0"), ("pkg:cargo/serde_json@1", "pkg:cargo/serde-json@1"),
    ("pkg:composer/a/b@5.4.1.0", "pkg:composer/a/b@v5.4.1"), ("pkg:gem/a@1.13.3-x86_64-linux", "pkg:gem/a@1.13.3"),
    ("pkg:gem/a@1.13.3-java", "pkg:gem/a@1.13.3?platform=java"), ("pkg:gitlab/Acme/Till@1", "pkg:gitlab/acme/till@1"),
    ("pkg:npm/a@v1.0.0", "pkg:npm/a@1.0.0"), ("pkg:cran/caret@6.0-88", "pkg:cran/Caret@6.0.88"),
  ])
  func `two spellings of one package have one key`(one: String, two: String) throws {
    let (one, two) = (try PURL(one), try PURL(two))
    #expect(one.versionedKey == two.versionedKey)
    #expect(one.packageKey == two.packageKey)
    #expect(one.covers(two) && two.covers(one) || !two.qualifiers.isEmpty || !one.qualifiers.isEmpty)
    for (one, two) in [(one, two), (two, one)] {
      let pattern = try #require(PackagePattern("pkg:\(one.type)/\(one.namespace.map { $0 + "/" } ?? "")\(one.name)"))
      #expect(pattern.matches(two) == true, "\(pattern.text) and \(two)")
    }
  }

  @Test(arguments: [
    ("pkg:deb/debian/a@1:2.0", "pkg:deb/debian/a@2.0"), ("pkg:deb/debian/a@2.0?epoch=1", "pkg:deb/debian/a@2.0"),
    ("pkg:deb/debian/a@1", "pkg:deb/ubuntu/a@1"), ("pkg:apk/wolfi/a@1", "pkg:apk/chainguard/a@1"),
    ("pkg:rpm/redhat/a@1", "pkg:rpm/centos/a@1"), ("pkg:rpm/rocky/a@1", "pkg:rpm/alma/a@1"),
    ("pkg:rpm/suse/a@1", "pkg:rpm/opensuse/a@1"), ("pkg:pypi/ruamelyaml@1", "pkg:pypi/ruamel-yaml@1"),
    ("pkg:pypi/a@1.0.post1", "pkg:pypi/a@1.0"), ("pkg:golang/x/y@v1.0.0-rc.1", "pkg:golang/x/y@v1.0.0"),
    ("pkg:maven/g/A@1", "pkg:maven/g/a@1"), ("pkg:npm/%40s/a@1", "pkg:npm/a@1"), ("pkg:gem/a_b@1", "pkg:gem/a-b@1"),
    ("pkg:gem/a@1.13.3-rc1", "pkg:gem/a@1.13.3"), ("pkg:composer/a/b@5.4.1.1", "pkg:composer/a/b@5.4.1"),
  ])
  func `two packages keep two keys`(one: String, two: String) throws {
    let (one, two) = (try PURL(one), try PURL(two))
    #expect(one.versionedKey != two.versionedKey)
    #expect(!one.covers(two))
  }

  @Test(arguments: [
    ("pkg:deb/debian/a@1:2.*", "pkg:deb/debian/a@2.0?epoch=1", true),
    ("pkg:deb/debian/a@2.*", "pkg:deb/debian/a@2.0?epoch=1", false),
    ("pkg:golang/x/*@v1.2.*", "pkg:golang/x/y@1.2.3", true), ("pkg:pypi/a@1.0.*", "pkg:pypi/a@1.0.0", true),
    ("pkg:pypi/zope.*", "pkg:pypi/zope-interface@1", true), ("pkg:rpm/rhel/*", "pkg:rpm/redhat/a@1", true),
    ("pkg:rpm/*/a", "pkg:rpm/amzn/a@1", true), ("pkg:rpm/rhel/*", "pkg:rpm/rocky/a@1", false),
    ("pkg:npm/@acme/*", "pkg:npm/%40acme/a@1", true),
  ])
  func `a pattern matches a package in any spelling`(pattern: String, purl: String, matches: Bool) throws {
    #expect(try #require(PackagePattern(pattern)).matches(PURL(purl)) == matches)
  }

  @Test func `the version beside a purl gives the epoch that the purl lacks`() throws {
    let purl = try PURL("pkg:deb/debian/a@2.0")
    #expect(purl.versionedKey(stating: "1:2.0") == (try PURL("pkg:deb/debian/a@1:2.0")).versionedKey)
    #expect(purl.versionedKey(stating: "2.0") == purl.versionedKey)
    #expect(purl.versionedKey(stating: "1:3.0") == purl.versionedKey)
    #expect(try PURL("pkg:npm/a").versionedKey(stating: "1.0") == PURL("pkg:npm/a@1.0").versionedKey)
  }

  @Test func `a purl can be stripped to the package alone`() throws {
    let purl = try PURL("pkg:deb/debian/a@1?arch=x#usr")
    #expect(purl.bare == (try PURL("pkg:deb/debian/a@1")))
    #expect(purl.bare.withoutVersion == (try PURL("pkg:deb/debian/a")))
  }

  @Test(.corpus("standards/purl/purl-spec-tests.json")) func `every case of the purl specification is answered`() throws
  {
    let url = try Corpus.find("standards/purl/purl-spec-tests.json")
    let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: url))
    var score: [String: (right: Int, all: Int)] = [:]
    for test in suite.cases {
      score[test.test_group, default: (0, 0)].all += 1
      if test.passes {
        score[test.test_group, default: (0, 0)].right += 1
      } else {
        print("purl: \(test.test_group) \(test.test_type) \(test.description): \(test.input)")
      }
    }
    let required = score["required"] ?? (0, 0)
    Corpus.report("purl", right: required.right, all: required.all)
    Corpus.report("purl-recommended", right: score["recommended"]?.right ?? 0, all: score["recommended"]?.all ?? 0)
    #expect(required.right == required.all)
  }
}

private struct Suite: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var description: String
    var test_group: String
    var test_type: String
    var input: TextOrParts
    var expected_output: TextOrParts?
    var expected_failure: Bool

    var passes: Bool {
      do {
        let purl = try test_type == "validate" ? PURL(tolerating: input.text ?? "") : input.purl()
        guard !expected_failure, let expected_output else { return false }
        return test_type == "parse" ? expected_output.parts == Parts(purl) : expected_output.text == purl.description
      } catch { return expected_failure }
    }
  }

  struct Parts: Decodable, Equatable {
    var type: String?
    var namespace: String?
    var name: String?
    var version: String?
    var qualifiers: [String: String]?
    var subpath: String?

    init(_ purl: PURL) {
      (type, namespace, name) = (purl.type, purl.namespace, purl.name)
      (version, subpath) = (purl.version, purl.subpath)
      qualifiers = purl.qualifiers.isEmpty ? nil : purl.qualifiers
    }
  }

  enum TextOrParts: Decodable {
    case text(String), parts(Parts)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .parts(try container.decode(Parts.self))
      }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var parts: Parts? { if case .parts(let parts) = self { parts } else { nil } }

    func purl() throws -> PURL {
      switch self {
      case .text(let text): try PURL(text)
      case .parts(let parts):
        try PURL(
          type: parts.type ?? "", namespace: parts.namespace, name: parts.name ?? "", version: parts.version,
          qualifiers: parts.qualifiers ?? [:], subpath: parts.subpath)
      }
    }
  }
}
