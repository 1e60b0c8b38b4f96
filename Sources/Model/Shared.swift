/// A large value behind one reference, so that passing it on costs one count instead of a copy of all its fields.
///
/// It behaves as the value: setting it makes a new box, and nobody else sees the change.
@propertyWrapper
package struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  package init(wrappedValue: Value) { box = Box(wrappedValue) }

  package var wrappedValue: Value {
    _read { yield box.value }
    set { box = Box(newValue) }
  }

  package static func == (one: Shared, other: Shared) -> Bool {
    one.box === other.box || one.box.value == other.box.value
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}
