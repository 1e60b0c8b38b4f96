import Interning

// The rules of the purl type definitions (purl-spec, "PURL types"). A type that is not listed has no rules.

extension PURL {
  /// The rules of one package type for the components of its purls.
  struct Rules: Sendable {
    enum Presence: Sendable { case optional, required, prohibited }

    /// The components that are compared ignoring case.
    struct Folds: OptionSet, Sendable {
      let rawValue: UInt8
      static let namespace = Folds(rawValue: 1)
      static let name = Folds(rawValue: 2)
      static let version = Folds(rawValue: 4)
      static let both: Folds = [.namespace, .name]
    }

    /// How the registry normalizes a name, apart from its case, or restricts it.
    enum Spelling: Sendable {
      case free
      /// PyPI: `_` becomes `-`.
      case dashed
      /// pub.dev: everything except letters and digits becomes `_`.
      case underscored
      /// CPAN: the name is that of a distribution; a name with `::` is that of a module.
      case noModule
      /// Chrome: the name is 32 letters from a to p, and the version is one to four numbers.
      case chromeExtension
      /// MLflow: Databricks ignores the case of names, other registries do not.
      case registryDecides
    }

    var namespace = Presence.optional
    var folds: Folds = []
    var spelling = Spelling.free
    /// A qualifier that the type requires.
    var needs: String?
    /// Whether everything after the host is the name, as for type `git`.
    var nameKeepsSlashes = false

    static func of(_ type: String) -> Rules { table[type] ?? none }
    private static let none = Rules()

    /// The types that have rules.
    fileprivate static var types: some Sequence<String> { table.keys }

    private static let table: [String: Rules] = [
      "alpm": Rules(namespace: .required, folds: .both),
      "apk": Rules(namespace: .required, folds: .both),
      "bazel": Rules(namespace: .prohibited),
      "bitbucket": Rules(namespace: .required, folds: .both),
      "bitnami": Rules(namespace: .prohibited, folds: .name),
      "brew": Rules(folds: .both),
      "cargo": Rules(namespace: .prohibited),
      "chrome-extension": Rules(namespace: .prohibited, folds: .name, spelling: .chromeExtension),
      "cocoapods": Rules(namespace: .prohibited),
      "composer": Rules(namespace: .required, folds: .both),
      "conda": Rules(namespace: .prohibited),
      "cpan": Rules(spelling: .noModule),
      "cran": Rules(namespace: .prohibited),
      "deb": Rules(namespace: .required, folds: .both),
      "gem": Rules(namespace: .prohibited),
      "git": Rules(namespace: .required, folds: .both, nameKeepsSlashes: true),
      "github": Rules(namespace: .required, folds: .both),
      // The definition requires a namespace, but every scanner names the standard library `pkg:golang/stdlib`.
      "golang": Rules(),
      "hackage": Rules(namespace: .prohibited),
      "hex": Rules(folds: .both),
      "huggingface": Rules(namespace: .required, folds: .version),
      "julia": Rules(namespace: .prohibited, needs: "uuid"),
      "luarocks": Rules(folds: .both),
      "maven": Rules(namespace: .required),
      "mlflow": Rules(namespace: .prohibited, spelling: .registryDecides),
      "nuget": Rules(namespace: .prohibited),
      "oci": Rules(namespace: .prohibited, folds: [.name, .version]),
      "opam": Rules(namespace: .prohibited),
      "otp": Rules(namespace: .prohibited, folds: .name),
      "pub": Rules(namespace: .prohibited, folds: .name, spelling: .underscored),
      "pypi": Rules(namespace: .prohibited, folds: [.name, .version], spelling: .dashed),
      "qpkg": Rules(namespace: .required, folds: .namespace),
      "rpm": Rules(namespace: .required, folds: .namespace),
      "swid": Rules(needs: "tag_id"),
      "swift": Rules(namespace: .required),
      "vcpkg": Rules(namespace: .prohibited),
      "vscode-extension": Rules(namespace: .required, folds: [.namespace, .name, .version]),
      "yocto": Rules(folds: .namespace),
    ]
  }
}

extension PURL {
  /// The types that the purl specification lists, and those that scanners write beside them.
  package static let knownTypes = Set(Rules.types).union(["conan", "docker", "generic", "githubactions", "npm"])

  /// Whether each package of a type has a namespace.
  package static func hasNamespace(type: String) -> Bool { Rules.of(type).namespace == .required }
}

extension PURL.Rules {
  /// Throws when a component is missing that the type requires, or present that it prohibits.
  func check(namespace: String?, version: String?, qualifiers: [String: String]) throws(PURLError) {
    switch (self.namespace, namespace) {
    case (.required, nil): throw PURLError(text: "needs a namespace, which its type requires")
    case (.prohibited, .some): throw PURLError(text: "has a namespace, which its type prohibits")
    case (.required, .some), (.prohibited, nil), (.optional, _): break
    }
    if let needs, qualifiers[needs] == nil {
      throw PURLError(text: "needs the qualifier '\(needs)', which its type requires")
    }
    if spelling == .chromeExtension, let version, !isNumbers(version) {
      throw PURLError(text: "has a version that is not one to four numbers, as its type requires")
    }
  }

  /// The name as the registry normalizes it, apart from its case, which is already folded. Throws for a name that is
  /// not allowed.
  func name(_ name: String, _ qualifiers: [String: String]) throws(PURLError) -> String {
    switch spelling {
    case .free: return name
    case .dashed: return name.utf8.contains(UInt8(ascii: "_")) ? replaced(name) { $0 == 0x5F ? 0x2D : $0 } : name
    case .underscored: return replaced(name) { (97...122).contains($0) || (48...57).contains($0) ? $0 : 0x5F }
    case .noModule:
      guard !name.contains("::") else { throw PURLError(text: "names a CPAN module instead of a distribution") }
      return name
    case .chromeExtension:
      guard name.utf8.count == 32, name.utf8.allSatisfy({ (97...112).contains($0) }) else {
        throw PURLError(text: "has a name that is not the id of a Chrome extension (32 letters from a to p)")
      }
      return name
    case .registryDecides:
      return qualifiers["repository_url"]?.contains("databricks") == true ? lowercasedASCII(name) : name
    }
  }
}

private func replaced(_ name: String, _ change: (UInt8) -> UInt8) -> String {
  String(decoding: name.utf8.map(change), as: UTF8.self)
}

private func isNumbers(_ version: String) -> Bool {
  let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
  return (1...4).contains(numbers.count)
    && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
}
