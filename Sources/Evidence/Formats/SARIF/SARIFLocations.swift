import Documents
import Interning
import Model

extension SARIFRun {
  /// The locations of a result (§3.27.12), or else the file that was analysed (§3.27.13). Most results have one.
  ///
  /// The standard wants one result for each place, but some tools list all places in one.
  func locations(of result: JSONValue) throws(Diagnostic) -> [Location] {
    var found: [Location] = []
    for location in try result.list("locations") {
      found.append(try self.location(location, or: result["analysisTarget"]))
    }
    guard found.isEmpty else { return found }
    var location = Location()
    location.name(by: InternedOptional(locations.knownPath(of: result["analysisTarget"])))
    return [location]
  }

  /// A location (§3.28).
  ///
  /// - Parameter target: the file to take if the location names none.
  func location(
    _ value: JSONValue, or target: @autoclosure () -> JSONValue? = nil
  ) throws(Diagnostic) -> Location {
    let physical = value["physicalLocation"]
    let region = physical?["region"]
    let path = InternedOptional(locations.knownPath(of: physical?["artifactLocation"] ?? target()))
    var location = Location()
    (location.startLine, location.endLine) = lines(of: region)
    location.startColumn = region?.line("startColumn")
    location.name(by: path)
    if location.$path.isNil, location.$url.isNil {
      location.resource = try value.list("logicalLocations").first.flatMap { locations.name(of: $0) }
    }
    return location
  }

  /// The steps of the code flows (§3.36) and the frames of the stacks (§3.44) of a result, without its own locations.
  func flow(of result: JSONValue, besides own: [Location]) throws(Diagnostic) -> Interned<[Location]> {
    guard result.has("codeFlows") || result.has("stacks") else { return noSteps }
    var steps = Steps(besides: own)
    for flow in try result.list("codeFlows") {
      for thread in try flow.list("threadFlows") {
        for step in try thread.list("locations") {
          if let place = locations.step(step)["location"] { steps.add(try location(place)) }
        }
      }
    }
    for stack in try result.list("stacks") {
      for frame in try stack.list("frames") {
        if let place = frame["location"] { steps.add(try location(place)) }
      }
    }
    return steps.all.isEmpty ? noSteps : Interned(steps.all)
  }
}

/// The first and the last line of a region (§3.30). An end before the start makes the region that lies between them, and
/// an end that is no number may be anywhere below: a region is never read as less than it may be.
private func lines(of region: JSONValue?) -> (first: Int?, last: Int?) {
  guard let region, let first = region.line("startLine") else { return (nil, nil) }
  guard region["endLine"] != nil else { return (first, first) }
  guard let last = region.line("endLine") else { return (first, Int(Int32.max)) }
  return last >= 1 && last < first ? (last, first) : (first, last)
}

/// The steps of a result in order, each place once.
private struct Steps {
  private(set) var all: [Location] = []
  /// The result's own locations.
  private let own: [Location]
  /// All places, once there are so many that a list takes longer to search.
  private var seen: Set<Location> = []

  init(besides own: [Location]) { self.own = own }

  mutating func add(_ location: Location) {
    // A step without a place in a file is no part of the repository.
    guard !location.$path.isNil, isNew(location) else { return }
    all.append(location)
  }

  private mutating func isNew(_ location: Location) -> Bool {
    if seen.isEmpty {
      if own.count + all.count < 16 { return !own.contains(location) && !all.contains(location) }
      seen = Set(own + all)
    }
    return seen.insert(location).inserted
  }
}

/// The schemes of addresses that a scanner probes, in any letter case (RFC 3986 §3.1).
private let schemes = ["https://", "http://", "wss://", "ws://", "ftp://"].map { Array($0.utf8) }

private let noSteps = Interned<[Location]>.none()

extension Location {
  /// Sets the path, or the URL if that is what the tool writes there.
  fileprivate mutating func name(by path: InternedOptional<String>) {
    guard let text = path.interned else { return }
    guard schemes.contains(where: { text.utf8.begins(with: $0, at: 0) }) else { return $path = path }
    self = Location()
    $url = path
  }
}
