import ConfigValue

/// Numbers for the elements of ordered lists, the same for equal elements, so that each element is looked at once however often
/// its list is compared.
final class ElementNumbers {
  private var numbers: [PlainValue: Int] = [:]
  private var lists: [Value.Identity: [Int]] = [:]

  /// The numbers of a list's elements; none for nothing.
  func numbers(of list: Value?) -> [Int] {
    guard let list else { return [] }
    if let known = lists[list.identity] { return known }
    let found = list.elements.map { number(of: $0.plain.sortedByKey) }
    lists[list.identity] = found
    return found
  }

  private func number(of element: PlainValue) -> Int {
    if let number = numbers[element] { return number }
    numbers[element] = numbers.count
    return numbers.count - 1
  }
}
