import ArgumentParser

/// An option that takes one value and is given twice. ArgumentParser takes the last value and says nothing, so a change could be
/// compared with another commit than the one that a reader of the command line sees first.
struct RepeatedOption {
  let text: String

  /// Nil when there is none.
  init?(in arguments: [String], of root: any ParsableCommand.Type) throws {
    var known: Set<String> = []
    let repeated = optionWords(in: arguments).filter { !known.insert($0).inserted }
    guard !repeated.isEmpty else { return nil }
    let single = try CommandDescription(of: arguments, root).singleOptionNames()
    guard let option = repeated.first(where: single.contains) else { return nil }
    text = "\(option) is given twice, and takes one value; leave one of them out"
  }
}
