import Foundation
import Testing

@Suite struct PackageAgeTests {
  /// Main has jinja2 since 2026-11-01. On 2026-11-20 pyyaml came, above it.
  @Test func `a package is as old as its entry, wherever it stands, and its finding no older than the advisory`() throws
  {
    let bench = try Bench(
      base: ["requirements.txt": "jinja2==2.11.2\n"],
      bases: [["requirements.txt": "PyYAML==5.3\n# templates\nJinja2==2.11.2\n"]])
    let head = try bench.git("rev-parse", "refs/heads/base-0")
    func seen(_ package: String, _ version: String, published: String?) throws -> [String?] {
      let answer = try bench.check(
        [.osv(package, version, published: published)], asking: ["--base", head, "--head", head, "--scanned", head],
        bound: false, now: "2026-11-25T12:00:00Z")
      let finding = try #require(answer.findings.first)
      return [finding["firstSeen"]["time"].text, finding["firstSeen"]["source"].text]
    }
    #expect(try seen("jinja2", "2.11.2", published: "2021-02-01T00:00:00Z") == ["2026-11-01T10:00:00Z", "git"])
    #expect(try seen("pyyaml", "5.3", published: nil) == ["2026-11-20T10:00:00Z", "git"])
    #expect(try seen("jinja2", "2.11.2", published: "2026-11-22T00:00:00Z") == ["2026-11-22T00:00:00Z", "published"])
  }
}

extension Report {
  /// OSV-Scanner's say on a package of `requirements.txt`.
  fileprivate static func osv(_ package: String, _ version: String, published: String?) -> Report {
    let published = published.map { #","published":"\#($0)""# } ?? ""
    return Report(
      "osv.json",
      """
      {"results":[{"source":{"path":"requirements.txt","type":"lockfile"},"packages":[
       {"package":{"name":"\(package)","version":"\(version)","ecosystem":"PyPI"},
        "groups":[{"ids":["CVE-2020-1"],"aliases":["CVE-2020-1"],"max_severity":"9.8"}],
        "vulnerabilities":[{"id":"CVE-2020-1","summary":"trouble"\(published),"affected":[
         {"package":{"name":"\(package)","ecosystem":"PyPI"},
          "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"9.0"}]}]}]}]}]}]}

      """)
  }
}
