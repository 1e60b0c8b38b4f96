import Documents
import struct Interning.ExactText
import func Interning.equalIgnoringCase
import func Interning.lowercasedASCII
import Model
import Settings
import System

extension People {
  /// Reads and checks `people.yaml`. Throws all problems that were found, not only the first.
  package static func read(_ inputs: [Input]) throws(PolicyError) -> (people: People, warnings: [Diagnostic]) {
    var problems = DiagnosticCollector()
    var (files, warnings): ([PeopleFile], [Diagnostic]) = ([], [])
    for input in inputs {
      do throws(Diagnostic) {
        let document = try YAMLDocument(input)
        warnings += document.warnings
        if let file = ConfigDecoder<PeopleFile>.people.decode(document.root, &problems) { files.append(file) }
      } catch { problems.add(error) }
    }
    check(files, &problems)
    guard problems.diagnostics.isEmpty else { throw PolicyError(problems.diagnostics) }
    let (people, teams) = (files.flatMap(\.people).map(\.value), files.flatMap(\.teams).map(\.value))
    return (People(people, teams: teams, forges: files.flatMap(\.forges).map(\.value)), warnings)
  }

  /// Refuses what could be read in two ways: a name, an address or a key that occurs twice, and a member who is not listed.
  private static func check(_ files: [PeopleFile], _ problems: inout DiagnosticCollector) {
    var seen: [ExactText: SourcePosition] = [:]
    func claim(_ text: ExactText, _ node: YAMLNode, _ help: String) {
      if let before = seen.updateValue(node.position, forKey: text) {
        problems.add(
          node.diagnostic(
            .peopleInvalid, "`\(text.text)` is listed twice", because: ["it is at \(before) already"], help: help))
      }
    }
    let (people, teams) = (files.flatMap(\.people), files.flatMap(\.teams))
    for person in people {
      let node = person.node
      claim(ExactText(lowercasedASCII(person.value.handle)), node.child("handle") ?? node, "list each person once")
      for email in person.value.emails where !email.text.text.isSame(as: lowercasedASCII(person.value.handle)) {
        claim(
          email.text, node.child("emails") ?? node, "an address belongs to one person, and `+` and case mean nothing")
      }
    }
    for (keys, node) in people.map({ ($0.value.openPGPKeys, $0.node) })
      + files.flatMap(\.forges).map({ ($0.value.openPGPKeys, $0.node) })
    {
      for key in keys { claim(ExactText(key), node.child("openpgp-keys") ?? node, "a key belongs to one person") }
    }
    let handles = people.map(\.value.handle).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    for team in teams {
      claim(ExactText(lowercasedASCII(team.value.name)), team.node.child("name") ?? team.node, "list each team once")
      for (index, member) in team.value.members.enumerated()
      where !handles.contains(where: { equalIgnoringCase($0, member) }) {
        let node = team.node.child("members")
        problems.reportUnknown(
          node?.element(index) ?? node ?? team.node, member, what: "person", among: handles)
      }
    }
  }
}

/// The content of one file.
private struct PeopleFile: Sendable {
  var people: [Positioned<People.Person>]
  var teams: [Positioned<People.Team>]
  var forges: [Positioned<People.Forge>]
}

/// The JSON Schema (draft 2020-12) of `people.yaml`, for editors.
package func peopleSchema() -> String { ConfigDecoder<PeopleFile>.people.schema.document("Gatehouse people") }

extension ConfigDecoder where Value == PeopleFile {
  fileprivate static let people: ConfigDecoder<PeopleFile> = ConfigDecoder.mapping("a list of people") { fields in
    let version = fields.decode("gatehouse-people", .version, "The version of the language: 1.", example: "1")
    let people = fields.decode(
      "people", ConfigDecoder<[Positioned<People.Person>]>.list(of: ConfigDecoder<People.Person>.person.positioned),
      "The people whom commits may name.", example: "[{ handle: \"@alice\", emails: [alice@acme.example] }]")
    let teams = fields.decodeIfPresent(
      "teams", ConfigDecoder<[Positioned<People.Team>]>.list(of: ConfigDecoder<People.Team>.team.positioned),
      "The teams that CODEOWNERS names.")
    let forges = fields.decodeIfPresent(
      "forges", ConfigDecoder<[Positioned<People.Forge>]>.list(of: ConfigDecoder<People.Forge>.forge.positioned),
      "The forges whose signature proves that a commit is by its author, such as a merge with the button of a pull request. "
        + "Without them, such a commit is signed by nobody.")
    guard version != nil, let people else { return nil }
    return PeopleFile(people: people, teams: teams ?? [], forges: forges ?? [])
  }
}

extension ConfigDecoder where Value == People.Person {
  fileprivate static let person: ConfigDecoder<People.Person> = ConfigDecoder.mapping("a person") { fields in
    let handle = fields.decode(
      "handle", .handle, "The person as CODEOWNERS and `approved-by` name them.", example: "\"@alice\"")
    let emails = fields.decode(
      "emails", .list(of: ConfigDecoder<EmailAddress>.email),
      "The addresses under which the person commits. Case and what follows a `+` mean nothing.",
      example: "[alice@acme.example]")
    let keys = fields.decodeIfPresent(
      "openpgp-keys", .list(of: ConfigDecoder<String>.fingerprint),
      "Fingerprints of the person's OpenPGP keys, which are in `.gatehouse/keyring.gpg`. Whose an SSH key is, "
        + "`.gatehouse/allowed_signers` says.")
    guard let handle, let emails else { return nil }
    return People.Person(handle: handle, emails: emails, openPGPKeys: keys ?? [])
  }
}

extension ConfigDecoder where Value == People.Forge {
  fileprivate static let forge: ConfigDecoder<People.Forge> = ConfigDecoder.mapping("a forge") { fields in
    let name = fields.decode("name", ConfigDecoder<String>.text, "The forge's name.", example: "GitHub")
    let keys = fields.decode(
      "openpgp-keys", .list(of: ConfigDecoder<String>.fingerprint),
      "Fingerprints of the OpenPGP keys with which the forge signs commits, which are in `.gatehouse/keyring.gpg`.",
      example: "[0123456789ABCDEF0123456789ABCDEF01234567]")
    guard let name, let keys else { return nil }
    return People.Forge(name: name, openPGPKeys: keys)
  }
}

extension ConfigDecoder where Value == People.Team {
  fileprivate static let team: ConfigDecoder<People.Team> = ConfigDecoder.mapping("a team") { fields in
    let name = fields.decode("name", .teamName, "The team as CODEOWNERS names it.", example: "\"@acme/payments\"")
    let members = fields.decode(
      "members", .list(of: ConfigDecoder<String>.handle), "The handles of its members, who are listed under `people`.",
      example: "[\"@alice\"]")
    guard let name, let members else { return nil }
    return People.Team(name: name, members: members)
  }
}

extension ConfigDecoder where Value == EmailAddress {
  fileprivate static let email: ConfigDecoder<EmailAddress> = ConfigDecoder(.pattern("^[^@ ]+@[^@ ]+$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard let email = EmailAddress(text) else {
      let isAddress = text.utf8.count { $0 == UInt8(ascii: "@") } == 1 && !text.contains("<")
      problems.add(
        node.diagnostic(
          .peopleInvalid, isAddress ? "`\(text)` is the address of a program" : "`\(text)` is not an e-mail address",
          help: isAddress || !text.contains("<")
            ? "name the addresses that the person's own commits have"
            : "write the address alone, without the name and without < and >"))
      return nil
    }
    return email
  }
}

extension ConfigDecoder where Value == String {
  /// Decodes the name of a team: `@org/team`, a group of GitLab, or one of its roles (`@@maintainer`).
  fileprivate static let teamName: ConfigDecoder<String> = ConfigDecoder(.pattern("^@@?[^@ ]+$")) { node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    let rest = text.utf8.drop { $0 == UInt8(ascii: "@") }
    guard (1...2).contains(text.utf8.count - rest.count), !rest.isEmpty,
      !rest.contains(where: { $0 == UInt8(ascii: "@") || $0 == 0x20 })
    else {
      problems.reportInvalid(node, "a team is written `@org/team`", help: "put it in quotes: \"@acme/team\"")
      return nil
    }
    return text
  }

  /// Decodes the fingerprint of an OpenPGP key, of version 4 or later. Spaces in it mean nothing.
  fileprivate static let fingerprint: ConfigDecoder<String> = ConfigDecoder(
    .pattern("^([0-9A-Fa-f] *){40}(([0-9A-Fa-f] *){24})?$")
  ) { node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    let digits = text.utf8.filter { $0 != 0x20 }
    if [40, 64].contains(digits.count), digits.allSatisfy(isHexadecimal) {
      return lowercasedASCII(String(decoding: digits, as: UTF8.self))
    }
    let isSSH = text.hasPrefix("ssh-") || text.hasPrefix("SHA256:") || text.hasPrefix("ecdsa-")
    problems.add(
      node.diagnostic(
        .peopleInvalid, isSSH ? "this is a key of SSH" : "this is no fingerprint of an OpenPGP key",
        help: isSSH
          ? "put it into .gatehouse/allowed_signers: `ADDRESS ssh-ed25519 KEY`"
          : "`gpg --fingerprint ADDRESS` prints it: 40 digits, not the shorter id of the key"))
    return nil
  }
}
