import ConfigValue

/// The fields of a Blaxel batch job: the one table that validation, comparison, redaction and documentation follow.
///
/// From the API's OpenAPI document (control plane, schemas `Job`, `JobSpec`, `JobRuntime`, `Env`, `Port`, `Trigger`,
/// `TriggerConfiguration`, `JobVolume`, `RevisionConfiguration`, `GithubRunnerConfig`) and the official clients. The
/// document declares one default, `spec.enabled`; ranges and lengths come from its prose, so that breaking them is a
/// warning.
///
/// To add a field, add one entry; everything else follows.
enum JobFields {
  static var job: [Field] {
    [
      Field("apiVersion", .string(), owner: .envelope, "Version of the file format, such as `blaxel.ai/v1alpha1`."),
      Field("kind", .string(), owner: .envelope, "Kind of the document; `Job` for jobs."),
      Field("metadata", .object(metadata), required: true, "What the job is called and who it belongs to."),
      Field("spec", .object(spec), "What the job runs, when, and with which resources."),
      Field("status", .string(), owner: .server, "State of the job's deployment."),
      Field("events", .list(of: .anything, .ordered), owner: .server, "History of the job's deployments."),
    ]
  }

  private static var metadata: [Field] {
    [
      Field(
        "name", .string(StringRule(maximumLength: 49, isName: true)), required: true,
        "Identifier of the job, unique in the workspace; lowercase letters, digits and hyphens. It cannot be changed."),
      Field("displayName", .string(StringRule(maximumLength: 63)), "Name shown in the console."),
      Field("externalId", .string(StringRule(maximumLength: 64)), "Identifier of the caller's own choosing."),
      Field("labels", .map(serverPrefix: "x-blaxel-"), "Free labels, by name."),
      Field("createdAt", .string(), owner: .server, "Time the job was created."),
      Field("updatedAt", .string(), owner: .server, "Time the job was last changed."),
      Field("createdBy", .string(), owner: .server, "User or service account that created the job."),
      Field("updatedBy", .string(), owner: .server, "User or service account that last changed the job."),
      Field("plan", .string(), owner: .server, "Billing plan, taken from the account."),
      Field("url", .string(), owner: .server, "Address generated for the resource."),
      Field("workspace", .string(), owner: .server, "Workspace the job belongs to."),
    ]
  }

  private static var spec: [Field] {
    [
      Field(
        "enabled", .boolean, default: true, effect: .gate(of: "every execution"), "Whether new executions may start."),
      Field(
        "policies", .list(of: .string(), .set), silence: .counts,
        "Names of the policies that govern the job, in any order."),
      Field(
        "region", .string(), owner: .either, equivalence: .anything(where: "auto"),
        "Region the job is deployed in, such as `us-was-1`; `auto` lets the server choose."),
      Field(
        "revision", .object(revision), owner: .either, silence: .filled,
        "Which revisions serve, and how traffic is split."),
      Field("githubRunner", .object(githubRunner), "GitHub repositories the job runs workflows for."),
      Field("runtime", .object(runtime), "Image, resources and environment of each task."),
      Field(
        "triggers", .list(of: .object(trigger), .key("id", describedBy: "type", serverMade: true)), silence: .counts,
        "What starts executions, besides requests."),
      Field(
        "volumes", .list(of: .object(volume), .key("name")), silence: .counts,
        "Scratch volumes created when a task starts and destroyed when it ends."),
    ]
  }

  private static var revision: [Field] {
    [
      Field("active", .string(), owner: .server, "Revision that serves."),
      Field("canary", .string(), owner: .either, silence: .filled, "Revision that gets the canary's share of traffic."),
      Field(
        "canaryPercent", .integer(0...100), owner: .either, silence: .filled, unit: "%", "Share of the canary revision."
      ),
      Field(
        "stickySessionTtl", .integer(), owner: .either, silence: .filled, unit: "s",
        "How long a client stays with one revision; 0 is off."),
      Field("traffic", .integer(0...100), owner: .either, silence: .filled, unit: "%", "Share of the active revision."),
    ]
  }

  private static var githubRunner: [Field] {
    [
      Field(
        "repositories", .list(of: .string(), .set), silence: .counts, equivalence: .listInText,
        "Repositories as `owner/name`, in any order; one or more enable the runner.")
    ]
  }

  private static var runtime: [Field] {
    [
      Field("image", .string(), owner: .either, equivalence: .image, "Container image; without a tag, `latest`."),
      Field(
        "memory", .integer(1...Int.max), effect: .cores(per: 2048), unit: "MB",
        "Memory of each task; one CPU core comes with each 2048 MB."),
      Field("timeout", .integer(0...Int.max), unit: "s", "How long a task may run."),
      Field("maxRetries", .integer(0...Int.max), "How often a failed task is tried again."),
      Field("diskPercent", .integer(10...95), unit: "%", "Share of the memory given to the disk."),
      Field(
        "generation", .string(StringRule(choices: ["mk2", "mk3"])), owner: .server,
        "Infrastructure generation; jobs run on mk3 whatever is sent."),
      Field(
        "envs", .list(of: .object(environmentVariable), .key("name")), silence: .counts,
        "Environment variables. The API masks every value it gives back."),
      Field(
        "ports", .list(of: .object(port), .key("name", orElse: ["target", "protocol"])), silence: .counts,
        "Ports the task listens on."),
      Field("dockerConfig", .string(), owner: .writeOnly, secrecy: .always, "Registry credentials for the image."),
      Field("skipBuild", .anything, owner: .writeOnly, "Whether to deploy the image without a build."),
    ]
  }

  private static var environmentVariable: [Field] {
    [
      Field("name", .string(), required: true, "Name of the variable."),
      Field(
        "value", .string(), maskable: true, secrecy: .marked(by: "secret", named: "name"),
        "Value of the variable; always a string."),
      Field("secret", .boolean, "Whether the value is kept as a secret."),
    ]
  }

  private static var port: [Field] {
    [
      Field("name", .string(), silence: .filled, "Name of the port."),
      Field("target", .integer(1...65535), required: true, "Number of the port."),
      Field("protocol", .string(StringRule(choices: ["HTTP", "TCP", "UDP", "TLS"])), "Protocol spoken on the port."),
    ]
  }

  private static var trigger: [Field] {
    [
      Field(
        "id", .string(), owner: .either, silence: .filled,
        "Identifier of the trigger; the server makes one up when there is none."),
      Field(
        "type", .string(StringRule(choices: ["http", "http-async", "cron"])),
        effect: .selector(ofSchedulesWhere: ["cron"]), "What the trigger reacts to."),
      Field(
        "enabled", .boolean, default: true, effect: .gate(of: "the trigger"), "Whether the trigger starts executions."),
      Field("configuration", .object(triggerConfiguration), "How the trigger works; the fields depend on its type."),
    ]
  }

  private static var triggerConfiguration: [Field] {
    [
      Field(
        "schedule", .string(), equivalence: .schedule, "When a cron trigger fires: five cron fields, read in UTC."),
      Field(
        "tasks", .list(of: .anything, .ordered), storedElsewhereBy: "tasksRef",
        "Arguments of the tasks of each execution, in order; without any, one task without arguments."),
      Field("tasksRef", .string(), owner: .server, "Where the server keeps a long list of tasks."),
      Field("retry", .integer(0...Int.max), "How often a failed start is tried again."),
      Field("timeout", .integer(0...900), unit: "s", "How long an asynchronous request may take."),
      Field("path", .string(), "Path of an http trigger."),
      Field("authenticationType", .string(), "How callers of an http trigger are authenticated."),
      Field("callbackUrl", .string(), "Address told when an asynchronous request has ended."),
      Field(
        "callbackSecret", .string(), owner: .server, maskable: true, secrecy: .always,
        "Secret that signs callbacks; made by the server."),
    ]
  }

  private static var volume: [Field] {
    [
      Field("name", .string(), required: true, "Name of the volume."),
      Field("mountPath", .string(), required: true, "Absolute path the volume is mounted at."),
      Field("type", .string(StringRule(choices: ["ephemeral"])), required: true, "Kind of the volume."),
      Field("sizeMb", .integer(1...Int.max), required: true, unit: "MB", "Size of the volume."),
      Field("readOnly", .boolean, "Whether tasks may only read it."),
    ]
  }
}
