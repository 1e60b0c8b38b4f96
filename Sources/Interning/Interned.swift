/// A type whose values are kept once and told apart by number.
package protocol Internable: Hashable, Sendable {
  /// The same for equal values, different for others; never 0.
  static func number(of value: Self) -> UInt32
  static func value(of number: UInt32) -> Self
}

/// A value in four bytes: equal values are one, so they are compared and hashed by number, and passed on without a count.
@propertyWrapper
package struct Interned<Value: Internable>: Hashable, Sendable {
  package let number: UInt32

  package init(wrappedValue: Value) { number = Value.number(of: wrappedValue) }
  package init(_ value: Value) { number = Value.number(of: value) }
  /// - Parameter number: that of an interned value.
  package init(number: UInt32) { self.number = number }

  package var wrappedValue: Value {
    get { Value.value(of: number) }
    set { self = Interned(newValue) }
  }
  /// The interned value itself, to compare by: `$path`.
  package var projectedValue: Interned {
    get { self }
    set { self = newValue }
  }
}

/// The same for a value that may be missing.
@propertyWrapper
package struct InternedOptional<Value: Internable>: Hashable, Sendable {
  /// 0: there is none.
  package let number: UInt32

  package init(wrappedValue: Value?) { number = wrappedValue.map(Value.number) ?? 0 }
  package init(_ value: Value?) { self.init(wrappedValue: value) }
  package init(_ interned: Interned<Value>?) { number = interned?.number ?? 0 }
  private init(number: UInt32) { self.number = number }

  package static var none: InternedOptional { InternedOptional(number: 0) }

  package var wrappedValue: Value? {
    get { number == 0 ? nil : Value.value(of: number) }
    set { self = InternedOptional(wrappedValue: newValue) }
  }
  package var projectedValue: InternedOptional {
    get { self }
    set { self = newValue }
  }

  package var interned: Interned<Value>? { number == 0 ? nil : Interned(number: number) }
  package var isNil: Bool { number == 0 }
}

// What is known by number is looked for by number, in sets and dictionaries: numbers are given out one after the other, so
// nobody chooses them, and what the standard library does against chosen keys is not needed.
extension Interned {
  @inline(__always)
  package func _rawHashValue(seed: Int) -> Int { spread(number, seed) }
}

extension InternedOptional {
  @inline(__always)
  package func _rawHashValue(seed: Int) -> Int { spread(number, seed) }
}

/// Every bit of a number and of the seed of its table tells on every bit of the hash (the last steps of SplitMix64).
@inline(__always)
private func spread(_ number: UInt32, _ seed: Int) -> Int {
  var state = UInt64(number) ^ UInt64(bitPattern: Int64(seed))
  state = (state ^ state &>> 30) &* 0xBF58_476D_1CE4_E5B9
  state = (state ^ state &>> 27) &* 0x94D0_49BB_1331_11EB
  return Int(truncatingIfNeeded: state ^ state &>> 31)
}

// Stored as the value itself: numbers differ from run to run.
extension Interned: Codable where Value: Codable {
  package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Value.self)) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension InternedOptional: Codable where Value: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
