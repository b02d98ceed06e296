import Diagnostics

/// The words for one of libyaml's problems.
struct SyntaxExplanation {
  var code = DiagnosticCode.yamlSyntax
  let summary: String
  let help: String?
  /// Whether the place to mend is where the construct begins.
  var isAboutContext = false
  /// What the construct is called, when its beginning helps.
  var contextName: String?

  init(_ problem: SyntaxProblem) {
    switch problem.message {
    case "found character that cannot start any token" where problem.byte == UInt8(ascii: "\t"),
      "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
      summary = "Tabs cannot indent YAML"
      help = "indent with spaces"
    case "found character that cannot start any token":
      summary = "A plain value cannot begin with this character"
      help = "put the value in quotes"
    case "mapping values are not allowed in this context":
      summary = "A ':' stands where no mapping can begin"
      help = "put a text that contains ': ' in quotes, and check the indentation of this line"
    case "could not find expected ':'":
      summary = "A key has no ':' behind it"
      help = "write ':' and a space behind the key, or indent the line when it continues the value above"
      isAboutContext = true
    case "did not find expected node content":
      summary = "Expected a value"
      help = "write the value, or 'null'"
    case "did not find expected key":
      summary = "A mapping is broken here"
      help = "begin all keys of one mapping in the same column, and close quotes before the end of the value"
      contextName = "mapping"
    case "did not find expected '-' indicator":
      summary = "A list is broken here"
      help = "begin all '-' of one list in the same column"
      contextName = "list"
    case "did not find expected ',' or ']'":
      summary = "Expected ',' or ']'"
      help = "close the list with ']'"
      contextName = "list"
    case "did not find expected ',' or '}'":
      summary = "Expected ',' or '}'"
      help = "close the mapping with '}'"
      contextName = "mapping"
    case "found unexpected end of stream", "found unexpected document indicator":
      summary = "A quoted text does not end"
      help = "close the quotes"
      isAboutContext = true
    case "found unknown escape character":
      summary = "Unknown escape sequence in double quotes"
      help = #"write '\\' for a backslash, or use single quotes"#
    case "found invalid Unicode character escape code":
      summary = "An escape sequence is not a Unicode character"
      help = #"write characters beyond U+FFFF as one escape, such as "\U0001F600""#
    case "did not find expected hexdecimal number":
      summary = "An escape sequence lacks hexadecimal digits"
      help = #"'\x' takes two digits, '\u' four and '\U' eight; write '\\' for a backslash"#
    case "did not find expected alphabetic or numeric character":
      summary = "A '*' or '&' begins an alias or anchor, and a name must follow"
      help = "put a text that begins with '*' or '&' in quotes"
      isAboutContext = true
    case "did not find expected <document start>":
      summary = "Text follows the end of the document's value"
      help = "begin another document with a line '---', and check the indentation of this line"
    case "block sequence entries are not allowed in this context":
      summary = "A '-' stands where no list can begin"
      help = "begin the list on a line of its own, or put the text in quotes"
    case "control characters are not allowed":
      summary = "The text contains a control character"
      help = #"remove it, or write it as an escape such as "\e" in double quotes"#
    case "mapping keys are not allowed in this context":
      summary = "A '?' stands where no key can begin"
      help = "put a text that begins with '? ' in quotes"
    case "did not find expected comment or line break", "found an indentation indicator equal to 0":
      summary = "More than indicators follows a '|' or '>'"
      help = "begin the text on the next line, indented; put a text that begins with '|' or '>' in quotes"
    case "found duplicate %YAML directive":
      code = .unsupportedDirective
      summary = "The directive '%YAML' stands twice"
      help = "remove one of the two"
    case "found undefined tag handle":
      code = .unknownTag
      summary = "A tag has a handle that is not defined"
      help = "remove the tag"
    case _ where problem.context == "while scanning a tag" || problem.context == "while parsing a tag":
      summary = "A '!' begins a tag, and this is none"
      help = "put a text that begins with '!' in quotes"
      isAboutContext = true
    default:
      summary = "The text is not valid YAML: " + Self.sentence(problem)
      help = "put texts with special characters in quotes, and check the indentation"
    }
  }

  /// libyaml's words, which never quote the text.
  private static func sentence(_ problem: SyntaxProblem) -> String {
    [problem.context, problem.message].compactMap(\.self).joined(separator: ", ")
  }
}
