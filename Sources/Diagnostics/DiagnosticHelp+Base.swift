extension DiagnosticHelp {
  static let undecidedOwnership = DiagnosticHelp(
    .warning,
    text: """
      With '--ownership label=NAME=VALUE', live jobs with that label and without a spec are to be deleted.
      The label of this job is not in the snapshot, because it was, or looked like, a secret. The job is
      shown as live only, and counted among what could not be compared; '--fail-on unknown' ends the run
      with 2.
      """,
    .advice(
      """
      Compare with the API instead of a snapshot, or own jobs by a label that does not look like a secret.
      """))

  static let invalidBase = DiagnosticHelp(
    .warning,
    text: """
      A file of the base, the version of the specs given with '--base', has errors. What could be read of it
      is compared; a job that could not be is taken for one that the base does not have, so that all its
      differences count as this change's. The comparison with the live jobs is not affected.
      """,
    .advice("Nothing, when this change mends the file. 'jobdrift validate' on the base lists all its errors."))

  static let unusableBase = DiagnosticHelp(
    .error,
    text: """
      What was given with '--base' could not be read. It is a directory or a file of specs where there is
      one, else a git revision. Of a revision, the specs are read where the branch that is checked out left
      it, which needs the history up to there: CI systems fetch one commit unless they are told otherwise.
      """,
    .advice(
      """
      Check the name. In CI, check out with the full history ('fetch-depth: 0'), or fetch what is missing:
      'git fetch --unshallow origin', 'git fetch origin main:refs/remotes/origin/main'.
      """))

  static let unusedIgnore = DiagnosticHelp(
    .warning,
    text: """
      No job has a value at the place that the rule given with '--ignore' covers: the job is gone, the field
      is gone, or one of the two is misspelled, so that what it was meant for is not ignored.
      """,
    .advice("Correct the rule or remove it. The JSON plan has the paths of all values that differ."))
}
