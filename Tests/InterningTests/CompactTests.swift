import Model
import Testing

@testable import Interning

/// Values that are kept in few bytes are the plain values that they stand for.
struct CompactTests {
  @Test func `fingerprints are a dictionary`() {
    let names = ["a", "b", "c", "d", "e", ""]
    for _ in 0..<400 {
      var (fingerprints, model) = (Fingerprints(), [String: String]())
      for _ in 0..<Int.random(in: 0..<12) {
        let (name, value) = (names.randomElement() ?? "", ["1", "2", "", nil].randomElement() ?? nil)
        fingerprints[name] = value
        model[name] = value
        #expect(names.allSatisfy { fingerprints[$0] == model[$0] })
        #expect(fingerprints.isEmpty == model.isEmpty)
        #expect(Dictionary(uniqueKeysWithValues: fingerprints.map { ("\($0.name)", "\($0.value)") }) == model)
      }
      // The same whatever the order in which they came.
      let (one, other) = (Fingerprints(model), model.shuffled().reduce(into: Fingerprints()) { $0[$1.key] = $1.value })
      #expect(one == other && one == fingerprints && one.hashValue == other.hashValue)
      if let name = names.first(where: { model[$0] == nil }) {
        var more = one
        more[name] = "9"
        #expect(more != one)
      }
    }
  }

  @Test func `observations are the list that they were made of`() {
    let said = (0..<5_000).map { index in
      Observation(
        scan: Scan(format: "toy", tool: "A", report: "A"), kind: .sast, ruleId: "r\(index)", title: "t",
        at: SourcePosition(file: "A"))
    }
    for count in [0, 1, 2, 1023, 1024, 1025, 5_000] {
      let (list, again) = (Observations(said.prefix(count)), Observations(said.prefix(count)))
      #expect(list.count == count && list.elementsEqual(said.prefix(count)))
      #expect(list == again && list.hashValue == again.hashValue)
      if count > 0 {
        #expect(list[count - 1] == said[count - 1] && list != Observations(said.prefix(count - 1)))
        #expect(list.last == said[count - 1] && list.dropFirst().first == said.prefix(count).dropFirst().first)
      }
    }
    #expect(Observations([said[0], said[1]]) != Observations([said[1], said[0]]))
    #expect(Observations([]) == [])
  }

  @Test(arguments: [
    nil, "", "/", "/0", "/7", "0", "7", "/a/7", "/a/07", "/a/-7", "/a/+7", "/a/7/", "/a/7/b", "//7", "/a/2147483647",
    "/a/2147483648", "/a/99999999999999999999", "/a/7 ", "/a/\u{0667}", "/a~17", "a/7",
  ])
  func `a pointer is read back as it was written`(pointer: String?) {
    var place = SourcePosition(file: "f", pointer: pointer)
    #expect(place.pointer == pointer)
    #expect(place == SourcePosition(file: "f", pointer: pointer))
    place.pointer = "/other/3"
    place.pointer = pointer
    #expect(place == SourcePosition(file: "f", pointer: pointer))
  }

  @Test func `an element of a list is where its pointer says`() {
    for index in [0, 1, 9, 10, 123_456] {
      for list in ["", "/a", "/a/0"] {
        let place = SourcePosition(file: InternedString("f"), list: InternedString(list), index: index)
        #expect(place.pointer == "\(list)/\(index)")
        #expect(place == SourcePosition(file: "f", pointer: "\(list)/\(index)"))
      }
    }
    #expect(SourcePosition(file: "f", line: 2) < SourcePosition(file: "f", line: 10))
    #expect(SourcePosition(file: "f") < SourcePosition(file: "f", line: 1))
    #expect(SourcePosition(file: "f", pointer: "/a/1") != SourcePosition(file: "f", pointer: "/a/2"))
  }
}
