import Interning

/// The fingerprints of a result by name: what its tool computed from the surrounding content.
///
/// Most results have one or two, so these are stored inline, ordered by the interning numbers of their names.
public struct Fingerprints: Hashable, Sendable {
  private var first = Fingerprint.none
  private var second = Fingerprint.none
  private var others = Interned<[Fingerprint]>.noFingerprints

  package init() {}

  package init(name: InternedString, value: InternedString) {
    first = Fingerprint(name: name.number, value: value.number)
  }
}

/// The interning numbers of a name and its value; 0 means that there is no fingerprint.
public struct Fingerprint: Hashable, Sendable {
  let (name, value): (UInt32, UInt32)

  fileprivate static let none = Fingerprint(name: 0, value: 0)
}

extension Interned<[Fingerprint]> {
  fileprivate static let noFingerprints = Interned([])
}

extension Fingerprints: Sequence {
  public var isEmpty: Bool { first == .none }

  public struct Iterator: IteratorProtocol {
    fileprivate let fingerprints: Fingerprints
    fileprivate var index = 0

    public mutating func next() -> (name: InternedString, value: InternedString)? {
      guard let one = fingerprints.at(index) else { return nil }
      index += 1
      return (InternedString(number: one.name), InternedString(number: one.value))
    }
  }

  public func makeIterator() -> Iterator { Iterator(fingerprints: self) }

  private func at(_ index: Int) -> Fingerprint? {
    switch index {
    case 0: return first == .none ? nil : first
    case 1: return second == .none ? nil : second
    default:
      guard others != .noFingerprints, index - 2 < others.wrappedValue.count else { return nil }
      return others.wrappedValue[index - 2]
    }
  }

  private var all: [Fingerprint] {
    if second == .none { return first == .none ? [] : [first] }
    return [first, second] + others.wrappedValue
  }

  package subscript(name: InternedString) -> InternedString? {
    get {
      if first.name == name.number { return InternedString(number: first.value) }
      if second.name == name.number { return InternedString(number: second.value) }
      guard others != .noFingerprints else { return nil }
      return others.wrappedValue.first { $0.name == name.number }.map { InternedString(number: $0.value) }
    }
    set {
      let new = newValue.map { Fingerprint(name: name.number, value: $0.number) }
      if second == .none, let new { return add(new) }
      let rest = all.filter { $0.name != name.number }
      hold((rest + [new].compactMap { $0 }).sorted { $0.name < $1.name })
    }
  }

  /// Adds a second fingerprint, or replaces the only one if it has the same name.
  private mutating func add(_ new: Fingerprint) {
    if first == .none || first.name == new.name {
      first = new
    } else {
      (first, second) = first.name < new.name ? (first, new) : (new, first)
    }
  }

  package subscript(name: String) -> String? {
    get { self[InternedString(name)]?.wrappedValue }
    set { self[InternedString(name)] = newValue.map { InternedString($0) } }
  }

  private mutating func hold(_ all: [Fingerprint]) {
    first = all.first ?? .none
    second = all.count > 1 ? all[1] : .none
    others = all.count > 2 ? Interned(Array(all[2...])) : .noFingerprints
  }
}

extension Fingerprints: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init()
    for (name, value) in elements { self[name] = value }
  }

  package init(_ fingerprints: [String: String]) {
    self.init()
    for (name, value) in fingerprints { self[name] = value }
  }
}

extension Fingerprints: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([String: String].self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let pairs = map { ($0.name.wrappedValue, $0.value.wrappedValue) }
    try container.encode(Dictionary(pairs) { first, _ in first })
  }
}
