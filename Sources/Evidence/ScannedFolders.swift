import Interning

/// Finds the files that relative paths mean where a tool scanned a folder of the repository and names files from there.
///
/// Which path is meant is decided by the files of the commit. A path that has the folder already is not joined to it once more.
struct ScannedFolders {
  /// The path in the repository of the folder or file that the tool says that it scanned; nil when it does not say so, when
  /// it is the root, or when nothing shows where it lies.
  private let stated: Place?
  /// What the side-car says was scanned. It has no place where that is all of the repository.
  private let covered: [Place]

  private struct Place {
    let path: String
    let paths: Paths

    init(_ path: String) { (self.path, paths) = (path, Paths(roots: [], folder: path)) }

    func contains(_ file: String) -> Bool { file.isSame(as: path) || file.begins(with: path + "/") }

    /// The file that a relative path means in the place, if the commit has it. A file that was scanned is named by itself.
    func file(named path: String, hasFile: (InternedString) -> Bool) -> InternedString? {
      let isItself = self.path.isSame(as: path) || self.path.ends(with: "/" + path)
      let names = [isItself ? self.path : nil, paths.resolve(path)].compactMap { $0.map { InternedString($0) } }
      return names.first(where: hasFile)
    }
  }

  /// - Parameters:
  ///   - stated: The folder or file as the tool writes it.
  ///   - paths: Resolve it, the likeliest first.
  ///   - covered: The folders and files that the side-car names; "" is all of the repository.
  init(stated: String? = nil, by paths: [Paths] = [], covered: [String] = []) {
    self.stated = stated.flatMap { folder($0, by: paths) }.map(Place.init)
    self.covered = covered.contains("") ? [] : covered.map(Place.init)
  }

  /// The file that a path means; nil when it means what it says, or nothing shows which one.
  ///
  /// - Parameter plain: The path in the repository that it says.
  func file(named path: String, saying plain: InternedString?, hasFile: (InternedString) -> Bool) -> InternedString? {
    guard stated != nil || !covered.isEmpty, !Paths.isRooted(path) else { return nil }
    if let file = stated?.file(named: path, hasFile: hasFile) { return file }
    if let plain, isCovered(plain.wrappedValue), hasFile(plain) { return nil }
    let files = Set(covered.compactMap { $0.file(named: path, hasFile: hasFile) })
    return files.count == 1 ? files.first : nil
  }

  private func isCovered(_ path: String) -> Bool { covered.isEmpty || covered.contains { $0.contains(path) } }
}

/// The path of a folder in the repository; nil for the root, and when it lies elsewhere.
private func folder(_ name: String, by paths: [Paths]) -> String? {
  // The root has no path, but a file in it has one.
  let file = paths.lazy.compactMap { $0.resolve(name + "/_") }.first
  return file.flatMap { $0.utf8.count > 2 ? String(Substring($0.utf8.dropLast(2))) : nil }
}
