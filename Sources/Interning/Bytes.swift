extension Span<UInt8> {
  /// Whether the bytes start with those of `word`.
  public func begins(with word: StaticString) -> Bool {
    word.withUTF8Buffer { word in
      count >= word.count && word.indices.allSatisfy { unsafe self[$0] == word[$0] }
    }
  }
}

extension [UInt8] {
  /// Appends a copy of the bytes of a span.
  public mutating func append(bytesOf span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
