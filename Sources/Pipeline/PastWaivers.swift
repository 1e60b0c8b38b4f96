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
  /// The commit that first had each id that waivers name findings by.
  private(set) var beginnings: [ExactText: Beginning] = [:]
  private var known: [[String]: Int] = [:]
  private var bytes = 0

  /// A commit that brought a version of the waiver file, and the one before it.
  struct Beginning {
    let commit: CommitID
    let parent: CommitID?
  }

  /// - Parameter tip: The commit whose waivers decide.
  init(before tip: CommitID, in repository: Repository) throws(Diagnostic) {
    do throws(Diagnostic) { try read(from: tip, in: repository) } catch {
      guard error.code == .repositoryIncomplete || error.code == .repositoryShallow else { throw error }
      waivers.isCut = true
    }
  }

  /// Walks over the first parents.
  private mutating func read(from tip: CommitID, in repository: Repository) throws(Diagnostic) {
    var (commit, tree, arrived) = (tip, try repository.tree(at: tip), try repository.time(of: tip))
    for _ in 0..<mostCommits {
      // A commit came to the branch not later than any later one.
      arrived = min(arrived, try repository.time(of: commit))
      guard let parent = try repository.parents(of: commit).first else {
        return try read(tree, besides: nil, Beginning(commit: commit, parent: nil), arrived)
      }
      guard repository.contains(parent), bytes < mostBytes else { return waivers.isCut = true }
      let before = try repository.tree(at: parent)
      if try !tree.hasSameContent(at: PolicyBundle.home, as: before) {
        try read(tree, besides: before, Beginning(commit: commit, parent: parent), arrived)
      }
      (commit, tree) = (parent, before)
    }
    waivers.isCut = true
  }

  /// Reads the waiver files of a commit that are not those of the commit before it.
  private mutating func read(
    _ tree: CommitTree, besides before: CommitTree?, _ beginning: Beginning, _ arrived: Timestamp
  ) throws(Diagnostic) {
    for ending in yamlEndings {
      let path = PolicyBundle.home + "/waivers" + ending
      do throws(Diagnostic) {
        if let before, try tree.hasSameContent(at: path, as: before) { continue }
        guard let content = try tree.read(path, limit: Limit.policy) else { continue }
        bytes += content.count
        for id in idsIn(content) { beginnings[id] = beginning }
        add(content, arrived, beginning.commit)
      } catch {
        // While the base had this version, no change could pass.
        guard error.code == .fileTooLarge || error.code == .entryNotRegular else { throw error }
      }
    }
  }

  /// Adds the waivers of a version. Of equal ones the oldest counts, which comes last.
  private mutating func add(_ content: [UInt8], _ arrived: Timestamp, _ commit: CommitID) {
    do throws(PolicyError) {
      for waiver in try Waivers.read([Input(name: "waivers.yaml", bytes: content)]).all {
        if let index = known[waiver.content] {
          waivers.entries[index].arrived = min(arrived, waivers.entries[index].arrived)
          waivers.entries[index].commit = commit.description
        } else {
          known[waiver.content] = waivers.entries.count
          waivers.entries.append(EarlierWaivers.Entry(waiver, arrived: arrived, by: commit.description))
        }
      }
    } catch {
      // While the base had this version, no change could pass.
    }
  }
}

/// The versions of a waiver file are read until they have so many bytes.
private let mostBytes = 32 << 20
