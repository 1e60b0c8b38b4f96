import Model

/// The paths that a walk over the history follows, as a tree of folders, with the entry of each at the current commit.
///
/// A move to another commit reads only the folders above these paths whose id differs.
struct TrackedPaths {
  /// What another commit has at a tracked path.
  enum State: Equatable {
    case entry(TreeNames.Entry)
    case absent
    /// A folder on the way to it cannot be read.
    case unreadable
  }

  private struct Folder {
    let parent: Int?
    var tree: ObjectID?
    var names = TreeNames(names: [])
    /// The number of the folder and that of the file of each name. Over time a name can be both.
    var children: [(folder: Int?, file: Int?)] = []
    /// The number of files below that are still followed.
    var live = 0
  }

  private var folders: [Folder] = [Folder(parent: nil)]
  private var entries: [TreeNames.Entry?]
  private let folderOfFile: [Int]

  /// - Parameter paths: Distinct paths by file number; nil for a file that is not followed.
  init(_ paths: [[UInt8]?]) {
    var (known, folderOfFile) = ([ArraySlice<UInt8>: Int](), [Int](repeating: 0, count: paths.count))
    var children: [[(name: ArraySlice<UInt8>, folder: Int?, file: Int?)]] = [[]]
    for (file, path) in paths.enumerated() {
      guard let path else { continue }
      var (folder, start) = (0, 0)
      while let slash = path[start...].firstIndex(of: UInt8(ascii: "/")) {
        let above = path[..<slash]
        if known[above] == nil {
          known[above] = folders.count
          children[folder].append((path[start..<slash], folders.count, nil))
          children.append([])
          folders.append(Folder(parent: folder))
        }
        (folder, start) = (known[above] ?? 0, slash + 1)
      }
      children[folder].append((path[start...], nil, file))
      folderOfFile[file] = folder
    }
    (entries, self.folderOfFile) = ([TreeNames.Entry?](repeating: nil, count: paths.count), folderOfFile)
    for folder in folders.indices { setChildren(of: folder, children[folder]) }
    for file in paths.indices where paths[file] != nil { changeLive(of: file, by: 1) }
  }

  private mutating func setChildren(
    of folder: Int, _ children: [(name: ArraySlice<UInt8>, folder: Int?, file: Int?)]
  ) {
    var (names, joined) = ([[UInt8]](), [(folder: Int?, file: Int?)]())
    for child in children.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
      if let last = names.last, last[...] == child.name {
        let before = joined[joined.count - 1]
        joined[joined.count - 1] = (before.folder ?? child.folder, before.file ?? child.file)
      } else {
        names.append(Array(child.name))
        joined.append((child.folder, child.file))
      }
    }
    (folders[folder].names, folders[folder].children) = (TreeNames(names: names), joined)
  }

  private mutating func changeLive(of file: Int, by change: Int) {
    var next: Int? = folderOfFile[file]
    while let folder = next {
      folders[folder].live += change
      next = folders[folder].parent
    }
  }

  /// Stops following a file.
  mutating func drop(_ file: Int) { changeLive(of: file, by: -1) }

  func entry(of file: Int) -> TreeNames.Entry? { entries[file] }

  /// Moves to the tree of another commit, and returns what differs at the tracked paths.
  ///
  /// - Parameter read: The content of a tree; nil when it cannot be read.
  mutating func move(to root: ObjectID, read: (ObjectID) -> [UInt8]?) -> [(file: Int, state: State)] {
    var changed: [(file: Int, state: State)] = []
    var waiting: [(folder: Int, tree: ObjectID?)] = [(0, root)]
    while let (folder, tree) = waiting.popLast() {
      if folders[folder].tree == tree || folders[folder].live == 0 { continue }
      folders[folder].tree = tree
      let content = tree.map { read($0) } ?? []
      guard let content, let found = folders[folder].names.entries(in: content) else {
        changed += files(below: folder).map { ($0, .unreadable) }
        continue
      }
      for (index, entry) in found.enumerated() {
        let (below, file) = folders[folder].children[index]
        if let below { waiting.append((below, entry?.mode == .tree ? entry?.id : nil)) }
        guard let file, entries[file] != entry else { continue }
        entries[file] = entry
        changed.append((file, entry.map(State.entry) ?? .absent))
      }
    }
    return changed
  }

  private func files(below folder: Int) -> [Int] {
    var (files, waiting) = ([Int](), [folder])
    while let next = waiting.popLast() {
      for child in folders[next].children {
        if let below = child.folder { waiting.append(below) }
        if let file = child.file { files.append(file) }
      }
    }
    return files
  }
}
