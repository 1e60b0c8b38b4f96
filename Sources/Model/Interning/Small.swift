/// A number that may be missing, in four bytes: a line, a column, an index. What does not fit is missing: no file has such a line.
@propertyWrapper
package struct Small: Hashable, Sendable {
  private var stored: Int32

  package init(_ number: Int?) { self.init(wrappedValue: number) }
  package init(wrappedValue: Int?) { stored = wrappedValue.flatMap(Int32.init(exactly:)) ?? .min }

  package var wrappedValue: Int? {
    get { stored == .min ? nil : Int(stored) }
    set { self = Small(wrappedValue: newValue) }
  }
}
