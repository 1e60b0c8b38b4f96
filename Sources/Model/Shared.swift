/// A large value behind one reference, so that passing it on costs one count instead of a copy of all its fields.
///
/// It behaves as the value: a change is made in place where nobody else looks, else in a copy.
@propertyWrapper
package struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Written to only while one reference to it exists, so no two threads ever see it change.
  private final class Box: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  package init(wrappedValue: Value) { box = Box(wrappedValue) }

  package var wrappedValue: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }

  package static func == (one: Shared, other: Shared) -> Bool {
    one.box === other.box || one.box.value == other.box.value
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}
