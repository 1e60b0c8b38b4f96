import Documents
import Interning
import Model

/// The paths of the components of a page. A file's path is relative to its module, if the project has modules.
struct SonarQubePaths {
  private struct Entry {
    let path: String?
    let module: String?
  }
  private var entries: [ExactText: Entry] = [:]

  init(_ page: JSONValue) throws(Diagnostic) {
    for component in try page.list("components") {
      guard let key = component.stated("key") else { continue }
      entries[ExactText(key)] = Entry(path: component.stated("path"), module: component.stated("moduleKey"))
    }
  }

  /// The path of a component; nil for the project, which is not a file.
  func path(of component: String, in project: String?) -> String? {
    guard let entry = entries[ExactText(component)] else {
      if let project, component.begins(with: project + ":") {
        return String(Substring(component.utf8.dropFirst(project.utf8.count + 1)))
      }
      return project.map { component.isSame(as: $0) } == true
        ? nil : component.split(separator: ":").last.map(String.init)
    }
    guard var path = entry.path else { return nil }
    var (module, depth) = (entry.module, 0)
    while let name = module, let outer = entries[ExactText(name)], depth < 16 {
      if let folder = outer.path { path = "\(folder)/\(path)" }
      (module, depth) = (outer.module, depth + 1)
    }
    return path
  }
}
