import Git
import Interning
import Model
import Policies
import System

/// The waivers that the base branch has had, from the versions of its waiver file.
///
/// Nothing is judged by them: they tell since when a finding has been waived. A version that could not be read decided
/// nothing while it was there, and is passed over.
struct PastWaivers {
  private(set) var waivers = EarlierWaivers()
  /// The version that first had each id that waivers name findings by.
  private(set) var beginnings: [ExactText: FileVersions.Version] = [:]
  private let arrivals: Arrivals

  /// - Parameter tip: The commit whose waivers decide.
  init(before tip: CommitID, in repository: Repository) throws(Diagnostic) {
    arrivals = try Arrivals(at: tip, in: repository)
    for ending in yamlEndings {
      var versions = FileVersions(
        of: PolicyBundle.home + "/waivers" + ending, from: tip, in: repository, limit: Limit.policy,
        commits: mostCommits)
      try read(&versions, in: repository)
    }
  }

  private mutating func read(
    _ versions: inout FileVersions, in repository: Repository
  ) throws(Diagnostic) {
    var (bytes, known, isWhole) = (0, [[String]: Int](), false)
    while bytes < mostBytes {
      do throws(Diagnostic) {
        guard let version = try versions.older() else { break }
        isWhole = version.parent == nil
        let content = version.content ?? []
        bytes += content.count
        for id in idsIn(content) { beginnings[id] = version }
        add(content, at: version.commit, besides: &known)
      } catch {
        switch error.code {
        // While the base had this version, no change could pass.
        case .fileTooLarge, .entryNotRegular: continue
        case .repositoryIncomplete, .repositoryShallow: return waivers.isCut = true
        default: throw error
        }
      }
    }
    // What lies further back than the commits that are looked at is over.
    if bytes >= mostBytes || !isWhole && repository.isShallow { waivers.isCut = true }
  }

  /// Adds the waivers of a version. Of equal ones the oldest counts, which comes last.
  private mutating func add(_ content: [UInt8], at commit: CommitID, besides known: inout [[String]: Int]) {
    guard !content.isEmpty, let arrived = arrivals[commit] else { return }
    do throws(PolicyError) {
      for waiver in try Waivers.read([Input(name: "waivers.yaml", bytes: content)]).all {
        if let index = known[waiver.content] {
          waivers.entries[index].arrived = min(arrived, waivers.entries[index].arrived)
        } else {
          known[waiver.content] = waivers.entries.count
          waivers.entries.append(EarlierWaivers.Entry(waiver, arrived: arrived))
        }
      }
    } catch {
      // While the base had this version, no change could pass.
    }
  }
}

/// When commits came to the first-parent line of a branch: not later than any later commit of it.
private struct Arrivals {
  private var times: [CommitID: Timestamp] = [:]

  init(at tip: CommitID, in repository: Repository) throws(Diagnostic) {
    var earliest: Timestamp?
    for commit in try repository.firstParents(of: tip, limit: mostCommits) {
      let time = try repository.time(of: commit)
      earliest = earliest.map { min($0, time) } ?? time
      times[commit] = earliest
    }
  }

  subscript(_ commit: CommitID) -> Timestamp? { times[commit] }
}

/// The versions of a waiver file are read until they have so many bytes.
private let mostBytes = 32 << 20
