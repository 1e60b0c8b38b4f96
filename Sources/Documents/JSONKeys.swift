// RFC 8259 §4 leaves the meaning of a name that occurs twice open, so two readers may see two reports: it is refused.

extension JSONScanner {
  /// Throws when an object names a member twice, also when one of the names is written with escapes.
  ///
  /// Most objects have few short keys: their signatures are compared pair by pair, without a branch a pair. Only equal
  /// signatures, escapes and big objects cost a table.
  @inline(__always)
  func refuseDuplicateKeys(of object: Int, in tape: Span<JSONNode>, _ signatures: inout Signatures) throws(JSONFault) {
    var (count, index, suspect) = (0, object &+ 1, false)
    while index < tape.count {
      guard count < 64, tape[index].is(.text) else { return try refuseDuplicateKeysExactly(of: object, in: tape) }
      let signature = signature(of: tape[index])
      for earlier in 0..<count { suspect = suspect || signatures[earlier] == signature }
      signatures[count] = signature
      count &+= 1
      index = tape.after(index &+ 1)
    }
    if suspect { try refuseDuplicateKeysExactly(of: object, in: tape) }
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

  /// The same by whole decoded names, through a table of their hashes: linear in the bytes of the keys, for the hash is
  /// seeded anew in each run and nobody can prepare collisions.
  private func refuseDuplicateKeysExactly(of object: Int, in tape: Span<JSONNode>) throws(JSONFault) {
    var keys: [Int] = []
    var index = object + 1
    while index < tape.count {
      keys.append(index)
      index = tape.after(index + 1)
    }
    // A slot holds half of a key's hash, which spares most looks at other keys, and its number plus one.
    var slots = [UInt64](repeating: 0, count: 2 << (Int.bitWidth - keys.count.leadingZeroBitCount))
    for (number, index) in keys.enumerated() {
      let hash = hash(of: tape[index])
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let earlier = tape[keys[Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1]]
        if slots[slot] >> 32 == hash >> 32, name(of: earlier) == name(of: tape[index]) {
          throw JSONFault(.duplicateKey(first: earlier.offset, length: tape[index].extent + 2), at: tape[index].offset)
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
  /// Eight bytes at a time, then those that are left.
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
