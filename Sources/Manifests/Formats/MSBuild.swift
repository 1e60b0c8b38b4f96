import Documents
import Model
import System

// The package references of MSBuild projects and NuGet's older `packages.config` (learn.microsoft.com/nuget).

extension ManifestFormat {
  /// Project files, and `Directory.Packages.props`, which holds the versions of all projects.
  static let csproj = ManifestFormat(
    "csproj", of: "nuget", isLockFile: false,
    where: { ["proj", ".props", ".targets"].contains(where: $0.ends) }
  ) { input throws(Diagnostic) in
    let root = try XMLDocument(input).root
    guard root.name.utf8.elementsEqual("Project".utf8) else { throw input.unreadable("is no MSBuild project") }
    return ["PackageReference", "PackageVersion"].flatMap { root.descendants($0) }.compactMap { reference in
      guard let name = reference.attribute("Include") ?? reference.attribute("Update") else { return nil }
      return ManifestEntry(
        "nuget", name, reference.attribute("Version") ?? reference.text("Version"),
        requirement: reference.attribute("VersionOverride") ?? reference.text("VersionOverride"), lines: reference.lines
      )
    }
  }

  static let packagesConfig = ManifestFormat("packages-config", of: "nuget", files: ["packages.config"]) {
    input throws(Diagnostic) in
    let root = try XMLDocument(input).root
    guard root.name.utf8.elementsEqual("packages".utf8) else { throw input.unreadable("has no `packages`") }
    return root.children("package").compactMap { package in
      package.attribute("id").map {
        ManifestEntry(
          "nuget", $0, package.attribute("version"), lines: package.lines,
          isDevelopment: package.attribute("developmentDependency").map { $0.utf8.elementsEqual("true".utf8) })
      }
    }
  }
}

extension XMLElement {
  /// The lines from its start tag to its last child.
  var lines: ClosedRange<Int> { line...max(line, children().map(\.line).max() ?? line) }
}
