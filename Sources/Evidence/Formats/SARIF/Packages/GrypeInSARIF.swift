extension SARIFPackageReader {
  /// Grype: https://github.com/anchore/grype, grype/presenter/sarif. It has a rule for each vulnerability and package,
  /// with the purl in its properties and all else in the lines of its help. Packages of an image have a logical location
  /// `image@layer:/path`.
  static let grype = SARIFPackageReader(
    tools: ["grype"],
    ofRule: { rule in
      var said = rulePackages(rule)
      let help = rule.help.flatMap(MessageFields.init)
      said.fixedVersions = fixes(in: help?["fix version"])
      if said.packages.isEmpty, let help, let name = help["package"] {
        said.packages = [SARIFPackage(ecosystem: help["type"], name: name, version: help["version"])]
      }
      return said
    },
    ofResult: { result, rule in
      var package = sentence(result.message) ?? SARIFPackage()
      if let only = rule.only {
        package.purl = only.purl
        package.name = package.name ?? only.name
        package.version = package.version ?? only.version
        package.ecosystem = package.ecosystem ?? only.ecosystem
      }
      guard package.name != nil || package.purl != nil else { return nil }
      package.fixedVersions = rule.fixedVersions
      if let name = result.logicalName { package.setImage(from: name) }
      package.image = package.image ?? result.message.between(" in image ", " at: ")
      return package
    })

  /// "A high vulnerability in deb package: openssl, version 3.0.11-1 was found at: /var/lib/dpkg/status"
  private static func sentence(_ text: String) -> SARIFPackage? {
    guard let name = text.between(" package: ", ", version "), let version = text.between(", version ", " was found")
    else { return nil }
    return SARIFPackage(ecosystem: text.between(" vulnerability in ", " package: "), name: name, version: version)
  }
}

extension SARIFPackage {
  /// Takes image, layer and path from `registry.example/shop:1.4@sha256:aabb:/var/lib/dpkg/status`.
  fileprivate mutating func setImage(from name: String) {
    guard let end = name.ranges(of: ":/").last, let at = name[..<end.lowerBound].lastIndex(of: "@"),
      at > name.startIndex
    else { return }
    image = String(name[..<at])
    layer = String(name[name.index(after: at)..<end.lowerBound])
    pathInImage = String(name[end.upperBound...])
  }
}
