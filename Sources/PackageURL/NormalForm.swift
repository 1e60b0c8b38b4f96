import Interning

/// How the names and versions of one package type are written in one way.
///
/// The canonical form of a purl still leaves several spellings of one package: `pkg:rpm/rhel/a` and `pkg:rpm/redhat/a`,
/// Debian's epoch as a qualifier or in the version, `v1.2` and `1.2` in Go. What compares packages compares this form.
/// Spellings of different packages never have one normal form.
struct NormalForm: Sendable {
  /// How names are compared, apart from what the purl specification folds already.
  enum Names: Sendable {
    case exact
    case ignoringCase
    /// crates.io and R: ignoring case, with `_` equal to `-`.
    case ignoringCaseAndUnderscores
    /// PEP 503: ignoring case, with all runs of `-`, `_` and `.` equal.
    case python
  }

  enum Versions: Sendable { case exact, withEpoch, withoutV, composer, gem, go, python, nuget, numbers }

  var names = Names.exact
  var versions = Versions.exact
  /// Namespaces with several spellings, and the spelling that is used.
  var namespaces: [String: String] = [:]

  static func of(_ type: String) -> NormalForm { table[type] ?? none }
  private static let none = NormalForm()

  private static let table: [String: NormalForm] = [
    "alpm": NormalForm(versions: .withEpoch, namespaces: ["archlinux": "arch"]),
    "cargo": NormalForm(names: .ignoringCaseAndUnderscores, versions: .withoutV),
    "composer": NormalForm(versions: .composer),
    "cran": NormalForm(names: .ignoringCase, versions: .numbers),
    "deb": NormalForm(versions: .withEpoch),
    "gem": NormalForm(versions: .gem),
    "githubactions": NormalForm(names: .ignoringCase),
    "gitlab": NormalForm(names: .ignoringCase),
    "golang": NormalForm(names: .ignoringCase, versions: .go),
    "npm": NormalForm(versions: .withoutV),
    "nuget": NormalForm(names: .ignoringCase, versions: .nuget),
    "pypi": NormalForm(names: .python, versions: .python),
    "rpm": NormalForm(versions: .withEpoch, namespaces: rpmVendors),
    "swift": NormalForm(names: .ignoringCase, versions: .withoutV),
  ]

  /// RPM distributions by the ids of os-release(5) and the words of scanners. Distributions that rebuild another one's
  /// packages are not that one.
  private static let rpmVendors = [
    "almalinux": "alma", "amazonlinux": "amazon", "amzn": "amazon", "cbl-mariner": "mariner", "ol": "oracle",
    "opensuse-leap": "opensuse", "opensuse-leap-micro": "opensuse", "opensuse-microos": "opensuse",
    "opensuse-tumbleweed": "opensuse", "opensuse.leap": "opensuse", "opensuse.tumbleweed": "opensuse",
    "oraclelinux": "oracle", "red-hat": "redhat", "rhel": "redhat", "rocky-linux": "rocky", "rockylinux": "rocky",
    "sl-micro": "suse", "sle-micro": "suse", "sle_hpc": "suse", "sled": "suse", "slem": "suse", "sles": "suse",
    "sles_sap": "suse", "suse linux enterprise micro": "suse",
    "suse linux enterprise server": "suse",
  ]
}

extension NormalForm {
  func namespace(_ namespace: String) -> String {
    namespaces[namespace] ?? name(namespace)
  }

  /// The name, or a wildcard pattern for names, in which `*` stays.
  func name(_ name: String) -> String {
    switch names {
    case .exact: name
    case .ignoringCase: lowercasedASCII(name)
    case .ignoringCaseAndUnderscores:
      String(
        decoding: lowercasedASCII(name).utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }, as: UTF8.self)
    case .python: pythonName(name)
    }
  }

  /// The version with its epoch, which a purl may have as a qualifier. An epoch of zero is none.
  func version(_ version: String, epoch: String?) -> String {
    guard case .withEpoch = versions else { return version }
    let (before, after) = Array(version.utf8).cut(at: ":")
    let isStated = after != nil && (before.allSatisfy(isDigit) || before.elementsEqual("(none)".utf8))
    let number = isStated ? before.filter(isDigit) : epoch.map { Array($0.utf8) } ?? []
    let digits = number.drop { $0 == UInt8(ascii: "0") }
    let rest = isStated ? String(decoding: after ?? [], as: UTF8.self) : version
    return digits.isEmpty ? rest : String(decoding: digits, as: UTF8.self) + ":" + rest
  }

  /// The version in the spelling that all equal versions have.
  func spelling(of version: String) -> String {
    let bytes = Array(version.utf8)
    switch versions {
    case .exact, .withEpoch: return version
    case .withoutV: return String(decoding: withoutV(bytes[...]), as: UTF8.self)
    case .composer: return String(decoding: withoutFourthZero(withoutV(bytes[...])), as: UTF8.self)
    case .gem: return String(decoding: withoutPlatform(bytes[...]), as: UTF8.self)
    case .go:
      let number = bytes.starts(with: "go".utf8) ? bytes.dropFirst(2) : withoutV(bytes[...])
      let incompatible = "+incompatible".utf8
      let isIncompatible =
        number.count > incompatible.count && number.suffix(incompatible.count).elementsEqual(incompatible)
      return String(decoding: isIncompatible ? number.dropLast(incompatible.count) : number, as: UTF8.self)
    case .python: return StandardPythonVersion(bytes)?.text ?? lowercasedASCII(version)
    case .nuget: return NuGetVersion(bytes)?.text ?? lowercasedASCII(version)
    case .numbers: return NumberListVersion(bytes)?.text ?? version
    }
  }
}

/// The version without the `v` or `=` that people write before it.
private func withoutV(_ version: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let rest = version.drop { $0 == UInt8(ascii: "=") || $0 | 0x20 == UInt8(ascii: "v") }
  return rest.first.map(isDigit) == true ? rest : version
}

/// Composer compares versions of four numbers, so `5.4.1.0` is `5.4.1` (`VersionParser::normalize`).
func withoutFourthZero(_ version: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let numbers = version.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
  let parts = numbers.parts(at: ".")
  guard parts.count == 4, let last = parts.last, !last.isEmpty, last.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
    return version
  }
  let rest = version[numbers.endIndex...]
  return ArraySlice(Array(version[..<(last.startIndex - 1)]) + rest)
}

private func pythonName(_ name: String) -> String {
  var out: [UInt8] = []
  for byte in name.utf8 {
    let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    if isSeparator, out.last == UInt8(ascii: "-") { continue }
    out.append(isSeparator ? UInt8(ascii: "-") : lowercased(byte))
  }
  return String(decoding: out, as: UTF8.self)
}

// The spelling of each version syntax that equal versions share.

extension StandardPythonVersion {
  /// The version as PEP 440 normalises it, without zeros at the end of the release.
  var text: String {
    var text = epoch.isZero ? "" : "\(epoch)!"
    text += release.isEmpty ? "0" : release.map(\.description).joined(separator: ".")
    if let pre { text += ["a", "b", "rc"][Int(pre.phase) - 1] + pre.number.description }
    if let post { text += ".post\(post)" }
    if let dev { text += ".dev\(dev)" }
    if let local { text += "+" + local.map(\.description).joined(separator: ".") }
    return text
  }
}

extension NuGetVersion {
  /// The version without zeros at the end of its numbers and without build metadata.
  var text: String {
    let numbers = version.numbers.reversed().drop(while: \.isZero).reversed().map(\.description).joined(separator: ".")
    let prerelease = version.prerelease.map(\.description).joined(separator: ".")
    return (numbers.isEmpty ? "0" : numbers) + (version.isPrerelease ? "-" + prerelease : "")
  }
}

extension NumberListVersion {
  var text: String { numbers.map(\.description).joined(separator: ".") }
}

extension VersionNumber: CustomStringConvertible {
  var description: String { String(decoding: text, as: UTF8.self) }
}

extension VersionIdentifier: CustomStringConvertible {
  var description: String {
    switch self {
    case .number(let number): number.description
    case .word(let word): String(decoding: word.bytes, as: UTF8.self)
    }
  }
}
