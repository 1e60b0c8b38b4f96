/// One edit of a project. It names lines by their numbers, so it can be made again on what the project became meanwhile.
enum Edit {
  /// Inserts lines before another one.
  case insert([Project.Line], before: Int)
  case delete([Int])
  /// Moves lines before another one, also of another file.
  case move([Int], before: Int)
  case add(path: String, [Project.Line])
  /// Moves lines to a file of their own.
  case extract([Int], path: String)
  case rename(path: String, to: String)
  case remove(path: String)
  case indent([Int], by: Int)
  case replace(number: Int, text: String)
  /// Installs another version of a package; nil is none.
  case install(package: String, from: Int?, to: Int?)

  /// The numbers of the lines that it puts elsewhere, indents otherwise, replaces or takes away.
  var touched: [Int] {
    switch self {
    case .move(let numbers, _), .extract(let numbers, _), .indent(let numbers, _), .delete(let numbers): numbers
    case .replace(let number, _): [number]
    default: []
    }
  }
}

extension Project {
  /// Makes an edit; false when what it names is not there any more.
  mutating func make(_ edit: Edit) -> Bool {
    switch edit {
    case .insert(let lines, let before):
      guard let place = place(of: before) else { return false }
      files[place.path]?.insert(contentsOf: lines, at: place.index)
    case .delete(let numbers):
      guard take(numbers) != nil else { return false }
    case .move(let numbers, let before):
      guard !numbers.contains(before), place(of: before) != nil, let lines = take(numbers),
        let place = place(of: before)
      else { return false }
      files[place.path]?.insert(contentsOf: lines, at: place.index)
    case .add(let path, let lines):
      guard files[path] == nil else { return false }
      files[path] = lines
    case .extract(let numbers, let path):
      guard files[path] == nil, let lines = take(numbers) else { return false }
      files[path] = lines
    case .rename(let path, let other):
      guard files[other] == nil, let lines = files.removeValue(forKey: path) else { return false }
      files[other] = lines
    case .remove(let path):
      guard files.removeValue(forKey: path) != nil else { return false }
    case .indent(let numbers, let by):
      return change(numbers) { $0.indentation += by }
    case .replace(let number, let text):
      return change([number]) { $0.text = text }
    case .install(let package, let old, let new):
      // Git has a conflict where another change edits the same line.
      guard packages[package] == old else { return false }
      packages[package] = new
    }
    return true
  }

  /// Takes lines out of their files, in the order of the numbers; nil when one is not there.
  private mutating func take(_ numbers: [Int]) -> [Line]? {
    let places = numbers.compactMap(place)
    guard places.count == numbers.count else { return nil }
    let lines = places.compactMap { files[$0.path]?[$0.index] }
    for path in Set(places.map(\.path)) { files[path]?.removeAll { numbers.contains($0.number) } }
    return lines
  }

  private mutating func change(_ numbers: [Int], _ body: (inout Line) -> Void) -> Bool {
    let places = numbers.compactMap(place)
    guard places.count == numbers.count else { return false }
    for place in places {
      guard var lines = files[place.path] else { return false }
      body(&lines[place.index])
      files[place.path] = lines
    }
    return true
  }
}
