import Model

// What a report states may be a secret, and in a damaged report nothing tells where it stands. So messages about a report
// describe its text by kind, length and position.

extension Diagnostic {
  /// The diagnostic without text of the report: no excerpt, except of a name that a format has, and no names in the
  /// pointer that no format has.
  var withoutText: Diagnostic {
    var copy = withoutCredentials
    if code != .formatUnknown { copy.excerpt = nil }
    if let position, let pointer = position.pointer {
      let shown = shownPointer(pointer)
      copy.position = SourcePosition(file: position.file, line: position.line, column: position.column, pointer: shown)
      if shown != pointer, !pointer.isEmpty {
        copy.text = text.split(separator: pointer, omittingEmptySubsequences: false).joined(separator: shown)
      }
    }
    return copy
  }

  /// The diagnostic without text of the report that may be a secret, because tools quote what they could not read: words
  /// that read as if they were generated, and in a report about secrets all that look like one.
  func withoutSecrets(isAboutSecrets: Bool) -> Diagnostic {
    var copy = withoutText
    copy.text = isAboutSecrets ? withoutSecretShapes(copy.text, known: []) : withoutGeneratedWords(copy.text)
    return copy
  }

  /// The diagnostic without credentials in its texts: messages of tools quote the URLs that they could not reach and the
  /// commands that failed.
  var withoutCredentials: Diagnostic {
    var copy = self
    copy.text = withoutPasswords(text)
    copy.because = because.map(withoutPasswords)
    copy.help = help.map(withoutPasswords)
    return copy
  }
}

/// A JSON pointer without names that may be content: names of members are words, and names in a dictionary are not.
private func shownPointer(_ pointer: String) -> String {
  pointer.split(separator: "/", omittingEmptySubsequences: false).map {
    Int($0) == nil ? shownName(String($0)) : String($0)
  }
  .joined(separator: "/")
}

/// A name of a member or a column, if it reads like one that a tool defines: a short word without digits that is not all
/// in capitals. Otherwise its length.
func shownName(_ name: String) -> String {
  let letters = name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || "_-$@. ".utf8.contains($0) }
  let isWord = letters && name.utf8.count <= 32 && !(name.utf8.count > 12 && name.uppercased() == name)
  return isWord ? name : "(a name of \(name.utf8.count) bytes)"
}

/// A word that a report states, in quotation marks, if it reads like one of a tool's; otherwise its length.
func shownWord(_ word: String) -> String {
  word.utf8.count <= 40 && !word.split(separator: " ").contains { looksSecret(String($0)) }
    && withoutCredentials(word) == word
    ? "'\(word)'" : "(\(word.utf8.count) bytes)"
}

extension Diagnostic {
  /// The diagnostic of a side-car without its excerpt, and with the lengths of quoted words that may be secrets: a side-car
  /// is written by scripts that know tokens.
  var withoutSecretQuotations: Diagnostic {
    var copy = withoutText
    copy.text = withoutSecretWords(copy.text)
    copy.because = copy.because.map(withoutSecretWords)
    copy.help = copy.help.map(withoutSecretWords)
    return copy
  }
}

/// The text with the lengths of the words in quotation marks that look like secrets.
private func withoutSecretWords(_ text: String) -> String {
  var parts = text.split(omittingEmptySubsequences: false) { "`'\"".contains($0) }.map(String.init)
  guard parts.count > 2 else { return text }
  let marks = text.filter { "`'\"".contains($0) }
  for index in stride(from: 1, to: parts.count - 1, by: 2) where looksSecret(parts[index]) {
    parts[index] = "(\(parts[index].utf8.count) bytes)"
  }
  return zip(parts, marks.map(String.init) + [""]).map { $0 + $1 }.joined()
}
