import Foundation
import System
import Testing

@testable import Manifests

private func entries(_ text: String, _ file: String = "requirements.txt") throws -> [ManifestEntry] {
  try #require(ManifestFormat.of(file)).entries(of: Input(name: file, bytes: Array(text.utf8)))
}

@Test func `moves, new orders and new lines make no difference`() throws {
  let difference = ManifestDifference(
    from: try entries("alpha==1.0\nbeta==2.0\ngamma>=3\n"),
    to: try entries("# all\n\ngamma>=3\nbeta==2.0\nalpha==1.0\n"))
  #expect(difference == ManifestDifference(from: [], to: []))
}

@Test func `one version in place of another is a change, anything else is added or removed`() throws {
  let difference = ManifestDifference(
    from: try entries("alpha==1.0\nbeta==2.0\n"), to: try entries("alpha==1.1\ngamma==1.0\n"))
  #expect(difference.changed.map(\.to.version) == ["1.1"])
  #expect(difference.added.map(\.name) == ["gamma"])
  #expect(difference.removed.map(\.name) == ["beta"])
}

@Test func `two versions in place of one are added`() throws {
  let difference = ManifestDifference(
    from: try entries("alpha==1.0\n"), to: try entries("alpha==1.1\nalpha==1.2; python_version < '3'\n"))
  #expect((difference.changed.count, difference.added.count, difference.removed.count) == (0, 2, 1))
}

@Test func `a name is compared by bytes, and a file name too`() {
  #expect(ManifestFormat.of("a/poetry.lock")?.name == "poetry-lock")
  #expect(ManifestFormat.of("a/Poetry.lock") == nil)
  #expect(ManifestFormat.of("poetry.lock/README.md") == nil)
}

@Test func `an entry has the key of the purl that scanners write`() throws {
  let entry = try #require(try entries("Ruamel_Yaml==0.17.0\n").first)
  #expect(entry.versionedKey == versionedKey(type: "pypi", name: "ruamel.yaml", version: "0.17"))
  #expect(packageKey(type: "maven", name: "org.acme:tool") != packageKey(type: "maven", name: "org.acme/tool:x"))
}

/// The processor time of this thread, which does not run while others do.
private func processorTime() -> Duration {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

@Test(arguments: ["requirements.txt", "Dockerfile", "Cargo.lock", "pnpm-lock.yaml", "libs.versions.toml"])
func `twice the input takes about twice the time`(_ file: String) throws {
  let part: (Int) -> String = { number in
    switch file {
    case "requirements.txt": "package\(number)==1.0 \\\n  --hash=sha256:\(number)\n"
    case "Dockerfile": "FROM image\(number):1 AS stage\(number)\nRUN a \\\n  b\n"
    case "Cargo.lock": "[[package]]\nname = \"package\(number)\"\nversion = \"1.0.0\"\ndependencies = [\n \"x\",\n]\n"
    case "pnpm-lock.yaml": "  package\(number)@1.0.0:\n    resolution: {integrity: sha512-x}\n"
    default: "package\(number) = { module = \"acme:package\(number)\", version.ref = \"v\(number)\" }\n"
    }
  }
  let start =
    switch file {
    case "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages:\n"
    case "libs.versions.toml": "[libraries]\n"
    default: ""
    }
  func time(_ count: Int) throws -> Duration {
    let text = start + (0..<count).map(part).joined()
    var best = Duration.seconds(60)
    for _ in 0..<3 {
      let start = processorTime()
      let read = try entries(text, file)
      best = min(best, processorTime() - start)
      #expect(read.count == count)
    }
    return best
  }
  let (one, two) = (try time(500), try time(2000))
  #expect(two < one * 12)
}
