import Benchmarking
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct GrowthTests {
  private static func growth(_ exponent: Double) -> Growth {
    Growth(
      [1_000, 100, 10_000].map { jobs in
        Growth.Point(jobs: jobs, seconds: pow(Double(jobs), exponent) / 1_000, peak: Double(jobs) * 8_192)
      })
  }

  @Test(arguments: [0.5, 1, 2]) func `The exponent of a power is found`(exponent: Double) throws {
    let found = try #require(Self.growth(exponent).exponent { $0.seconds })
    #expect(abs(found - exponent) < 1e-9)
  }

  @Test func `Memory that every run holds is not counted as growth`() throws {
    let points = [1_000, 10_000].map { Growth.Point(jobs: $0, seconds: 1, peak: Double(5_000_000 + 1_000 * $0)) }
    let exponent = try #require(Growth(points, base: 5_000_000).memoryExponent)
    #expect(abs(exponent - 1) < 1e-9)
    #expect(try #require(Growth(points).memoryExponent) < 0.5)
  }

  @Test func `One size, or nothing that was used, has no exponent`() {
    let one = Growth([Growth.Point(jobs: 10, seconds: 1, peak: 1)])
    #expect(one.exponent { $0.seconds } == nil)
    #expect(Self.growth(1).exponent { _ in 0 } == nil)
    #expect(Growth([]).exponent { $0.seconds } == nil)
  }

  @Test func `The plot is XML with a point and its number for each size and panel, light and dark`() {
    let svg = GrowthPlot(Self.growth(1)).svg
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(svg.components(separatedBy: "<circle").count - 1 == 6)
    for text in ["10,000", "jobs", "seconds", "MiB", "grows with exponent 1", "prefers-color-scheme: dark", ">78.1<"] {
      #expect(svg.contains(text))
    }
    #expect(!svg.contains("nan"))
  }

  @Test func `A plot without sizes is XML, too`() {
    #expect(XMLParser(data: Data(GrowthPlot(Growth([])).svg.utf8)).parse())
  }
}
