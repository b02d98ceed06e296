/// Texts that are not what they should be, before anybody asks what they say.
extension DiagnosticHelp {
  static let invalidUTF8 = DiagnosticHelp(
    .error,
    text: """
      A byte of the file belongs to no UTF-8 character: usually the file was saved in another encoding,
      such as Latin-1, or was cut off in the middle of a character. Nothing of it is read, since every
      reader would guess something else in that place.
      """,
    .advice(
      """
      Save the file as UTF-8. 'file NAME' guesses the encoding it has, and
      'iconv -f LATIN1 -t UTF-8 NAME' converts it.
      """),
    rule: "YAML 1.2.2 §5.2 and RFC 8259 §8.1 (texts are UTF-8); RFC 3629 (what UTF-8 is)")

  static let unsupportedEncoding = DiagnosticHelp(
    .error,
    text: """
      The file is in UTF-16 or UTF-32, as some editors on Windows save by default. YAML allows that, but
      tools around it do not: reviews show the file as binary, and 'grep' finds nothing in it.
      """,
    .advice("Save the file as UTF-8, or convert it with 'iconv -f UTF-16 -t UTF-8 NAME'."),
    rule: "YAML 1.2.2 §5.2 (character encodings)")

  static let yamlSyntax = DiagnosticHelp(
    .error,
    text: """
      The text is not YAML, so that nothing after this place can be read. 'bl apply -f DIR' prints such
      an error and goes on with the other files: the job keeps what it has, and the run looks done.

      The caret is where the reader gave up. The mistake is there or before it; a note says where the
      list, mapping or quoted text began. Of the parts that were not read, only punctuation, known field
      names and harmless values are quoted, since a secret could stand among the rest.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {image: job/nightly:v2
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {image: job/nightly:v2}
        """),
    rule: "YAML 1.2.2, as libyaml reads it; characters that only some readers take for a line end: §5.4")

  static let jsonSyntax = DiagnosticHelp(
    .error,
    text: """
      The text is not JSON. Comments, commas behind the last element, single quotes and NaN are no part
      of it, whatever a lenient reader accepts.

      A text is read as JSON when its name ends with '.json', or when it has no name and begins with '{'
      or '['. 'bl apply' skips JSON files.
      """,
    .json(
      #"{"kind": "Job", "metadata": {"name": "nightly"}, "spec": {},}"#,
      mended: #"{"kind": "Job", "metadata": {"name": "nightly"}, "spec": {}}"#),
    rule: "RFC 8259")

  static let duplicateKey = DiagnosticHelp(
    .error,
    text: """
      One mapping has the same key twice. Readers disagree about which value counts: some take the last,
      some the first, and go-yaml, which 'bl' reads specs with, refuses the document. Whoever wrote the
      second one meant to change something, and may not have.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          memory: 2048
          timeout: 3600
          memory: 4096
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            memory: 4096
            timeout: 3600
        """),
    rule: "YAML 1.2.2 §3.2.1.3 (keys of a mapping are unique); RFC 8259 §4 for JSON")

  static let nonStringKey = DiagnosticHelp(
    .error,
    text: """
      Keys of a job are strings. A number, 'true', 'null', a list or a mapping in the place of a key is
      legal YAML, has no JSON to be sent as, and is read differently from tool to tool.
      """,
    .spec(
      """
      kind: Job
      metadata:
        name: nightly
        labels: {2026: budget}
      """,
      mended: """
        kind: Job
        metadata:
          name: nightly
          labels: {"2026": budget}
        """),
    rule: "RFC 8259 §4 (the names in an object are strings)")

  static let unknownTag = DiagnosticHelp(
    .error,
    text: """
      A tag such as '!Ref' or '!vault' asks the reader to make something of the value that only one tool
      can make. 'bl' would ignore the tag and send the text behind it as it is.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {image: !Ref NightlyImage}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {image: "${NIGHTLY_IMAGE}"}
        """),
    rule: "YAML 1.2.2 §10.3 (the core schema and its tags)")

  static let wrongTag = DiagnosticHelp(
    .error,
    text: """
      The tag says that the value is something else than it is, such as '!!int' before a word. One of the
      two is a mistake, and which one is not for a reader to decide.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {timeout: !!int 1h}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {timeout: 3600}
        """),
    rule: "YAML 1.2.2 §10.3.2 (what the tags of the core schema fit)")

  static let undefinedAlias = DiagnosticHelp(
    .error,
    text: """
      '*name' stands for the value that '&name' marked earlier in the same document, and no such mark is
      there. Documents of one file do not share anchors. Text that begins with '*', such as a cron
      schedule, needs quotes.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          envs: *shared
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            envs: [{name: MODE, value: full}]
        """),
    rule: "YAML 1.2.2 §7.1 (alias nodes)")

  static let recursiveAlias = DiagnosticHelp(
    .error,
    text: """
      The alias stands inside the value that it names, so that the value would contain itself without end.
      YAML can say that; JSON, and with it the API, cannot.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: &runtime
          envs: [{name: MODE, value: full}, *runtime]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            envs: [{name: MODE, value: full}]
        """),
    rule: "YAML 1.2.2 §3.2.1 (graphs of nodes may have cycles); RFC 8259 (trees have none)")

  static let invalidMerge = DiagnosticHelp(
    .error,
    text: """
      '<<' brings the members of another mapping into this one, so that a mapping, or a list of mappings,
      must stand behind it: usually an alias. An ordinary key called '<<' needs quotes.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {<<: defaults, memory: 4096}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {memory: 4096}
        """),
    rule: "Merge Key Language-Independent Type for YAML 1.1; YAML 1.2 has no such rule, 'bl' follows it")

  static let ambiguousScalar = DiagnosticHelp(
    .error,
    text: """
      By YAML 1.2, 0777 is the number 777. 'bl' reads specs with go-yaml, which still follows rules of
      YAML 1.1: there it is 511, the octal number. In the same way go-yaml takes 1_000 for 1000, 0b11 for
      3, 08 for 8.0, 2001-12-14 for a time that it prints in another form, and rounds integers beyond 64
      bits. What would be sent is not what the spec seems to say, so that the spec must say it otherwise.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {timeout: 0900, memory: 4_096}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {timeout: 900, memory: 4096}
        """),
    rule: "YAML 1.2.2 §10.3.2 (core schema), against YAML 1.1's int, float and timestamp types")

  static let unsupportedDirective = DiagnosticHelp(
    .error,
    text: """
      '%YAML 1.1' asks for rules that are not applied here: 'yes' would be true, and 1:30 a number. '%TAG'
      defines short names of tags, and specs have no use for tags. Only '%YAML 1.2' may stand.
      """,
    .spec(
      """
      %YAML 1.1
      ---
      kind: Job
      metadata: {name: nightly}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """),
    rule: "YAML 1.2.2 §6.8 (directives)")

  static let budgetExceeded = DiagnosticHelp(
    .error,
    text: """
      A text is larger, deeper or has more aliases than any spec needs. The limits are there because specs
      may come from a stranger's pull request: a few hundred bytes of nested aliases can stand for
      billions of values, and 100,000 brackets would exhaust a stack.

      The limits of a file of specs: 1 MiB, 64 levels, 200,000 values with those of aliases, 1,000
      aliases, 1,000 documents, 256 KiB in one scalar.
      """,
    .advice(
      """
      Split the file, keep large data out of specs, or name the directory of the specs and not one
      above it.
      """))
}
