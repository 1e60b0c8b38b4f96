import Git
import Interning

/// The project that a change goes to. Its clone may have been made from a fork, whose branches the author controls.
struct TargetProject: Equatable {
  /// The path on its server, such as `acme/app`.
  var path: String
  /// The host name of its server; nil when the CI system does not say it.
  var host: String?
  /// The URL to fetch from, for hints; nil when the CI system does not say it.
  var url: String?
  /// The path of the project that the change comes from; nil when it is the same or unknown.
  var source: String?
  /// Whether the job runs in another project than this one, as pipelines of a fork do.
  var isElsewhere = false

  /// The remote whose tracking refs are those of the target, when the clone's own remote is another project.
  static let otherRemote = "upstream"

  /// The name of the remote that is this project: one with its URL, or the clone's own unless that is another project.
  func remote(in repository: Repository) -> String {
    let remotes = repository.remotes
    if let own = remotes.first(where: { isHere(RemoteURL($0.url)) }) { return own.name }
    let name = Self.usualRemote(of: repository)
    let usual = remotes.first { $0.name == name }
    let isOther = isElsewhere || usual.map { isElsewhere(RemoteURL($0.url)) } ?? false
    return isOther ? Self.otherRemote : name
  }

  /// The remote of the clone: `origin`, as all CI systems name it, or `upstream`. A remote of another name may be a fork.
  static func usualRemote(of repository: Repository) -> String {
    let names = repository.remotes.map(\.name)
    return names.contains("origin") || !names.contains(otherRemote) ? "origin" : otherRemote
  }

  private func isHere(_ remote: RemoteURL) -> Bool { remote.isOnServer(host) && remote.ends(with: path) }

  /// Whether the URL is known to be of another project: of the one that the change comes from, or of any other one on the
  /// target's server. A mirror on another server is not.
  private func isElsewhere(_ remote: RemoteURL) -> Bool {
    if remote.ends(with: path) { return false }
    if let source, remote.ends(with: source) { return true }
    return host != nil && remote.host != nil && remote.isOnServer(host)
  }
}

/// The host and the path of a URL that git fetches from (git-fetch, "GIT URLS"), without user, password and port.
struct RemoteURL: Equatable {
  /// Nil for a path on this machine.
  let host: String?
  /// Without slashes at its ends and without `.git`.
  let path: String

  init(_ text: String) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.last ?? ""
    if parts.count == 2 {
      let authority = rest.prefix { $0 != "/" }
      host = parts[0].lowercased() == "file" ? nil : Self.host(of: authority)
      path = Self.path(rest.dropFirst(authority.count))
    } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
      host = Self.host(of: rest[..<colon])
      path = Self.path(rest[rest.index(after: colon)...])
    } else {
      host = nil
      path = Self.path(rest)
    }
  }

  private static func host(of authority: Substring) -> String? {
    let name = authority.split(separator: "@", omittingEmptySubsequences: false).last?.prefix { $0 != ":" } ?? ""
    return name.isEmpty ? nil : name.lowercased()
  }

  private static func path(_ text: Substring) -> String {
    let path = text.split(separator: "/").joined(separator: "/")
    // The folder `.git` of a working tree, or the ending of a bare repository's name.
    return path.hasSuffix(".git") ? path.dropLast(4).split(separator: "/").joined(separator: "/") : path
  }

  /// Whether the path is that of a project, or ends with it below a folder of the server. Forges ignore the case of it.
  func ends(with project: String) -> Bool {
    let (path, project) = (path.lowercased(), project.lowercased())
    return path.isSame(as: project) || path.hasSuffix("/" + project)
  }

  /// Whether the URL names this server; a server that is not known may be any.
  func isOnServer(_ server: String?) -> Bool { server == nil || host.map { $0.isSame(as: server ?? "") } ?? true }
}
