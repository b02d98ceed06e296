package import ConfigValue
import JobModel

/// Made-up jobs as specs in YAML and as the API lists them: about 2 KB a job on either side, one in 33 changed.
///
/// Built from the field table. Nothing is held: a job is made when it is asked for, the same one for the same seed and number on
/// every machine, so that a corpus of 100,000 jobs costs no more than one of 100.
package struct Corpus: Sendable {
  /// How many jobs.
  package let count: Int
  package let style: YAMLStyle
  private let seed: UInt64
  private let hasSecrets: Bool

  /// - Parameter hasSecrets: whether each job has a variable whose value is a secret, another one in each.
  package init(jobs count: Int, seed: UInt64 = 7, style: YAMLStyle = .block, hasSecrets: Bool = false) {
    self.count = count
    self.seed = seed
    self.style = style
    self.hasSecrets = hasSecrets
  }

  /// Whether a job differs from its spec.
  package func isChanged(_ number: Int) -> Bool { number % 33 == 0 }

  /// What the spec of a job is called as a file: names in the order of the numbers.
  package func fileName(_ number: Int) -> String { MadeUpJob.name(number) + ".yaml" }

  /// A job as its spec declares it.
  package func desired(_ number: Int) -> PlainValue {
    MadeUpJob(number, seed: seed, hasSecret: hasSecrets).desired
  }

  /// A job as the API lists it: with the server's own fields, and with asterisks in place of what it masks.
  package func live(_ number: Int) -> PlainValue {
    MadeUpJob(number, seed: seed, hasSecret: hasSecrets).live(isChanged: isChanged(number))
  }

  /// The spec of a job, a file of its own.
  package func spec(_ number: Int) -> [UInt8] {
    YAMLText.write(desired(number), style)
  }

  /// The specs of all jobs, in the order of their numbers.
  package var specs: [[UInt8]] { (0..<count).map(spec) }

  /// The live jobs as one page of the API's list, which says that it is all there is.
  package var page: [UInt8] {
    Array(#"{"data":"#.utf8) + array + Array(#","meta":{"hasMore":false,"nextCursor":"","total":\#(count)}}"#.utf8)
  }

  /// The live jobs as one JSON array.
  package var array: [UInt8] {
    var bytes = Array("[".utf8)
    for number in 0..<count {
      var json = JSONWriter(pretty: false)
      json.value(live(number))
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += json.finish()
    }
    return bytes + [UInt8(ascii: "]")]
  }
}
