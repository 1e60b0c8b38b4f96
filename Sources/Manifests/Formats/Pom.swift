import Documents
import Interning
import Model
import System

// Maven's project file (maven.apache.org/pom.html). It lists what the project itself requires; properties of the file
// are filled in, those of a parent are not known here.

extension ManifestFormat {
  static let pom = ManifestFormat(
    "pom", of: "maven", isLockFile: false, where: { $0.is("pom.xml") || $0.ends(with: ".pom") }
  ) { input throws(Diagnostic) in
    let project = try XMLDocument(input).root
    guard project.name.utf8.elementsEqual("project".utf8) else { throw input.unreadable("has no `project`") }
    let properties = PomProperties(of: project)
    return dependencies(of: project).compactMap { dependency, isConditional in
      guard let group = dependency.text("groupId"), let artifact = dependency.text("artifactId") else { return nil }
      let scope = dependency.text("scope")
      return ManifestEntry(
        "maven", properties.filled("\(group):\(artifact)"), dependency.text("version").map(properties.filled),
        lines: dependency.lines,
        isDevelopment: scope.map { $0.utf8.elementsEqual("test".utf8) } ?? false, isConditional: isConditional)
    }
  }
}

/// What the project and its profiles require, and the versions that they manage. What a profile requires and what is only managed
/// stands under a condition. What a plugin requires is not part of it.
private func dependencies(of project: XMLElement) -> [(XMLElement, isConditional: Bool)] {
  func list(_ part: XMLElement?) -> [XMLElement] { part?.child("dependencies")?.children("dependency") ?? [] }
  let profiles = project.child("profiles")?.children("profile") ?? []
  let managed = ([project] + profiles).map { $0.child("dependencyManagement") }
  return list(project).map { ($0, false) } + (profiles + managed.compactMap(\.self)).flatMap(list).map { ($0, true) }
}

private struct PomProperties {
  private var values: [InternedString: String] = [:]

  init(of project: XMLElement) {
    for property in project.child("properties")?.children() ?? [] {
      if let text = property.text { values[InternedString(property.name)] = text }
    }
    let parent = project.child("parent")
    for name in ["groupId", "artifactId", "version"] {
      let own = project.text(name) ?? (name.utf8.elementsEqual("artifactId".utf8) ? nil : parent?.text(name))
      if let own {
        values[InternedString("project.\(name)")] = own
        values[InternedString("pom.\(name)")] = own
      }
      if let text = parent?.text(name) { values[InternedString("project.parent.\(name)")] = text }
    }
  }

  /// A text with its properties filled in, as far as they are known. A property may use others, to a depth of eight.
  func filled(_ text: String) -> String {
    var result = text
    for _ in 0..<8 {
      let next = filledOnce(result)
      if next.utf8.elementsEqual(result.utf8) || next.utf8.count > 1000 { return next }
      result = next
    }
    return result
  }

  private func filledOnce(_ text: String) -> String {
    var (result, rest) = (Bytes(), Array(text.utf8)[...])
    while let start = rest.firstIndex(of: "${"), let end = rest[start...].firstIndex(of: UInt8(ascii: "}")) {
      result += rest[..<start]
      let name = rest[(start + 2)..<end]
      result += values[InternedString(name.text)].map { Array($0.utf8)[...] } ?? rest[start...end]
      rest = rest[(end + 1)...]
    }
    return (result + rest).text
  }
}
