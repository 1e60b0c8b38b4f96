import Git
import Interning
import Manifests
import Model
import Risks
import Synchronization

/// What the change does to packages, according to the lock files and manifests of base and head.
///
/// A package counts by its entry, not by the file: other entries, moves within a file and renames of it do not matter.
/// Files are read when a finding asks for them, each once.
final class PackageChanges: Sendable {
  private let changes: FileChanges
  private let base: any Tree
  private let head: any Tree
  private let knownDeciders = Mutex<TouchedDeciders?>(nil)
  private let known = Mutex(Known())

  private struct Known {
    var lists: [Key: Lists] = [:]
    var statements: [InternedString: FileStatement] = [:]
    var deciders: [DeciderKey: InternedString?] = [:]
    var changedWords: [InternedString: ChangedWords?] = [:]
    var released: ReleasedPackages?
  }

  /// The packages at base and head of the file at a path and, for a manifest, of those above it that may decide its versions.
  /// Nil where the change touches none of them.
  private struct Lists {
    var own: PackageLists?
    var above: PackageLists?

    var paths: Set<ExactText> { (own?.paths ?? []).union(above?.paths ?? []) }

    /// The file itself knows best; what is above tells of a package that the file does not list, or not in one version. It may
    /// list what another project requires.
    func change(of component: Component, type: String) -> PackageLists.Answer? {
      let answer = own?.change(of: component, type: type)
      if let answer, answer != .unchanged(isStated: false) { return answer }
      return above?.change(of: component, type: type) ?? answer
    }
  }

  private struct Key: Hashable {
    let path: InternedString
    let type: InternedString

    init(_ question: PackageQuestion) {
      (path, type) = (question.package.$path, InternedString(question.type))
    }
  }

  private struct DeciderKey: Hashable {
    let key: Key
    let only: Deciders
  }

  /// Which of the files that the change touches may decide a version.
  private enum Deciders {
    case all, lockFiles
    /// Those that were not compared entry by entry.
    case notCompared
  }

  init(_ changes: FileChanges, from base: any Tree, to head: any Tree) {
    (self.changes, self.base, self.head) = (changes, base, head)
  }

  /// Looked for when a package is asked for, because a change may touch many files.
  private var touched: TouchedDeciders {
    knownDeciders.withLock { known in
      let deciders = known ?? TouchedDeciders(changes)
      known = deciders
      return deciders
    }
  }

  var facts: PackageFacts {
    PackageFacts(mayChangeVersions: { !self.touched.isEmpty }, change: { self.change(of: $0) })
  }

  private func change(of package: PackageInFile) -> PackageChange {
    known.withLock { known in
      let question = PackageQuestion(package)
      let lists = lists(for: question, &known)
      switch package.component.flatMap({ lists.change(of: $0, type: question.type) }) {
      case .added: return release(of: question, &known) == .leavesDevelopment ? .leavesDevelopment : .added
      case .leavesDevelopment: return .leavesDevelopment
      case .unchanged(isStated: true): return release(of: question, &known) ?? .unchanged
      case .unchanged(isStated: false): return rangeChange(question, &known)
      case nil where changes[package.$path] != nil: return .unknown(package.$path)
      case nil: return changeElsewhere(question, &known)
      }
    }
  }

  /// What the change does to a package of which the files that were compared state a range, or no version.
  private func rangeChange(_ question: PackageQuestion, _ known: inout Known) -> PackageChange {
    if statement(of: question, &known).answer(for: question) == .stated { return .unchanged }
    return firstDecider(question, .notCompared, &known).map { .unknown($0) } ?? .unchanged
  }

  /// What the change does to a package in a file that it does not touch, by the files that may decide its version.
  private func changeElsewhere(_ question: PackageQuestion, _ known: inout Known) -> PackageChange {
    if !touched.mayDecide(question.type), touched.includable.isEmpty || question.isInLockFile { return .untouched }
    let statement = statement(of: question, &known)
    let decider =
      switch statement.answer(for: question) {
      case .stated: statement.decidesAlone ? nil : override(of: question, &known)
      case .listed: firstDecider(question, .lockFiles, &known)
      case .missing: firstDecider(question, .all, &known)
      }
    return decider.map { .unknown($0) } ?? release(of: question, &known) ?? .untouched
  }

  /// What the change does to a package that a lock file lists as before, where a manifest tells what it is for: one that served
  /// development may run now, with those that it requires. Nil when nothing is released.
  private func release(of question: PackageQuestion, _ known: inout Known) -> PackageChange? {
    guard question.isInLockFile, question.type.isSame(as: ReleasedPackages.type) else { return nil }
    let released = known.released ?? ReleasedPackages(touched.all, from: base, to: head)
    known.released = released
    guard let manifest = released.manifest, !statement(of: question, &known).tellsUse(of: question) else { return nil }
    let isNamed = question.package.component.map { released.contains($0) } ?? false
    return isNamed ? .leavesDevelopment : .unknown(manifest)
  }

  // MARK: - Files that decide

  /// A file that the change touches and that may decide the version of a package: one that its file names, one above it, or
  /// any other in the repository. A version may come from a project elsewhere, and a tool may mean a file of this name in
  /// the folder that it scanned.
  private func firstDecider(
    _ question: PackageQuestion, _ only: Deciders, _ known: inout Known
  ) -> InternedString? {
    let key = DeciderKey(key: Key(question), only: only)
    if let found = known.deciders[key] { return found }
    let compared = only == .notCompared ? lists(for: question, &known).paths : []
    func mayDecide(_ file: TouchedDecider) -> Bool {
      if only == .lockFiles, !file.isLockFile { return false }
      return file.decides(question.type) && !compared.contains(ExactText(file.change.path))
    }
    let found =
      touched.above(question.path, deciding: question.type).first(where: mayDecide)
      ?? touched.all.first(where: mayDecide)
    let included = only == .lockFiles ? nil : statement(of: question, &known).firstNamed(of: touched.includable)
    let path = found?.path ?? included.map { InternedString($0) }
    known.deciders[key] = .some(path)
    return path
  }

  /// A file above that may replace the version that a manifest states, because the change edits a line there that names the
  /// package: a `replace` of go.work, a forced version of a build script. Nil when there is none.
  private func override(of question: PackageQuestion, _ known: inout Known) -> InternedString? {
    touched.above(question.path, deciding: question.type).first { file in
      changedWords(of: file, &known)?.contain(question.name) ?? true
    }?.path
  }

  // MARK: - Reading

  private func lists(for question: PackageQuestion, _ known: inout Known) -> Lists {
    let key = Key(question)
    if let read = known.lists[key] { return read }
    let lists = read(question.path, question.type)
    known.lists[key] = lists
    return lists
  }

  private func read(_ path: String, _ type: String) -> Lists {
    var lists = Lists()
    if let own = changes[path] {
      var list = PackageLists()
      list.add(own, at: path, from: base, to: head)
      for file in touched.moved(to: own, type) { list.add(moved: file.change, from: base) }
      lists.own = list
    }
    let above = ManifestFormat.isManifest(path) ? touched.above(path, deciding: type).filter { $0.lists(type) } : []
    if above.isEmpty { return lists }
    var list = PackageLists()
    for manifest in above { list.add(manifest.change, from: base, to: head) }
    lists.above = list
    return lists
  }

  private func statement(of question: PackageQuestion, _ known: inout Known) -> FileStatement {
    if let statement = known.statements[question.package.$path] { return statement }
    let statement = FileStatement(of: question.path, in: head)
    known.statements[question.package.$path] = statement
    return statement
  }

  /// The words on the lines that the change edits in a file; nil when it cannot be read.
  private func changedWords(of file: TouchedDecider, _ known: inout Known) -> ChangedWords? {
    if let words = known.changedWords[file.path] { return words }
    let words = manifestBytes(file.change.pathAtBase, in: base).flatMap { before in
      manifestBytes(file.change.pathAtHead, in: head).map {
        ChangedWords(from: ManifestText(before), to: ManifestText($0))
      }
    }
    known.changedWords[file.path] = .some(words)
    return words
  }
}
