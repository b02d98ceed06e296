/// What a job declares, and how live jobs are.
extension DiagnosticHelp {
  static let unknownField = DiagnosticHelp(
    .error, .warning,
    text: """
      The field is not one that the API documents in this place. 'bl apply' reads jobs into fixed fields
      and drops all others without a word, so that a misspelled setting is simply not there.

      It is an error when a known field has nearly the same name. Otherwise it is compared all the same,
      as a field that may be newer than this tool, with a warning that 'bl apply' may not send it.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {maxRetrys: 3}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {maxRetries: 3}
        """),
    rule: "Control plane API, schemas Job, JobSpec, JobRuntime and those they name")

  static let wrongType = DiagnosticHelp(
    .error,
    text: """
      The value is not of the field's type: a text in the place of a number, one value in the place of a
      list. Applying it would fail, or make something else of it. Seconds and megabytes are plain numbers;
      values of environment variables are always strings.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          memory: "4096"
          timeout: 1h
          envs: [{name: PORT, value: 8080}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            memory: 4096
            timeout: 3600
            envs: [{name: PORT, value: "8080"}]
        """),
    rule: "Control plane API, schema of the field; 'jobdrift explain FIELD' shows it")

  static let valueOutOfRange = DiagnosticHelp(
    .warning, .error,
    text: """
      The API documents a range, a length or an alphabet for the field, in prose, and the value lies
      outside. The API may refuse it when it is applied.

      It is an error where no JSON could carry the value at all: .inf and .nan.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime: {diskPercent: 5}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {diskPercent: 50}
        """),
    rule: "Control plane API, description of the field; RFC 8259 §6 (numbers of JSON are finite)")

  static let unknownValue = DiagnosticHelp(
    .error, .warning,
    text: """
      The API documents the values that the field may have, and this is none of them. It is an error when
      it is nearly one of them; otherwise a warning, since the API's lists grow.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        triggers: [{id: nightly, type: corn}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          triggers: [{id: nightly, type: cron}]
        """),
    rule: "Control plane API, enumeration of the field")

  static let missingField = DiagnosticHelp(
    .error,
    text: """
      The API requires the field wherever the mapping around it stands, and would refuse the job. The
      caret points at the mapping that lacks it.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        volumes: [{name: scratch, type: ephemeral, sizeMb: 1024}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          volumes: [{name: scratch, type: ephemeral, sizeMb: 1024, mountPath: /scratch}]
        """),
    rule: "Control plane API, required fields of the schema")

  static let duplicateElement = DiagnosticHelp(
    .warning,
    text: """
      Two elements of a list have the same key, such as two variables of one name. Which of them the
      server keeps is not documented, and it gives ids of its own to triggers that share one. Only these
      elements are compared by their order; the others still by key.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          envs: [{name: MODE, value: full}, {name: MODE, value: fast}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            envs: [{name: MODE, value: fast}]
        """))

  static let maskInSpec = DiagnosticHelp(
    .error, .note,
    text: """
      The spec holds three or more asterisks in a field that the API masks. They come from 'bl get', which
      prints masks in the place of values. Applying them would replace the real value by asterisks.

      It is a note in a field that only the server writes, which applying does not send.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        runtime:
          envs: [{name: MODE, value: "****"}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime:
            envs: [{name: MODE, value: full}]
        """))

  static let serverOwnedField = DiagnosticHelp(
    .note,
    text: """
      The spec carries fields that the server writes, such as 'createdAt' or 'status', as specs made from
      'bl get' do. They are never compared and never a difference. One note a file names them.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly, createdAt: "2026-08-19T09:00:00Z"}
      status: DEPLOYED
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        """),
    rule: "Control plane API, fields marked readOnly")

  static let zeroValues = DiagnosticHelp(
    .warning,
    text: """
      Five or more fields are declared as 0, "" or false. Programs in Go, 'bl get job NAME -o yaml' among
      them, write every field they know, whether it was set or not. Most zeros mean the same as nothing;
      'enabled: false' does not: applying it stops every execution of the job.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly, displayName: "", externalId: ""}
      spec:
        enabled: false
        region: ""
        runtime: {memory: 4096, maxRetries: 0, timeout: 0}
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          runtime: {memory: 4096}
        """),
    rule: "Control plane API, schema JobSpec (enabled is true by default)")

  static let unknownSchedule = DiagnosticHelp(
    .warning,
    text: """
      The schedule is not one that the common readings of cron understand. The API documents five fields:
      minute, hour, day of month, month, day of week, in UTC. What the server makes of anything else is not
      known, so that such schedules are compared as text.
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        triggers: [{id: nightly, type: cron, configuration: {schedule: "@every 24h"}}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          triggers: [{id: nightly, type: cron, configuration: {schedule: "0 0 * * *"}}]
        """),
    rule: "Control plane API, schema TriggerConfiguration; crontab(5)")

  static let misleadingSchedule = DiagnosticHelp(
    .warning,
    text: """
      The schedule is valid and hardly means what it looks like: it never fires, a step reaches past the
      end of its field so that only the first value counts, or both day fields are set, which cron reads
      as "either" and not as "both".
      """,
    .spec(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        triggers: [{id: nightly, type: cron, configuration: {schedule: "*/90 * * * *"}}]
      """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          triggers: [{id: nightly, type: cron, configuration: {schedule: "0 * * * *"}}]
        """),
    rule: "crontab(5), about steps and about day of month and day of week")

  static let liveNotServing = DiagnosticHelp(
    .warning,
    text: """
      The live job's status is neither DEPLOYED nor BUILT: its last deployment failed, or is not finished,
      or it was switched off. The plan compares what is configured; whether it runs is another question.
      '--fail-on unhealthy' ends the run with 2 for such jobs.
      """,
    .advice("Look at the job in Blaxel's console, or with 'bl get job NAME'."),
    rule: "Control plane API, schema Job (status)")

  static let duplicateLiveElement = DiagnosticHelp(
    .warning,
    text: """
      A list of the live job has two elements with one key, such as two variables of one name. They cannot
      be told apart by key, so that these were compared in their order; the plan may show a change where
      only the order differs.
      """,
    .advice("Apply the spec once, with each key in it once."))

  static let alteredKey = DiagnosticHelp(
    .note,
    text: """
      The spec and the live job have an element each that differ in nothing but their key, such as a
      trigger whose id the server changed. They are taken for one, and the key is no difference. If they
      are two, applying removes the live one.
      """,
    .comparison(
      """
      kind: Job
      metadata: {name: nightly}
      spec:
        triggers: [{id: mine, type: http}]
      """,
      live: """
        [{"metadata": {"name": "nightly"}, "spec": {"triggers": [{"id": "theirs", "type": "http"}]}}]
        """,
      mended: """
        kind: Job
        metadata: {name: nightly}
        spec:
          triggers: [{id: theirs, type: http}]
        """),
    rule: "Control plane API, schema Trigger (ids are generated, and made unique)")
}
