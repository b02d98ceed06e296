/// Variables of specs, as 'bl apply' replaces them before it sends a job.
extension DiagnosticHelp {
  static let misplacedVariable = DiagnosticHelp(
    .error,
    text: """
      A variable stands where the text itself must stand: in the name of a job, in 'kind', in a key, or in
      what tells the elements of a list apart, such as the name of an environment variable or the id of a
      trigger. These decide what a spec is compared with, so that with another value the plan would be
      about something else.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: "nightly-${STAGE}"}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly-prod}
        """))

  static let unresolvedVariable = DiagnosticHelp(
    .error, .note,
    text: """
      A variable has no value and no default. 'bl apply' would take it from its environment or its '.env'
      file, and sends the text '${NAME}' itself when it is in neither.

      Values are taken only from where a flag says so, never from the whole environment: specs in a pull
      request are written by its author, and a spec that names AWS_SECRET_ACCESS_KEY would bring it into
      the report. References to secrets, ${secrets.NAME}, need no value: what they stand for is unknown,
      and counted as not compared.
      """,
    .advice(
      """
      Give it a value with '--var NAME=VALUE' or '--env-file PATH', name it with '--env NAME' when it is a
      variable of the process, or write a default: ${NAME:default}. '--unresolved=unknown' leaves what
      depends on it out of the comparison and counts it.
      """),
    rule: "bl apply, substitution of variables (Blaxel toolkit, cli/core)")

  static let variableLookAlike = DiagnosticHelp(
    .error,
    text: """
      The text looks like a shell's or Compose's way to write a variable. 'bl apply' knows $NAME, ${NAME}
      and ${NAME:default} and the same with 'secrets.' before the name. It reads ${NAME:-8080} as a
      variable with the default '-8080', ${NAME:?text} and ${NAME:=text} likewise. '$$NAME' is no dollar
      for it: it replaces '$NAME' and leaves the first '$'. A dollar before a name is written "\\x24", in
      double quotes.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          envs: [{name: PORT, value: "${PORT:-8080}"}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            envs: [{name: PORT, value: "${PORT:8080}"}]
        """),
    rule: "bl apply, substitution of variables (Blaxel toolkit, cli/core)")

  static let ambiguousSubstitution = DiagnosticHelp(
    .error,
    text: """
      'bl apply' replaces variables in the raw text of the file, before it is read as YAML. A value with a
      quote, a line end, ': ' or ' #' in it, or one that begins with a character that YAML gives a meaning,
      would change what the lines around it say: end a text early, begin a comment, add a key. jobdrift
      replaces variables in values that have been read, and reads the replaced text, too: where the two
      come to different jobs, it says so instead of choosing one.
      """,
    .advice(
      """
      Write the reference in braces, and the scalar in double quotes: there every value is itself that has
      no double quote, backslash or line end. Other values are better written into the spec itself.
      """),
    rule: "bl apply, substitution of variables (Blaxel toolkit, cli/core); YAML 1.2.2 §7.3 (flow scalars)")

  static let invalidEnvFile = DiagnosticHelp(
    .error, .warning,
    text: """
      A line of the file named with '--env-file' is none that the tool knows. A line is NAME=VALUE, with
      'export ' before it or not; a comment that begins with '#'; or empty. Values may stand in single
      quotes, where every character is itself, or in double quotes, where \\n, \\r, \\", \\\\ and \\$ are escapes.
      'bl' replaces variables in values outside of single quotes, so that a reference there is an error. So
      are two files that give one variable different values: 'bl' takes the first, other tools the last.

      The line itself is not quoted: nearly everything in such files is secret.
      """,
    .advice("Mend the line. A file is read only when it is named; '.env' is not, unlike by 'bl apply'."))

  static let unusedVariable = DiagnosticHelp(
    .warning,
    text: """
      A variable was given with '--var', and no spec refers to it. Its name may be misspelled: a reference
      with a default would then stand for the default, without a word.
      """,
    .advice("Mend the name, or leave the flag out. Variables of files and of the process may be left unused."))
}
