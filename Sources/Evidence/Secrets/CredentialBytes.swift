// The kinds of bytes that credentials and their names consist of.

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// A letter, a digit or `_`.
func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F }

/// A byte of a name; in a query a name may be encoded or have an index: `user[password]`.
func isName(_ byte: UInt8) -> Bool { isWord(byte) || "-.%[]".utf8.contains(byte) }

/// What may stand between a name and the mark that its value follows.
func isBetweenNameAndValue(_ byte: UInt8) -> Bool { byte == 0x20 || "\"'`\\".utf8.contains(byte) }
