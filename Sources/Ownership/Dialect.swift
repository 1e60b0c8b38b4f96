/// The syntax of CODEOWNERS files of one forge. Forges share little more than the file name, so each dialect has its own
/// parser.
///
/// A new dialect needs one file in `Dialects`, one case here and one line in each switch.
package enum Dialect: String, CaseIterable, Sendable {
  case github, gitlab, gitea, bitbucket

  /// How the rules that match a path determine its owners.
  enum Combination: Sendable {
    /// The last rule that matches.
    case last
    /// In each section the last one, unless an exclusion of the section matches.
    case lastOfEachSection
    /// All of them.
    case union
  }

  /// The dialect of a name that users write. Forgejo reads Gitea's dialect.
  package init?(named name: String) {
    self.init(rawValue: name.utf8.elementsEqual("forgejo".utf8) ? "gitea" : name)
  }

  /// The forge that reads the dialect, for messages.
  package var forge: String {
    switch self {
    case .github: "GitHub"
    case .gitlab: "GitLab"
    case .gitea: "Gitea"
    case .bitbucket: "Bitbucket"
    }
  }

  /// The paths at which the forge looks for the file, in order. Only the first existing file is used.
  package var standardLocations: [String] {
    switch self {
    case .github: GitHub.standardLocations
    case .gitlab: GitLab.standardLocations
    case .gitea: Gitea.standardLocations
    case .bitbucket: Bitbucket.standardLocations
    }
  }

  /// The standard locations in folders that no other forge reads.
  var ownLocations: [String] { standardLocations.filter { $0.utf8.first == UInt8(ascii: ".") } }

  /// The files, or folders with a `/` at the end, that set up the CI system of the forge and are of use to no other forge.
  var ciFiles: [String] {
    switch self {
    case .github: [".github/workflows/"]
    case .gitlab: [".gitlab-ci.yml"]
    case .gitea: [".gitea/workflows/", ".forgejo/workflows/"]
    case .bitbucket: ["bitbucket-pipelines.yml"]
    }
  }

  /// The forge of a host: its own service, or a server of an organisation whose first label is the forge's name.
  package static func ofHost(_ host: String) -> Dialect? {
    switch host {
    case "github.com": .github
    case "gitlab.com": .gitlab
    case "codeberg.org", "gitea.com": .gitea
    case "bitbucket.org": .bitbucket
    default: host.split(separator: ".").first.flatMap { Dialect(named: String($0)) }
    }
  }

  /// The size in bytes from which the file is not read. GitHub's file "must be under 3 MB" (docs.github.com, "About code
  /// owners"); Gitea reads what it would display, by default 8 MiB (`MAX_DISPLAY_FILE_SIZE`). The others name no limit.
  var sizeLimit: Int { self == .github ? 3 << 20 : 8 << 20 }

  var combination: Combination {
    switch self {
    case .github, .bitbucket: .last
    case .gitlab: .lastOfEachSection
    case .gitea: .union
    }
  }

  /// Parses all lines. Lines that the forge skips or warns of are reported in `lines`.
  func read(_ lines: inout CodeownersLines) -> [CodeownersLine] {
    switch self {
    case .github: GitHub.read(&lines)
    case .gitlab: GitLab.read(&lines)
    case .gitea: Gitea.read(&lines)
    case .bitbucket: Bitbucket.read(&lines)
    }
  }
}
