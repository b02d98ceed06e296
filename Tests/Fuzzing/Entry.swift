import FuzzLaws

// One program holds all entries, and is called by the name of the one to run; see run.sh.

private let entry = {
  let name = CommandLine.arguments[0].split(separator: "/").last.map(String.init) ?? ""
  guard let entry = FuzzEntry(rawValue: name) else { fatalError("there is no entry '\(name)'") }
  return entry
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(BrokenLaw) {
    try entry.check(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fatalError("broken law: \(error)")
  }
  return 0
}
