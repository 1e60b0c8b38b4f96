import Documents
import Interning
import Model

/// The packages of a report. The package manager is stated only for dependency files, if at all.
struct GitLabPackages {
  private var managers: [ExactText: String] = [:]

  init(_ root: JSONValue) throws(Diagnostic) {
    for file in try root.list("dependency_files") {
      if let path = file.stated("path") { managers[ExactText(path)] = file.stated("package_manager") }
    }
  }

  func component(at location: JSONValue?) -> Component? {
    guard let location, let dependency = location["dependency"],
      let name = dependency["package"]?.stated("name") ?? dependency.stated("name")
    else { return nil }
    let ecosystem = location.stated("image") == nil ? manager(of: location) : system(of: location, for: name)
    // Gemnasium writes Maven coordinates with a slash.
    let isMaven = ecosystem.map { mavenManagers.contains($0) } ?? false
    let plain = isMaven ? String(name.map { $0 == "/" ? ":" : $0 }) : name
    return Component(stated: nil, ecosystem: ecosystem, name: plain, version: dependency.stated("version"))
  }

  private func manager(of location: JSONValue) -> String? {
    guard let file = location.stated("file") else { return nil }
    let manager = managers[ExactText(file)]?.lowercased() ?? ecosystem(ofFile: file)
    return manager == "setuptools" ? "pip" : manager
  }

  /// The distribution, from `debian:12` or `alpine 3.20.1`. Nil for a name with a slash or colon, which is a package of
  /// a programming language in the image; its ecosystem is not stated.
  private func system(of location: JSONValue, for name: String) -> String? {
    guard !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }) else { return nil }
    return location.stated("operating_system")?.split { $0 == " " || $0 == ":" }.first.map { $0.lowercased() }
      .flatMap { $0 == "unknown" ? nil : $0 }
  }
}

private let mavenManagers: Set = ["maven", "gradle", "sbt"]

/// The fixed versions in the sentences of GitLab's analyzers: "Upgrade to versions 2.3.4, 3.0.1 or above.", "Upgrade
/// apt from 1.4.8 to 1.4.9". Nil for other sentences; empty if there is no fix.
func versions(inSolution solution: String?) -> [String]? {
  guard let solution else { return nil }
  if solution.hasPrefix("Unfortunately, there is no solution available") { return [] }
  let words = solution.split { $0 == " " || $0 == "\n" }
  guard words.first == "Upgrade", let to = words.lastIndex(of: "to") else { return nil }
  let rest = words[(to + 1)...].drop { $0 == "version" || $0 == "versions" }.prefix { $0 != "or" }
  let versions = rest.map { word in String(word.last == "," || word.last == "." ? word.dropLast() : word) }
  let areVersions = versions.allSatisfy { version in
    (version.utf8.first == UInt8(ascii: "v") ? version.utf8.dropFirst() : version.utf8[...]).first.map {
      (48...57).contains($0)
    } ?? false
  }
  return versions.isEmpty || !areVersions ? nil : versions
}
