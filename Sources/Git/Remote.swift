/// A remote of the repository's own configuration file (git-config, `remote.<name>.url`).
package struct Remote: Hashable, Sendable {
  package let name: String
  /// The URL as it is configured. It may contain a password, so it is never printed.
  package let url: String
}

extension Configuration {
  /// The remotes with a URL, in the order of the file; of several URLs of one remote the first, from which git fetches.
  var remotes: [Remote] {
    var remotes: [Remote] = []
    for setting in settings where setting.name == "remote.url" {
      guard let name = setting.subsection, let url = setting.value else { continue }
      if !remotes.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        remotes.append(Remote(name: name, url: url))
      }
    }
    return remotes
  }
}
