/// Finding the specs, and telling what is a job.
extension DiagnosticHelp {
  static let unreadableFile = DiagnosticHelp(
    .error,
    text: """
      A file or directory that was named, or lies in a named directory, could not be read: it is not
      there, or may not be read, or is larger than any spec. It is an error and not skipped, since a
      comparison without it would take its jobs for jobs that nobody declares.
      """,
    .advice("Check the path, which is relative to the working directory, and the permissions."))

  static let linkOutsideRoot = DiagnosticHelp(
    .error,
    text: """
      A symbolic link leads out of the directory that was named. Specs in a pull request are written by
      its author: a link to a file of the machine that checks it could bring that file's lines into a
      public report. Nothing of the target is read.
      """,
    .advice("Replace the link by a copy, or name the directory it leads to as well."))

  static let notARegularFile = DiagnosticHelp(
    .error,
    text: """
      Something with the name of a spec is a pipe, a device or a socket. Reading it could wait for ever,
      or never end.
      """,
    .advice("Pipe its text in and name '-': 'COMMAND | jobdrift validate -'."))

  static let noJobs = DiagnosticHelp(
    .error, .warning,
    text: """
      What was named holds no job at all. That is nearly always a wrong path, and a plan without specs
      would call every live job undeclared. Directories are read at every depth, files ending with .yaml
      and .yml, without directories whose name begins with a dot.
      """,
    .spec(
      """
      # kind: Job
      # metadata: {name: nightly}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """))

  static let notAnObject = DiagnosticHelp(
    .error,
    text: """
      A document is a text, a number or a list in a list, where a mapping with 'kind', 'metadata' and
      'spec' belongs. Often the file is something else altogether, or a key has no ':' behind it.
      """,
    .spec(
      """
      kind Job
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """))

  static let missingKind = DiagnosticHelp(
    .error,
    text: """
      The document looks like a job and does not say that it is one. 'bl apply' chooses what to do by
      'kind', and does nothing with documents that have none.
      """,
    .spec(
      """
      metadata: {name: nightly}
      spec:
        runtime: {memory: 4096}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {memory: 4096}
        """))

  static let unknownKind = DiagnosticHelp(
    .error,
    text: """
      The kind is nearly 'Job'. 'bl apply' compares it letter by letter and skips what it does not know
      without a word, so that the job would never be changed again.
      """,
    .spec(
      """
      kind: job
      metadata: {name: nightly}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """))

  static let skippedKind = DiagnosticHelp(
    .note,
    text: """
      Documents of other kinds, such as 'Agent' or 'Policy', stand among the specs. They are counted and
      not compared. Strictness about how they are written is reported as notes, and their lines are
      quoted without values, since nothing is known of the secrets in them.
      """,
    .spec(
      """
      kind: Agent
      metadata: {name: helper}
      ---
      kind: Job
      metadata: {name: nightly}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """))

  static let missingName = DiagnosticHelp(
    .error,
    text: """
      The job has no 'metadata.name'. The name is what tells which live job a spec is about; without one,
      versions of 'bl apply' crash, take the display name, or make a new job with a random name.
      """,
    .spec(
      """
      kind: Job
      metadata: {displayName: Nightly}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly, displayName: Nightly}
        """),
    rule: "Control plane API, schema Metadata (name is required)")

  static let duplicateJob = DiagnosticHelp(
    .error,
    text: """
      Two documents declare a job of the same name, in one file or in several; the notes name the other
      places. 'bl apply' sends them one after the other, so that the last one wins, and which one is last
      depends on the names of the files.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec: {runtime: {memory: 2048}}
      ---
      kind: Job
      metadata: {name: nightly}
      spec: {runtime: {memory: 4096}}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec: {runtime: {memory: 4096}}
        """))

  static let workspaceMismatch = DiagnosticHelp(
    .error,
    text: """
      'metadata.workspace' names another workspace than the one that is compared with. The field belongs to
      the server and chooses nothing: applying would send the job to the workspace one is logged in to.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly, workspace: acme-staging}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """))
}
