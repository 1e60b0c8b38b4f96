import Interning
import Model

/// The people of `.gatehouse/people.yaml`: whose e-mail addresses belong to which owner, and who is in which team.
///
/// Commits name people by their addresses and CODEOWNERS by handles and teams. Only this file joins the two.
package struct People: Sendable {
  package struct Person: Sendable {
    /// As CODEOWNERS has it: `@alice`, or an e-mail address.
    package var handle: String
    package var emails: [EmailAddress]
  }

  struct Team: Sendable {
    var name: String
    /// The handles of its members.
    var members: [String]
  }

  private let people: [Person]
  private let teams: [Team]
  private let byEmail: [EmailAddress: Int]

  package static let none = People([], teams: [])

  init(_ people: [Person], teams: [Team]) {
    (self.people, self.teams) = (people, teams)
    byEmail = Dictionary(
      people.indices.flatMap { index in people[index].emails.map { ($0, index) } }, uniquingKeysWith: { one, _ in one })
  }

  package var isEmpty: Bool { people.isEmpty }

  package func person(at email: EmailAddress) -> Person? { byEmail[email].map { people[$0] } }

  /// The names of the teams that a handle is a member of.
  package func teams(of handle: String) -> [String] {
    teams.filter { $0.members.contains { equalIgnoringCase($0, handle) } }.map(\.name)
  }
}

extension People.Person {
  /// The names by which CODEOWNERS and policies may name the person, apart from teams.
  package var names: [String] { [handle] + emails.map(\.text.text) }
}
