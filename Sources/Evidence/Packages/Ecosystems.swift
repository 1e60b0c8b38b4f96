import Interning
import Model
import PackageURL

// Builds the purl of a package for which a report gives only an ecosystem and a name, by the types of the purl
// specification (package-url/purl-spec, PURL-TYPES).

extension Component {
  /// A package as a report states it.
  ///
  /// Its purl is the report's own if that is valid, else the one built from the ecosystem and the name. If the
  /// ecosystem's word is unknown, the package has no purl: one of the wrong type would match no advisory or statement.
  ///
  /// - Parameters:
  ///   - known: a cache for the purls of one report.
  ///   - ecosystem: a scanner's word (`gomod`, `Packagist`), optionally with a release (`Debian:12`).
  init(stated purl: String?, in known: StatedPURLs? = nil, ecosystem: String?, name: String, version: String?) {
    let version = version?.withoutNULs
    let own = purl.flatMap { text in known.map { $0.purl(text) } ?? validPURL(text.withoutNULs) }
    let known = own ?? ecosystem.flatMap { builtPURL(ecosystem: $0, name: name, version: version) }
    self.init(purl: known, ecosystem: ecosystem, name: name, version: version)
  }
}

extension Component {
  /// A package as a report states it, from interned strings; see `init(stated:in:ecosystem:name:version:)`.
  init(stated purl: InternedString?, ecosystem: InternedString?, name: InternedString, version: InternedString?) {
    let version = version.map { $0.utf8.has(0) ? InternedString($0.wrappedValue.withoutNULs) : $0 }
    let own = purl.flatMap { validPURL($0.wrappedValue.withoutNULs) }
    let known =
      own
      ?? ecosystem.flatMap {
        builtPURL(ecosystem: $0.wrappedValue, name: name.wrappedValue, version: version?.wrappedValue)
      }
    self.init(purl: known, ecosystem: ecosystem, name: name, version: version)
  }
}

extension String {
  /// The text without NUL characters: scanners that read a version from a program's bytes include its terminator.
  fileprivate var withoutNULs: String {
    has(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self
  }
}

/// A cache of the purls of one report by their text, since a package occurs once for each of its vulnerabilities.
///
/// It is a class so that all readers of the report share one cache.
final class StatedPURLs {
  private var known: [ExactText: PURL?] = [:]

  func purl(_ text: String) -> PURL? {
    if let purl = known[ExactText(text)] { return purl }
    let purl = validPURL(text.withoutNULs)
    known[ExactText(text)] = .some(purl)
    return purl
  }
}

/// The purl in a text; nil if the text is not a valid purl, so that the package is identified by its name.
private func validPURL(_ text: String) -> PURL? {
  do throws(PURLError) { return try PURL(tolerating: text) } catch { return nil }
}

private func builtPURL(ecosystem: String, name: String, version: String?) -> PURL? {
  let word = ecosystem.lowercased().split(separator: ":").first.map(String.init) ?? ""
  guard let naming = namings[word] else { return nil }
  let (namespace, name) = naming.parts(of: name)
  var (version, qualifiers) = (version, [String: String]())
  // An RPM's epoch is a qualifier, not a part of the version.
  if naming.type == "rpm", let text = version, let colon = text.firstIndex(of: ":") {
    (qualifiers["epoch"], version) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }
  do throws(PURLError) {
    return try PURL(type: naming.type, namespace: namespace, name: name, version: version, qualifiers: qualifiers)
  } catch {
    return nil
  }
}

/// Whether a word names an ecosystem, or a package manager of systems whose distribution is not stated.
func isEcosystem(_ word: String) -> Bool {
  namings[word.lowercased()] != nil || ["deb", "rpm", "apk", "linux"].contains(word)
}

/// How packages of one purl type are named.
private struct Naming {
  let type: String
  /// The namespace of every package: the distribution.
  var namespace: String?
  /// The character between namespace and name as scanners write them.
  var separator: Character?

  func parts(of name: String) -> (namespace: String?, name: String) {
    if let namespace { return (namespace, name) }
    guard let separator, let cut = name.lastIndex(of: separator) else { return (nil, name) }
    return (String(name[..<cut]), String(name[name.index(after: cut)...]))
  }
}

/// Naming by ecosystem, in lower case, as written by OSV, Trivy, Grype, Snyk, pip-audit and others.
private let namings: [String: Naming] = {
  var table: [String: Naming] = [:]
  for (type, separator, words) in packageTypes {
    for word in words { table[word] = Naming(type: type, separator: separator) }
  }
  for (type, families) in distributions {
    for family in families { table[family] = Naming(type: type, namespace: family) }
  }
  for (spelling, family) in spellings { table[spelling] = table[family] }
  return table
}()

private let packageTypes: [(type: String, separator: Character?, words: [String])] = [
  ("npm", "/", ["npm", "yarn", "yarn-workspace", "pnpm", "node-pkg", "bun"]),
  ("pypi", nil, ["pypi", "pip", "pipenv", "poetry", "uv", "pylock", "python-pkg", "python"]),
  ("maven", ":", ["maven", "pom", "jar", "gradle", "gradle-lockfile", "sbt", "sbt-lockfile", "java-archive"]),
  ("golang", "/", ["go", "golang", "gomod", "gobinary", "go-module", "gomodules", "golangdep", "govendor"]),
  ("gem", nil, ["rubygems", "bundler", "gemspec", "gem"]),
  ("cargo", nil, ["crates.io", "cargo", "rustbinary", "rust-crate"]),
  ("nuget", nil, ["nuget", "dotnet", "dotnet-core", "packages-props", "paket"]),
  ("composer", "/", ["packagist", "composer", "composer-vendor", "php-composer"]),
  ("hex", nil, ["hex", "mix-lock"]), ("pub", nil, ["pub", "dart-pub"]), ("cocoapods", nil, ["cocoapods", "pod"]),
  ("swift", "/", ["swift", "swifturl"]), ("conan", nil, ["conan", "conancenter"]),
  ("conda", nil, ["conda", "conda-pkg"]),
  ("cran", nil, ["cran"]), ("hackage", nil, ["hackage"]), ("githubactions", "/", ["github actions", "github-action"]),
]

private let distributions: [(type: String, families: [String])] = [
  ("apk", ["alpine", "wolfi", "chainguard"]), ("deb", ["debian", "ubuntu"]),
  (
    "rpm",
    [
      "redhat", "centos", "rocky", "alma", "amazon", "oracle", "fedora", "photon", "opensuse", "suse", "azurelinux",
      "mariner", "openeuler", "mageia",
    ]
  ),
]

private let spellings = [
  "rhel": "redhat", "red hat": "redhat", "rocky linux": "rocky", "rockylinux": "rocky", "almalinux": "alma",
  "amazon linux": "amazon", "amzn": "amazon", "ol": "oracle", "oracle linux": "oracle", "oraclelinux": "oracle",
  "sles": "suse", "sled": "suse", "sle-micro": "suse", "suse linux enterprise server": "suse",
  "suse linux enterprise micro": "suse", "opensuse-leap": "opensuse", "opensuse.leap": "opensuse",
  "opensuse-tumbleweed": "opensuse", "opensuse.tumbleweed": "opensuse", "photon os": "photon",
  "azure linux": "azurelinux", "cbl-mariner": "mariner",
]
