// RFC 8259 §4 leaves the meaning of a name that occurs twice open, so two readers may see two reports: it is refused.

extension JSONScanner {
  /// Throws when an object names a member twice, also when one of the names is written with escapes.
  ///
  /// Most objects have few short keys: their signatures are compared pair by pair, without a branch a pair. Only equal
  /// signatures, escapes and big objects cost a set.
  @inline(__always)
  func refuseDuplicateKeys(of object: Int) throws(JSONFault) {
    var signatures = InlineArray<64, UInt64>(repeating: 0)
    var (count, index, suspect) = (0, object &+ 1, false)
    while index < tape.count {
      guard count < 64, tape[index].kind == .text else { return try refuseDuplicateKeysExactly(of: object) }
      let signature = signature(of: tape[index])
      for earlier in 0..<count { suspect = suspect || signatures[earlier] == signature }
      signatures[count] = signature
      count &+= 1
      index = tape.after(index &+ 1)
    }
    if suspect { try refuseDuplicateKeysExactly(of: object) }
  }

  /// Equal keys have equal signatures; keys that differ rarely have.
  @inline(__always)
  private func signature(of key: JSONNode) -> UInt64 {
    let (start, length) = (key.offset &+ 1, key.extent)
    let first = start &+ 8 <= bytes.count ? bytes.word(at: start) : lastWord(at: start)
    guard length >= 8 else {
      return (first & (1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1)) &+ UInt64(truncatingIfNeeded: length) &<< 56
    }
    let last = bytes.word(at: start &+ length &- 8)
    return (first ^ last &* 0x9E37_79B9_7F4A_7C15) &+ UInt64(truncatingIfNeeded: length)
  }

  /// The word at a place that has less than eight bytes after it, filled up with zeros.
  private func lastWord(at start: Int) -> UInt64 {
    (start..<bytes.count).reversed().reduce(0) { word, index in word << 8 | UInt64(bytes[index]) }
  }

  /// The same by whole decoded names: linear in the bytes of the keys, whatever they are.
  private func refuseDuplicateKeysExactly(of object: Int) throws(JSONFault) {
    var seen: [[UInt8]: Int] = [:]
    var index = object + 1
    while index < tape.count {
      let key = tape[index]
      if let first = seen.updateValue(key.offset, forKey: name(of: key)) {
        throw JSONFault(.duplicateKey(first: first, length: key.extent + 2), at: key.offset)
      }
      index = tape.after(index + 1)
    }
  }

  private func name(of key: JSONNode) -> [UInt8] {
    var raw: [UInt8] = []
    raw.reserveCapacity(key.extent)
    for index in key.range { raw.append(bytes[index]) }
    return key.kind == .escapedText ? unescaped(raw[...]) : raw
  }
}
