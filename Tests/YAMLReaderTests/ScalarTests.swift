import ConfigValue
import Diagnostics
import TestSupport
import Testing
import YAMLReader

@Suite("Plain scalars follow the core schema")
struct ScalarTests {
  @Test(
    "null, booleans and strings",
    arguments: [
      ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("", nil), ("nUll", "nUll"), ("''", ""),
      ("'null'", "null"),
      ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
      ("tRue", "tRue"), ("TRUe", "TRUe"), ("\"true\"", "true"), ("yes", "yes"), ("No", "No"), ("on", "on"),
      ("off", "off"),
      ("y", "y"), ("n", "n"), ("=", "="), ("1:30", "1:30"), ("190:20:30.15", "190:20:30.15"), ("abc", "abc"),
      ("0o8", "0o8"), ("0x", "0x"), ("0xg", "0xg"), (".", "."), ("-", nil), ("+", "+"), ("1e", "1e"),
      ("1.2.3", "1.2.3"),
      ("_1", "_1"), ("1_a", "1_a"), ("2024-13-01", "2024-13-01"), ("2024-01-02x", "2024-01-02x"),
      ("20240102", 20_240_102),
      ("10.0.0.1", "10.0.0.1"), ("12ab", "12ab"), ("0.5h", "0.5h"), ("*a", nil),
    ] as [(String, PlainValue)])
  func words(text: String, value: PlainValue) throws {
    if text == "-" {
      #expect(try document(text).plain == [nil])
    } else if text == "*a" {
      #expect(try finding(text).code == .undefinedAlias)
    } else {
      #expect(try document("- " + text).plain == .list([value]))
    }
  }

  @Test(
    "numbers keep their exact value",
    arguments: [
      ("0", "0"), ("-0", "0"), ("+12", "12"), ("4096", "4096"), ("0x1F", "31"), ("0xff", "255"), ("0o777", "511"),
      ("1e3", "1000"), ("12E-02", "0.12"), ("1.", "1"), (".5", "0.5"), ("-.5", "-0.5"), ("+1.50", "1.5"),
      ("00.5", "0.5"),
      ("18446744073709551615", "18446744073709551615"), ("-9223372036854775808", "-9223372036854775808"),
      ("0.30000000000000004", "0.30000000000000004"), ("1e-320", "1e-320"),
      ("123456789012345.25", "123456789012345.25"),
    ])
  func numbers(text: String, value: String) throws {
    #expect(try document(text).plain == .number(Number(parsing: Array(value.utf8)[...])))
  }

  @Test(
    "what other readers take for something else is refused with advice",
    arguments: [
      "0777", "-0777", "08", "00", "0b11", "-0b1", "0X1F", "-0x1F", "+0o7", "1_000", "1_", "-_1", "1_0.5", "0x_1F",
      "2001-12-14", "2001-1-4", "2001-12-14T21:59:43.10-05:00", "2001-12-14t21:59:43Z", "2001-12-14 21:59:43",
      "99999999999999999999", "-9223372036854775809", "0x1FFFFFFFFFFFFFFFF", "1e400", "1e-400",
    ])
  func ambiguous(text: String) throws {
    let found = try finding("a: " + text)
    #expect(found.code == .ambiguousScalar)
    #expect(found.range?.bounds == 3..<3 + text.utf8.count)
    #expect(found.help?.contains("quotes") == true)
    #expect(try document("a: '\(text)'").plain == ["a": .string(text)])
    #expect(try document("a: !!str \(text)").plain == ["a": .string(text)])
  }

  @Test("infinity and not-a-number are refused", arguments: [".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN"])
  func notFinite(text: String) throws {
    #expect(try finding("a: " + text).code == .valueOutOfRange)
  }

  @Test(
    "tags of the core schema are honoured",
    arguments: [
      ("!!str 123", "123"), ("!!str", ""), ("!!int '12'", 12), ("!!float 3", 3), ("!!bool 'true'", true),
      ("!!null ''", nil),
      ("!!map {a: 1}", ["a": 1]), ("!!seq [1]", [1]), ("!<tag:yaml.org,2002:str> 1", "1"),
    ] as [(String, PlainValue)])
  func tags(text: String, value: PlainValue) throws {
    #expect(try document("- " + text).plain == .list([value]))
  }

  @Test(
    "tags that do not fit are errors",
    arguments: [
      ("!!int x", DiagnosticCode.wrongTag), ("!!int 1.5", .wrongTag), ("!!bool 1", .wrongTag), ("!!null x", .wrongTag),
      ("!!map x", .wrongTag), ("!!seq {a: 1}", .wrongTag), ("!!str [1]", .wrongTag), ("!!int 0777", .ambiguousScalar),
      ("!!binary aGk=", .unknownTag), ("!!set {a}", .unknownTag), ("!Ref x", .unknownTag), ("!Ref [x]", .unknownTag),
      ("!e!x y", .unknownTag),
    ])
  func unfitTags(text: String, code: DiagnosticCode) throws {
    #expect(try finding("- " + text).code == code)
  }
}
