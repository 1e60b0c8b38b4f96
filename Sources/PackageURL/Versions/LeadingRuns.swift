/// Takes a run of digits or of letters from the start of two versions and compares the two runs, as RPM and pacman do:
/// numbers by their value, words by their bytes, and a number is newer than a word. Neither version may be empty or
/// begin with a separator.
func takeFirstRuns(from one: inout ArraySlice<UInt8>, _ other: inout ArraySlice<UInt8>) -> VersionOrder {
  let isNumber = (one.first.map(isDigit) ?? false, other.first.map(isDigit) ?? false)
  guard isNumber.0 == isNumber.1 else { return isNumber.0 ? .greater : .less }
  let isRun = isNumber.0 ? isDigit : isASCIILetter
  let runs = (one.prefix(while: isRun), other.prefix(while: isRun))
  (one, other) = (one.dropFirst(runs.0.count), other.dropFirst(runs.1.count))
  return isNumber.0
    ? VersionOrder(VersionNumber(runs.0), VersionNumber(runs.1))
    : VersionOrder(VersionWord(runs.0), VersionWord(runs.1))
}
