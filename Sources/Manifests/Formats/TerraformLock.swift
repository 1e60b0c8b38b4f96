import Model
import System

// Terraform's lock file (developer.hashicorp.com, "Dependency Lock File"): a block for each provider.

extension ManifestFormat {
  static let terraformLock = ManifestFormat("terraform-lock", of: "terraform", files: [".terraform.lock.hcl"]) {
    input throws(Diagnostic) in
    var (entries, open) = ([ManifestEntry](), (name: Bytes, line: Int)?.none)
    for line in input.lines where !line.isBlank {
      let words = line.text.words
      if words[0].equals("provider"), words.count == 3 { open = (words[1].unquoted, line.number) }
      guard let provider = open, words[0].equals("version"), let (_, value) = line.text.parted(at: "=") else {
        continue
      }
      entries.append(
        ManifestEntry(
          "terraform", provider.name.text, value.trimmed.unquoted.text, lines: provider.line...line.number))
      open = nil
    }
    guard !entries.isEmpty || input.lines.allSatisfy(\.isBlank) else { throw input.unreadable("has no `provider`") }
    guard open == nil else { throw input.unreadable("has a provider without a version", line: open?.line) }
    return entries
  }
}
