import Documents

extension SARIFPackageReader {
  /// cargo-audit: https://github.com/rustsec/rustsec, cargo-audit/src/sarif.rs: "time 0.1.43 is vulnerable to
  /// RUSTSEC-2020-0071 (…)", "net2 0.2.37 has a unmaintained warning: …".
  static let cargoAudit = SARIFPackageReader(
    tools: ["cargo-audit", "cargo audit"],
    ofResult: { result, _ in
      let words = result.message.split(separator: " ", maxSplits: 3)
      guard words.count > 3, words[2] == "is" || words[2] == "has" else { return nil }
      return SARIFPackage(ecosystem: "crates.io", name: String(words[0]), version: String(words[1]))
    })

  /// cargo-deny: https://github.com/EmbarkStudios/cargo-deny, src/sarif. Package and advisory are partial fingerprints,
  /// `time@0.1.43` and `RUSTSEC-2020-0071`; the patched versions are a list in the message's Markdown.
  static let cargoDeny = SARIFPackageReader(
    tools: ["cargo-deny", "cargo deny"],
    ofResult: { result, _ in
      let names = result.result?["partialFingerprints"]
      // A crate of another registry has the registry's URL before it.
      let crate = names?[member: "cargo-deny/krate"]?.text.flatMap { $0.split(separator: "#").last }
      guard var package = crate.flatMap({ SARIFPackage(nameAtVersion: $0, ecosystem: "crates.io") }) else { return nil }
      package.ids = [names?[member: "cargo-deny/advisory-id"]?.text].compactMap(\.self)
      let patched = result.result?["message"]?.text("markdown")?.between("## Patched\n", "\n\n")
      package.fixedVersions = patched.map { list in
        list.split(separator: "`").map(String.init).filter { $0.contains { $0.isNumber } && !$0.contains("- ") }
      }
      return package
    })
}
