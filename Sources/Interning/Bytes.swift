extension Span<UInt8> {
  /// Whether the first bytes are those of the word.
  package func begins(with word: StaticString) -> Bool {
    word.withUTF8Buffer { word in
      count >= word.count && word.indices.allSatisfy { unsafe self[$0] == word[$0] }
    }
  }
}

extension [UInt8] {
  package mutating func append(bytesOf span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
