/// The scalar that begins at a position and the number of its bytes; nil and 1 where the bytes are not UTF-8.
func decodedScalar(_ bytes: [UInt8], at position: Int, before end: Int) -> (Unicode.Scalar?, width: Int) {
  let first = bytes[position]
  let (width, least): (Int, UInt32) =
    switch first {
    case 0x00...0x7F: (1, 0)
    case 0xC2...0xDF: (2, 0x80)
    case 0xE0...0xEF: (3, 0x800)
    case 0xF0...0xF4: (4, 0x10000)
    default: (0, 0)
    }
  guard width > 1, position + width <= end else {
    return (width == 1 ? Unicode.Scalar(first) : nil, 1)
  }
  var value = UInt32(first) & (0x7F >> UInt32(width))
  for byte in bytes[(position + 1)..<(position + width)] {
    guard byte & 0xC0 == 0x80 else { return (nil, 1) }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  guard value >= least, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
  return (scalar, width)
}
