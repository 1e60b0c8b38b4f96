import Model

/// The format of a repository according to its configuration. An unsupported format is an error.
struct RepositoryFormat {
  let isBare: Bool?
  /// Whether the clone is partial, so that objects may be missing on purpose.
  let isPartial: Bool
  /// Whether fetches leave out objects. Without it a partial clone may have been completed.
  let hasFilter: Bool
  let remotes: [Remote]

  /// Extensions that do not affect how objects, refs and the index are read.
  private static let harmless: Set<String> = [
    "extensions.noop", "extensions.partialclone", "extensions.preciousobjects", "extensions.worktreeconfig",
    "extensions.relativeworktrees",
  ]

  init(_ location: RepositoryLocation) throws(Diagnostic) {
    let file = location.commonDirectory + "/config"
    let configuration = try Configuration(FileSystem.read(file, limit: 1 << 20) ?? [], file: file)
    isBare = configuration.flag("core.bare")
    isPartial = configuration.settings.contains {
      $0.name == "extensions.partialclone" || ($0.name == "remote.promisor" && $0.value != "false")
    }
    hasFilter = configuration.settings.contains { $0.name == "remote.partialclonefilter" }
    remotes = configuration.remotes
    try Self.check(configuration, file)
  }

  private static func check(_ configuration: Configuration, _ file: String) throws(Diagnostic) {
    let version = configuration.last("core.repositoryformatversion") ?? "0"
    guard version == "0" || version == "1" else {
      throw Diagnostic(
        .repositoryExtension, "the repository has format version \(version); 0 and 1 are known",
        because: ["so says \(file)"])
    }
    for setting in configuration.settings
    where setting.name.hasPrefix("extensions.") && !harmless.contains(setting.name) {
      try check(extension: setting.name, setting.value ?? "true", file)
    }
  }

  private static func check(extension name: String, _ value: String, _ file: String) throws(Diagnostic) {
    switch (name, value.lowercased()) {
    case ("extensions.objectformat", "sha1"), ("extensions.refstorage", "files"): break
    case ("extensions.objectformat", "sha256"):
      throw Diagnostic(
        .repositorySHA256, "the repository names its objects by SHA-256, which is not supported yet",
        because: ["\(file) says \(name) = \(value)"], help: "use a clone made with --object-format=sha1")
    case ("extensions.refstorage", "reftable"):
      throw Diagnostic(
        .repositoryReftable, "the repository keeps its refs in a reftable, which is not supported yet",
        because: ["\(file) says \(name) = \(value)"],
        help: "run `git refs migrate --ref-format=files`, or clone with --ref-format=files")
    default:
      throw Diagnostic(
        .repositoryExtension, "the repository uses an extension that is not known here: \(name) = \(value)",
        because: ["\(file) says so, and an unknown extension may change what its files mean"],
        help: "use a fresh clone, which does not have it")
    }
  }
}
