extension SARIFPackageReader {
  /// Grype before 0.40, as the product of Anchore that it then named in its report: "The path X reports Y at version Z
  /// which is a vulnerable (deb) package installed in the container".
  static let anchore = SARIFPackageReader(
    tools: ["anchore"],
    ofResult: { result, _ in
      guard let name = result.message.between(" reports ", " at version "),
        let version = result.message.between(" at version ", " which ")
      else { return nil }
      let ecosystem = result.message.between(" vulnerable (", ") package")
      return SARIFPackage(
        ecosystem: ecosystem, name: name, version: version.split(separator: " ").first.map(String.init))
    })
}
