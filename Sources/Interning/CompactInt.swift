/// An optional integer in four bytes, for lines, columns and indices. A value that does not fit in 32 bits becomes the
/// nearest one that does: the end of a region is never lost.
@propertyWrapper
public struct CompactInt: Hashable, Sendable {
  private var stored: Int32

  public init(_ number: Int?) { self.init(wrappedValue: number) }
  public init(wrappedValue: Int?) { stored = wrappedValue.map { max(Int32(clamping: $0), .min + 1) } ?? .min }

  public var wrappedValue: Int? {
    get { stored == .min ? nil : Int(stored) }
    set { self = CompactInt(wrappedValue: newValue) }
  }
}

extension CompactInt: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(container.decodeNil() ? nil : try container.decode(Int.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
