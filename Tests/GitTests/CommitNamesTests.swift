import Foundation
import Testing

@testable import Git

private func names(_ author: String, _ committer: String, _ message: String) -> CommitNames {
  CommitNames(
    Array("tree x\nauthor \(author) 1 +0000\ncommitter \(committer) 2 +0000\ngpgsig -----\n x\n\n\(message)".utf8))
}

struct CommitNamesTests {
  @Test func `a commit names its author, its committer and its co-authors`() {
    let commit = names(
      "Al B <al@x>", "<bea@x>", "Subject\n\nco-authored-BY:  Cy <cy@x>\ntext\n\nReviewed-by: Dan <dan@x>\nFixes: #1\n\n"
    )
    #expect(commit.author == CommitName(name: "Al B", email: "al@x"))
    #expect(commit.committer == CommitName(name: "", email: "bea@x"))
    #expect(commit.coAuthors == [CommitName(name: "Cy", email: "cy@x")])
    #expect(commit.trailers == [.init(key: "reviewed-by", name: CommitName(name: "Dan", email: "dan@x"))])
  }

  @Test func `what is malformed names nobody`() {
    let commit = names("Al <al@x> <bea@x>", "Al al@x", "Reviewed-by: Dan <dan@x>")
    #expect(commit.author == nil && commit.committer == nil)
    #expect(commit.trailers == [], "a subject is no trailer")
    #expect(names("a <a@x>", "a <a@x>", "s\n\nReviewed-by: Dan <dan@x>\n\nmore").trailers == [])
    #expect(
      CommitName(Array("\u{E9} <\u{FFFD}".utf8) + [0xFF, UInt8(ascii: ">")])?.email.utf8.elementsEqual(
        "\u{FFFD}\u{10FFFF}".utf8) == true)
  }

  @Test func `a mailmap joins names and addresses as git does`() throws {
    let map = try Mailmap(Array("Al <al@x> <AL@home>\nBea <bea@x> Bob <shared@x>\n# <c@x> <d@x>\nnonsense\n".utf8))
    #expect(map.resolve(CommitName(name: "a", email: "al@HOME")) == CommitName(name: "al", email: "al@x"))
    #expect(map.resolve(CommitName(name: "Bob", email: "shared@x")) == CommitName(name: "bea", email: "bea@x"))
    #expect(map.resolve(CommitName(name: "Cy", email: "shared@x")) == CommitName(name: "Cy", email: "shared@x"))
    #expect(Mailmap().resolve(CommitName(name: "Cy", email: "cy@x")) == CommitName(name: "Cy", email: "cy@x"))
    #expect(try Mailmap([]).resolve(CommitName(name: "Cy", email: "cy@x")).email == "cy@x")
  }

  @Test func `a merge brings the commits of its branches, and a commit without branches none`() throws {
    let sandbox = try Sandbox(
      commit("refs/heads/main", mark: 1, fresh: true, ["a": "1"])
        + commit("refs/heads/main", mark: 2, from: [":1"], ["b": "1"])
        + commit("refs/heads/one", mark: 3, from: [":1"], ["c": "1"])
        + commit("refs/heads/one", mark: 4, from: [":3", ":2"], ["d": "1"])
        + commit("refs/heads/two", mark: 5, from: [":1"], ["e": "1"])
        + commit("refs/heads/main", mark: 6, from: [":2", ":4", ":5"], ["f": "1"]))
    let repository = try sandbox.open()
    let merge = try sandbox.commit("main")
    let wanted = try Set([sandbox.commit("one"), sandbox.commit("one^"), sandbox.commit("two")])
    #expect(try Set(repository.commits(broughtBy: merge, limit: 3)) == wanted)
    #expect(throws: (any Error).self) { try repository.commits(broughtBy: merge, limit: 2) }
    #expect(try repository.commits(broughtBy: sandbox.commit("main^"), limit: 1) == [])
    #expect(try repository.names(in: merge).author == CommitName(name: "Ada", email: "ada@example.com"))
  }
}
