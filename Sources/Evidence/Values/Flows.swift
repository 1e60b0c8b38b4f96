import Documents
import Model

extension Observation {
  /// Sets the flow from its steps in the report's order, without the result's own location and without repetitions.
  mutating func setFlow(_ steps: [Location]) {
    guard !steps.isEmpty else { return }
    var seen: Set<Location> = []
    flow = steps.filter { step in
      guard step.path != nil else { return false }
      let isOwn = step.$path == location.$path && step.startLine == location.startLine
      return !isOwn && seen.insert(step).inserted
    }
  }
}

extension JSONValue {
  /// The locations in a data flow, in the order of the text: all objects, however nested in lists and objects, for which
  /// `location` gives one.
  func locations(_ location: (JSONValue) -> Location?) throws(Diagnostic) -> [Location] {
    var (found, open) = ([Location](), [self])
    while let value = open.popLast() {
      switch value.kind {
      case .object:
        if let step = location(value) {
          found.append(step)
        } else {
          open += try value.members().map(\.value).reversed()
        }
      case .array: open += Array(try value.elements()).reversed()
      case .string, .number, .boolean, .null: continue
      }
    }
    return found
  }
}
