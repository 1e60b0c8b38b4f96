// RFC 8259 §4 does not define the meaning of duplicate names, so two readers could see two different reports. They are
// errors.

extension JSONScanner {
  /// Throws when an object has two members of one name, even if one of the names is written with escapes.
  ///
  /// Most objects have few short keys, whose signatures are compared in pairs without branches. A hash table is needed
  /// only for equal signatures, keys with escapes and objects with more than 64 members.
  @inline(__always)
  func checkDuplicateKeys(of object: Int, in tape: Span<JSONNode>, _ signatures: inout Signatures) throws(JSONFault) {
    var (count, index, suspect) = (0, object &+ 1, false)
    while index < tape.count {
      guard count < 64, tape[index].is(.text) else { return try checkDuplicateKeysExactly(of: object, in: tape) }
      let signature = signature(of: tape[index])
      for earlier in 0..<count { suspect = suspect || signatures[earlier] == signature }
      signatures[count] = signature
      count &+= 1
      index = tape.after(index &+ 1)
    }
    if suspect { try checkDuplicateKeysExactly(of: object, in: tape) }
  }

  /// A 64-bit signature of a key. Equal keys have equal signatures, and different keys rarely do.
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

  /// The bytes from `start` to the end as a word, of which there are fewer than eight, padded with zeros.
  private func lastWord(at start: Int) -> UInt64 {
    (start..<bytes.count).reversed().reduce(0) { word, index in word << 8 | UInt64(bytes[index]) }
  }

  /// Throws when an object has two members of one name, by comparing decoded names in a hash table. Linear in the
  /// length of the keys, because the hash is seeded in each process and no input can be made to collide.
  private func checkDuplicateKeysExactly(of object: Int, in tape: Span<JSONNode>) throws(JSONFault) {
    var keys: [Int] = []
    var index = object + 1
    while index < tape.count {
      keys.append(index)
      index = tape.after(index + 1)
    }
    // A slot holds half of a key's hash, which avoids most comparisons of keys, and the key's number plus 1.
    var slots = [UInt64](repeating: 0, count: 2 << (Int.bitWidth - keys.count.leadingZeroBitCount))
    for (number, index) in keys.enumerated() {
      let hash = hash(of: tape[index])
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let earlier = tape[keys[Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1]]
        if slots[slot] >> 32 == hash >> 32, name(of: earlier) == name(of: tape[index]) {
          throw JSONFault(.duplicateKey(first: earlier.offset), at: tape[index].offset)
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = hash & ~0xFFFF_FFFF | UInt64(number + 1)
    }
  }

  private func hash(of key: JSONNode) -> UInt64 {
    var hasher = Hasher()
    if key.is(.escapedText) {
      let name = name(of: key)
      name.span.feed(&hasher, 0..<name.count)
    } else {
      bytes.feed(&hasher, key.range)
    }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  private func name(of key: JSONNode) -> [UInt8] {
    let raw = key.range.map { bytes[$0] }
    return key.is(.escapedText) ? unescaped(raw[...]) : raw
  }
}

extension Span<UInt8> {
  /// Feeds the bytes of a range to a hasher, eight at a time.
  fileprivate func feed(_ hasher: inout Hasher, _ range: Range<Int>) {
    var at = range.lowerBound
    while at + 8 <= range.upperBound {
      hasher.combine(word(at: at))
      at += 8
    }
    while at < range.upperBound {
      hasher.combine(self[at])
      at += 1
    }
  }
}
