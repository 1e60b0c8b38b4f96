import Git
import Interning
import Model
import Policies

/// Tells who is who in commits: by the base's `.mailmap` and `people.yaml`, and by those before a change, so that no change
/// hides or invents that two addresses are one person.
struct IdentityBook {
  let people: People
  let mailmap: Mailmap
  let former: FormerFiles

  /// The people of some names of commits, each once. A name that stands for nobody, as a forge's address does, is left out.
  func identities(_ names: [CommitName?]) -> [Identity] {
    var found: [Identity] = []
    for name in names {
      if let identity = name.flatMap(identity), !found.contains(where: { $0.names == identity.names }) {
        found.append(identity)
      }
    }
    return found
  }

  /// Nil for a name that stands for nobody.
  func identity(_ name: CommitName) -> Identity? {
    var emails: Set<EmailAddress> = []
    for map in [mailmap, former.mailmap] {
      for spelling in [name, EmailAddress(name.email).map { CommitName(name: name.name, email: $0.text.text) }] {
        guard let spelling else { continue }
        for email in [spelling.email, map.resolve(spelling).email] {
          if let email = EmailAddress(email) { emails.insert(email) }
        }
      }
    }
    guard !emails.isEmpty else { return nil }
    let handles = emails.flatMap { email in [people, former.people].compactMap { $0?.person(at: email)?.handle } }
    return Identity(
      shown: name.description, names: Set(emails.map(\.text) + handles.map { ExactText(lowercasedASCII($0)) }))
  }

  /// The names by which the base's files name the owner of an address. Only `people.yaml` gives authority: `.mailmap` says
  /// who is the same person, and is no file that owners guard.
  func ownerNames(_ name: CommitName) -> [String] { owner(name).map { $0.names + people.teams(of: $0.handle) } ?? [] }

  /// The names before the change. The base tells whose address it is, unless the change itself says so.
  func formerOwnerNames(_ name: CommitName) -> [String] {
    guard let email = EmailAddress(name.email), let person = owner(name) else { return [] }
    if former.changesPeople, former.people?.person(at: email)?.handle.isSame(as: person.handle) != true { return [] }
    let teams = former.people ?? (former.changesPeople ? nil : people)
    return person.names + (teams?.teams(of: person.handle) ?? [])
  }

  private func owner(_ name: CommitName) -> People.Person? { EmailAddress(name.email).flatMap(people.person) }
}
