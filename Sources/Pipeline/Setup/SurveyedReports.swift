import Documents
import Evidence
import Interning
import Model
import System

/// The reports that lie in the folder where reports usually are, whether git ignores them or not.
///
/// They are named to the user and not used, because nobody has said that they are of this commit.
struct SurveyedReports: Sendable {
  /// The folder, from the root of the work tree.
  static let folder = "reports"

  /// The paths from the root of the work tree, sorted by their bytes.
  let paths: [String]

  /// - Parameters:
  ///   - workTree: The root of the work tree; nil to look for none.
  ///   - tracked: The paths of the files that git tracks, which are no evidence.
  init(in workTree: String?, apartFrom tracked: [String]) {
    let known = Set(tracked.lazy.filter { $0.begins(with: Self.folder + "/") }.map(ExactText.init))
    paths =
      workTree.map { root in
        Self.files(in: root).map { Self.folder + "/" + $0 }.filter { path in
          !known.contains(ExactText(path)) && Self.isReport("\(root)/\(path)")
        }
      } ?? []
  }

  /// The files in the folder, relative to it, without those that describe reports; none when it cannot be walked.
  private static func files(in root: String) -> [String] {
    let start = "\(root)/\(folder)/"
    var found = FoundReports()
    do throws(Diagnostic) { if Files.isFolder(start) { try found.look(at: start) } } catch { return [] }
    return found.reports.map { String(Substring($0.utf8.dropFirst(start.utf8.count))) }
  }

  /// Whether a file is a report that can be read, or one that was recorded.
  private static func isReport(_ file: String) -> Bool {
    if yamlEndings.contains(where: { Files.exists(file + sideCarName + $0) }) { return true }
    do throws(Diagnostic) {
      _ = try readReport(try Files.readReport(file))
      return true
    } catch {
      return false
    }
  }
}
