import Interning
import Manifests
import Model
import PackageURL
import Risks

/// What a file of the head states of the packages that a report found in it.
///
/// A file that the change does not touch proves that a package is as it was only if it states the version itself.
struct FileStatement {
  enum Answer {
    /// The file states the package in its version, or is the package.
    case stated
    /// It lists the package, and nothing shows which version the report means.
    case listed
    case missing
  }

  private let isLockFile: Bool
  private let index: ManifestIndex?
  private let text: ManifestText?
  private let isPackage: Bool

  init(of path: String, in tree: any Tree) {
    let bytes = manifestBytes(path, in: tree)
    isLockFile = isInstallList(path)
    index = manifestEntries(of: bytes, path).map { entries in
      var index = ManifestIndex()
      index.add(entries)
      return index
    }
    isPackage = FileStatement.isPackage(path, bytes)
    // A lock file that was read entry by entry includes no other, and may be long.
    let isRead = isPackage || isLockFile && index != nil
    text = isRead ? nil : bytes.map { manifestText(of: $0, path) }
  }

  /// Whether no other file decides about the versions that it states: it lists all that is installed, or is the package.
  var decidesAlone: Bool { isLockFile || isPackage }

  func answer(for question: PackageQuestion) -> Answer {
    if isPackage { return .stated }
    guard let component = question.package.component else { return isLockFile ? .listed : .missing }
    let (type, name) = (question.type, component.purl?.name ?? component.name)
    guard let index else {
      let isStated = component.version.map { text?.states(name, $0) ?? false } ?? false
      return isStated ? .stated : .missing
    }
    let entries = index.entries(of: component.packageKey(type: type), named: name)
    if let version = component.versionedKey(type: type) {
      return entries.contains { $0.versionedKey == version } ? .stated : .missing
    }
    return answer(forAnyOf: entries.compactMap(\.version), type: type, question.package.fixedVersions)
  }

  /// Whether the file tells if a package serves development only.
  func tellsUse(of question: PackageQuestion) -> Bool {
    guard let component = question.package.component, let index else { return false }
    let entries = index.entries(of: component.packageKey(type: question.type), named: question.name)
    return !entries.isEmpty && entries.allSatisfy { $0.runs != nil }
  }

  /// The first of some files that this one names, as one that it includes. A lock file includes none.
  func firstNamed(of files: FilesByName) -> String? { isLockFile ? nil : text?.firstFile(of: files) }

  /// For a package of which the report states no version: whether one that the file lists may have the problem.
  private func answer(forAnyOf versions: [String], type: String, _ fixed: [String]?) -> Answer {
    if versions.isEmpty { return .missing }
    let scheme = VersionScheme(ofType: type, named: "")
    guard let fixed, !fixed.isEmpty else { return .listed }
    let answers = versions.map { scheme.contains($0, in: scheme.fixed(in: fixed)) }
    return answers.contains(false) ? .stated : answers.contains(nil) ? .listed : .missing
  }

  /// Whether a file is a package as it is installed, and not a text that names packages: an archive, a program, or a file of
  /// a folder into which packages are installed.
  private static func isPackage(_ path: String, _ bytes: [UInt8]?) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
    if parts.contains(where: { part in installFolders.contains { part.elementsEqual($0.utf8) } }) { return true }
    guard VersionDeciders.types(decidedBy: path).isEmpty else { return false }
    return bytes?.prefix(textLength).contains(0) ?? true
  }
}

/// A package at a path, with its type by the purl, by the file or by the scanner's word.
struct PackageQuestion {
  let package: PackageInFile
  let type: String

  init(_ package: PackageInFile) {
    self.package = package
    let types = VersionDeciders.types(decidedBy: package.path)
    type =
      package.component?.purl?.type ?? ManifestFormat.of(package.path)?.type ?? package.component?.ecosystem
      ?? (types.count == 1 ? types.first?.wrappedValue : nil) ?? ""
  }

  var path: String { package.path }
  var isInLockFile: Bool { isInstallList(package.path) }
  /// The name without its namespace; empty when the report does not say which package it is.
  var name: String { package.component.map { $0.purl?.name ?? $0.name } ?? "" }
}

/// Whether a file lists all that is installed.
private func isInstallList(_ path: String) -> Bool { ManifestFormat.of(path)?.isLockFile ?? false }

extension Component {
  /// The key of the package without its version.
  func packageKey(type: String) -> InternedString {
    purl?.packageKey ?? Manifests.packageKey(type: type, name: name)
  }
}

private let installFolders = ["node_modules", "site-packages", "dist-packages"]

/// How many bytes are looked at for a zero, which no text has.
private let textLength = 8000
