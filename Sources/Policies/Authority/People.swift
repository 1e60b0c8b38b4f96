import Interning
import Model

/// The people of `.gatehouse/people.yaml`: whose e-mail addresses and OpenPGP keys belong to which owner, and who is in which
/// team.
///
/// Commits name people by their addresses and CODEOWNERS by handles and teams. Only this file joins the two.
package struct People: Sendable {
  package struct Person: Sendable {
    /// As CODEOWNERS has it: `@alice`, or an e-mail address.
    package var handle: String
    package var emails: [EmailAddress]
    /// Fingerprints of OpenPGP keys, in lower case.
    package var openPGPKeys: [String]
  }

  /// A forge, which signs the commits that people make on its pages.
  struct Forge: Sendable {
    var name: String
    /// Fingerprints of OpenPGP keys, in lower case.
    var openPGPKeys: [String]
  }

  struct Team: Sendable {
    var name: String
    /// The handles of its members.
    var members: [String]
  }

  private let people: [Person]
  private let teams: [Team]
  private let forges: [Forge]
  private let byEmail: [EmailAddress: Int]

  package static let none = People([], teams: [], forges: [])

  init(_ people: [Person], teams: [Team], forges: [Forge]) {
    (self.people, self.teams, self.forges) = (people, teams, forges)
    byEmail = Dictionary(
      people.indices.flatMap { index in people[index].emails.map { ($0, index) } }, uniquingKeysWith: { one, _ in one })
  }

  package var isEmpty: Bool { people.isEmpty }
  package var hasForges: Bool { !forges.isEmpty }

  package func person(at email: EmailAddress) -> Person? { byEmail[email].map { people[$0] } }

  /// The people one of whose addresses is accepted.
  package func people(whoseEmail isAccepted: (EmailAddress) -> Bool) -> [Person] {
    people.filter { $0.emails.contains(where: isAccepted) }
  }

  /// The people who have one of some OpenPGP keys.
  package func people(withKeys fingerprints: [String]) -> [Person] {
    people.filter { !Set($0.openPGPKeys).isDisjoint(with: fingerprints) }
  }

  /// Whether one of some OpenPGP keys is that of a forge.
  package func isForge(withKeys fingerprints: [String]) -> Bool {
    forges.contains { !Set($0.openPGPKeys).isDisjoint(with: fingerprints) }
  }

  /// Whether the file lists a person, a team or one of a person's addresses by this name.
  package func lists(_ name: String) -> Bool {
    teams.contains { equalIgnoringCase($0.name, name) }
      || people.contains { person in person.names.contains { equalIgnoringCase($0, name) } }
  }

  /// The names of the teams that a handle is a member of.
  package func teams(of handle: String) -> [String] {
    teams.filter { $0.members.contains { equalIgnoringCase($0, handle) } }.map(\.name)
  }
}

extension People.Person {
  /// The names by which CODEOWNERS and policies may name the person, apart from teams.
  package var names: [String] { [handle] + emails.map(\.text.text) }
}
