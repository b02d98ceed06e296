import DriftEngine
import JobDiff
import PlanReport
import TestSupport
import Testing

/// Where other tools report noise, exactly the truth.
@Suite struct NoiseTests {
  @Test func `The first of six variables removed and one appended is two changes`() async {
    func envs(_ names: ClosedRange<Int>, _ element: (String) -> String) -> String {
      names.map { element("V\($0)") }.joined(separator: ", ")
    }
    let outcome = await Outcome(
      of:
        "runtime: {envs: [\(envs(2...7) { "{name: \($0), value: x}" })]}",
      #""runtime": {"envs": [\#(envs(1...6) { #"{"name": "\#($0)", "value": "x"}"# })]}"#)
    #expect(outcome.changes == ["add runtime.envs[V7]", "remove runtime.envs[V1]"])
  }

  @Test func `Another order of variables, triggers, ports, volumes and policies is nothing`() async {
    let outcome = await Outcome(
      of:
        """
        policies: [a, b, c], volumes: [{name: v, type: ephemeral, mountPath: /v, sizeMb: 1}, \
        {name: w, type: ephemeral, mountPath: /w, sizeMb: 1}], triggers: [{id: t, type: http}, {type: cron}, {id: u, type: http}], \
        runtime: {ports: [{name: p, target: 1}, {target: 2}, {target: 3, protocol: TCP}], \
        envs: [{name: A, value: x}, {name: B, value: y}]}
        """,
      """
      "policies": ["c", "a", "b"], "volumes": [{"name": "w", "type": "ephemeral", "mountPath": "/w", "sizeMb": 1},
      {"name": "v", "type": "ephemeral", "mountPath": "/v", "sizeMb": 1}],
      "triggers": [{"id": "u", "type": "http"}, {"id": "made-up", "type": "cron"}, {"id": "t", "type": "http"}],
      "runtime": {"ports": [{"target": 3, "protocol": "TCP"}, {"target": 2}, {"name": "p", "target": 1}],
      "envs": [{"name": "B", "value": "y"}, {"name": "A", "value": "x"}]}
      """)
    #expect(outcome.changes == [])
    #expect(outcome.exitCode == 0)
  }

  @Test func `Another spelling of the same is nothing`() async {
    let outcome = await Outcome(
      of:
        "runtime: {image: app, memory: 4096.0}, triggers: [{id: t, type: cron, configuration: {schedule: '@hourly'}}]",
      """
      "runtime": {"image": "app:latest", "memory": 4096},
      "triggers": [{"id": "t", "type": "cron", "configuration": {"schedule": "0 * * * *"}}]
      """)
    #expect(outcome.changes == [])
    #expect(
      outcome.folds == [
        "equivalent runtime.image", "equivalent runtime.memory", "equivalent triggers[t].configuration.schedule",
      ])
    #expect(outcome.report.verdict == .clean)
  }

  @Test func `A schedule edited on a trigger without an id is one change, with what it means`() async {
    let outcome = await Outcome(
      of:
        "triggers: [{type: cron, enabled: true, configuration: {schedule: '*/5 * * * *'}}]",
      #""triggers": [{"id": "made-up", "type": "cron", "enabled": true, "configuration": {"schedule": "0 * * * *"}}]"#)
    #expect(outcome.changes == ["change triggers[made-up].configuration.schedule"])
    #expect(outcome.report.text(.text).contains("24 → 288 runs/day"))
    #expect(outcome.report.text(.json).contains(#""matchedBy": "type""#))
  }

  @Test func `A spec saved by bl from the job itself is clean, with one note`() async {
    let report = await EngineRun.plan(specs: Self.saved, live: Self.live)
    #expect(report.verdict == .clean)
    #expect(report.exitCode == 0)
    #expect(report.jobs.flatMap(\.changes).isEmpty)
    #expect(report.outline == ["note server-owned-field"])
  }

  /// What `bl get job etl -o yaml` prints: every field that the client knows, filled with zeros.
  private static let saved = """
    ---
    apiVersion: blaxel.ai/v1alpha1
    kind: Job
    metadata:
      createdAt: "2026-01-05T08:00:00Z"
      createdBy: ana@acme.io
      displayName: ""
      externalId: ""
      labels:
        team: search
        x-blaxel-auto-generated: "true"
      name: etl
      plan: ""
      updatedAt: "2026-11-20T17:04:11Z"
      updatedBy: ana@acme.io
      url: ""
      workspace: acme
    spec:
      enabled: true
      githubRunner:
        repositories: null
      policies: null
      region: us-was-1
      revision:
        active: r-7
        canary: ""
        canaryPercent: 0
        stickySessionTtl: 0
        traffic: 100
      runtime:
        diskPercent: 0
        envs: null
        generation: mk3
        image: job/etl:v1
        maxRetries: 0
        memory: 4096
        ports: null
        timeout: 0
      triggers:
      - configuration:
          authenticationType: ""
          callbackSecret: ""
          callbackUrl: ""
          path: ""
          retry: 0
          schedule: 0 * * * *
          tasks: null
          tasksRef: ""
          timeout: 0
        enabled: true
        id: cron-1
        type: cron
      volumes:
      - mountPath: /mnt/data
        name: scratch
        readOnly: false
        sizeMb: 1.048576e+06
        type: ephemeral
    status: DEPLOYED
    """

  private static let live = """
    [{"metadata": {"name": "etl", "labels": {"team": "search", "x-blaxel-auto-generated": "true"}, "workspace": "acme",
      "createdAt": "2026-01-05T08:00:00Z", "createdBy": "ana@acme.io", "updatedAt": "2026-11-20T17:04:11Z",
      "updatedBy": "ana@acme.io"},
      "spec": {"enabled": true, "region": "us-was-1", "revision": {"active": "r-7", "traffic": 100},
       "runtime": {"image": "job/etl:v1", "generation": "mk3", "memory": 4096},
       "triggers": [{"id": "cron-1", "type": "cron", "enabled": true, "configuration": {"schedule": "0 * * * *"}}],
       "volumes": [{"name": "scratch", "type": "ephemeral", "mountPath": "/mnt/data", "sizeMb": 1048576}]},
      "status": "DEPLOYED", "events": []}]
    """
}
