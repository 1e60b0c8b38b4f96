import Model
import System

// Dart's lock file (dart.dev, "pubspec.lock").

extension ManifestFormat {
  static let pubspecLock = ManifestFormat("pubspec-lock", of: "pub", files: ["pubspec.lock"]) {
    input throws(Diagnostic) in
    let outline = try Outline(input)
    guard let packages = outline.root("packages") else { throw input.unreadable("has no `packages`") }
    return outline.children(of: packages).map { package in
      ManifestEntry(
        "pub", package.key.text, outline.value("version", of: package), lines: package.lines,
        isDevelopment: outline.value("dependency", of: package).map { $0.utf8.elementsEqual("direct dev".utf8) })
    }
  }
}
