import Model

/// The component of a library from Veracode's id (`maven:acme.example:cart:1.0:` is manager, coordinates, version), or
/// else from its displayed name. Nil without either.
func veracodeComponent(id: String?, name: String?, version: String?) -> Component? {
  let parts = (id ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
  if parts.count >= 4, !parts[1].isEmpty {
    return veracodeComponent(
      manager: parts[0], first: parts[1], second: parts[2], version: parts[3].isEmpty ? version : parts[3])
  }
  return name.map { Component(name: $0, version: version) }
}

/// The component of a library from its coordinates; if there are two, the first is the group.
func veracodeComponent(manager: String, first: String, second: String?, version: String?) -> Component {
  let manager = manager.lowercased()
  let separator = ["maven", "gradle"].contains(manager) ? ":" : "/"
  let name = second.flatMap { $0.isEmpty ? nil : "\(first)\(separator)\($0)" } ?? first
  return Component(stated: nil, ecosystem: manager, name: name, version: version)
}
