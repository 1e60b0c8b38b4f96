/// A type whose values are stored once in a pool and identified by a number.
public protocol Internable: Hashable, Sendable {
  /// The number of a value: equal values have equal numbers, different values have different ones, and none is 0.
  static func number(of value: Self) -> UInt32
  /// The value that has this number.
  static func value(of number: UInt32) -> Self
}

/// An interned value, as a number of four bytes. It is compared and hashed by that number, and copied without reference
/// counting.
@propertyWrapper
public struct Interned<Value: Internable>: Hashable, Sendable {
  public let number: UInt32

  @inlinable public init(wrappedValue: Value) { number = Value.number(of: wrappedValue) }
  @inlinable public init(_ value: Value) { number = Value.number(of: value) }
  /// - Parameter number: The number of a value that is already interned.
  @inlinable public init(number: UInt32) { self.number = number }

  @inlinable public var wrappedValue: Value {
    get { Value.value(of: number) }
    set { self = Interned(newValue) }
  }
  /// The interned value instead of the wrapped one, as `$path`, for comparisons by number.
  @inlinable public var projectedValue: Interned {
    get { self }
    set { self = newValue }
  }
}

/// An optional interned value, as a number of four bytes.
@propertyWrapper
public struct InternedOptional<Value: Internable>: Hashable, Sendable {
  /// The number of the value; 0 means nil.
  public let number: UInt32

  @inlinable public init(wrappedValue: Value?) { number = wrappedValue.map(Value.number) ?? 0 }
  @inlinable public init(_ value: Value?) { self.init(wrappedValue: value) }
  @inlinable public init(_ interned: Interned<Value>?) { number = interned?.number ?? 0 }
  @usableFromInline init(number: UInt32) { self.number = number }

  @inlinable public static var none: InternedOptional { InternedOptional(number: 0) }

  @inlinable public var wrappedValue: Value? {
    get { number == 0 ? nil : Value.value(of: number) }
    set { self = InternedOptional(wrappedValue: newValue) }
  }
  @inlinable public var projectedValue: InternedOptional {
    get { self }
    set { self = newValue }
  }

  @inlinable public var interned: Interned<Value>? { number == 0 ? nil : Interned(number: number) }
  @inlinable public var isNil: Bool { number == 0 }
}

// Numbers are assigned in sequence, so no input can choose them, and hash tables keyed by them need no protection
// against collisions that are made on purpose. A cheaper hash than the standard library's SipHash is enough
// (docs/unsafe-swift.md).
extension Interned {
  @inlinable @inline(__always)
  public func _rawHashValue(seed: Int) -> Int { spread(number, seed) }
}

extension InternedOptional {
  @inlinable @inline(__always)
  public func _rawHashValue(seed: Int) -> Int { spread(number, seed) }
}

/// Mixes a number with the seed of a hash table, so that each input bit affects each output bit (the finalizer of
/// SplitMix64).
@inlinable @inline(__always)
func spread(_ number: UInt32, _ seed: Int) -> Int {
  var state = UInt64(number) ^ UInt64(bitPattern: Int64(seed))
  state = (state ^ state &>> 30) &* 0xBF58_476D_1CE4_E5B9
  state = (state ^ state &>> 27) &* 0x94D0_49BB_1331_11EB
  return Int(truncatingIfNeeded: state ^ state &>> 31)
}

// Encoded as the value itself: numbers differ from run to run.
extension Interned: Codable where Value: Codable {
  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Value.self)) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension InternedOptional: Codable where Value: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
