/// Why nothing was compared. None of these says anything about the jobs.
extension DiagnosticHelp {
  static let missingCredentials = DiagnosticHelp(
    .error,
    text: """
      There is no API key, no client credentials and no login for the workspace, or they are not usable. A
      key is never taken from a flag's value, which every user of the machine could see in the list of
      processes.
      """,
    .advice(
      """
      Write a key into a file and name it with '--api-key-file PATH', or set BL_API_KEY or
      BL_CLIENT_CREDENTIALS, or run 'bl login WORKSPACE'; the first of these counts. 'jobdrift config
      --show-origin' tells which is used. In a pull request from a fork there is no key: compare with saved
      jobs by '--live FILE'.
      """))

  static let invalidLogin = DiagnosticHelp(
    .error,
    text: """
      ~/.blaxel/config.yaml, where 'bl login' keeps workspaces and what opens them, is not valid YAML, or
      something in it has the wrong type, and the run needs something of it: the workspace, its
      environment or its credentials. Its lines are never quoted, since they hold keys.
      """,
    .advice(
      """
      Mend the place that is named, or move the file away and run 'bl login WORKSPACE'. With -w, an address
      and a key from flags or variables, nothing of the file is needed.
      """))

  static let endedLogin = DiagnosticHelp(
    .error,
    text: """
      The login that 'bl' keeps of the workspace says that its time is over. It is not renewed here: a login
      can be renewed once, so that 'bl' would be logged out.
      """,
    .advice("Run 'bl login WORKSPACE', or any other command of 'bl', which renews it."))

  static let missingWorkspace = DiagnosticHelp(
    .error,
    text: """
      The API keeps jobs by workspace, and none was named, or the name holds spaces or other characters
      that names do not have.
      """,
    .advice("Name it with '-w NAME' or in BL_WORKSPACE, or run 'bl login NAME'."))

  static let invalidAddress = DiagnosticHelp(
    .error,
    text: """
      The API's address is not one that a key may be sent to: https with a host, without credentials,
      query or fragment; plain http only for this machine, and with '--insecure-http'. Or BL_ENV names no
      environment of Blaxel.
      """,
    .advice(
      """
      Write it like https://api.blaxel.ai/v0 in '--api-url' or BL_API_URL, or leave it out; write 'prod',
      'dev' or 'local' in BL_ENV.
      """))

  static let invalidConnection = DiagnosticHelp(
    .error,
    text: """
      The file of CA certificates cannot be read or holds none, or a variable such as HTTPS_PROXY is not the
      address of a proxy. Nothing was sent: a connection without the setting would not be the one that was
      asked for.
      """,
    .advice(
      """
      Give '--ca-file' or SSL_CERT_FILE a file of certificates in PEM. Write proxies like
      http://proxy.example:3128 or socks5://proxy.example:1080; percent-encode what opens them.
      """))

  static let openConnection = DiagnosticHelp(
    .warning,
    text: """
      With '--insecure-http', the key and the jobs are sent without encryption to another machine. Everybody
      on the way can read and change both, so that the key must be thought of as known.
      """,
    .advice("Use an https address; '--ca-file' names the certificate of a private authority."))

  static let apiUnreachable = DiagnosticHelp(
    .error,
    text: """
      No complete answer came: the host is not known, nothing listens there, its certificate cannot be
      trusted, a proxy did not let through, or the connection broke. What such failures leave open is never
      taken for an empty list.
      """,
    .advice("Check the address, the network and any proxy, and try again."))

  static let apiTimeLimit = DiagnosticHelp(
    .error,
    text: "The API took longer than the limit of one request, after repeated attempts.",
    .advice("Try again; check the network and any proxy, and Blaxel's status page when it lasts."))

  static let apiRejectedKey = DiagnosticHelp(
    .error,
    text: """
      The API answered 401: it does not know the key or login, or no longer does. The message says where it
      came from. Client credentials may also be refused with 400 or 403 when a token is asked for.
      """,
    .advice(
      """
      Check what the message names: keys are made in the workspace's settings, and 'bl login WORKSPACE'
      makes a login. 'jobdrift config --show-origin' tells what else is set.
      """),
    rule: "Blaxel's documentation of access tokens; RFC 6749 §5.2")

  static let apiForbidden = DiagnosticHelp(
    .error,
    text: """
      The API answered 403: it knows the key, and the key may not read this. Usually the key belongs to
      another workspace. With '--reveal-env' it also lacks the role of a workspace administrator.
      """,
    .advice("Check the workspace given with '-w' or in BL_WORKSPACE; compare without '--reveal-env'."),
    rule: "Blaxel's documentation of access tokens; GET /jobs/{jobId}, parameter show_secrets")

  static let apiNotFound = DiagnosticHelp(
    .error,
    text: """
      The API answered 404 to the question for the list of jobs: the workspace does not exist, or the
      address is not that of the API.
      """,
    .advice("Check the workspace's name, and that the address ends with /v0."))

  static let apiError = DiagnosticHelp(
    .error,
    text: """
      The API answered with a failure of its own, or asked to slow down, and still did after repeated
      attempts. A listing that breaks off is not used.
      """,
    .advice("Try again in a minute; see Blaxel's status page when it lasts."))

  static let apiRedirect = DiagnosticHelp(
    .error,
    text: """
      The API's address leads to another server, to another list than was asked for, or leads on and on.
      Redirects are only followed on the same scheme, host and port, since the key would be sent to
      wherever they point, and with the whole query, since part of a list would pass for all of it.
      """,
    .advice("Give the right address with '--api-url' or BL_API_URL."))

  static let apiMalformed = DiagnosticHelp(
    .error,
    text: """
      An answer is not what the API's documentation promises: no JSON, no list of jobs, or a job without a
      name. A web page in its place is usually that of a proxy or of a login.
      """,
    .advice("Check the address; report it to Blaxel's support when it is right."),
    rule: "Control plane API, GET /jobs")

  static let incompleteListing = DiagnosticHelp(
    .error,
    text: """
      The listing of live jobs cannot be trusted to be whole: a cursor came twice or was refused, a job is
      listed twice or missing although it exists, there are fewer jobs than the API says, or the listing
      does not end. It was read again from its beginning, and was no better. With a part of the jobs, every
      missing one would look like a job to create.
      """,
    .advice(
      """
      Try again, best while nobody changes jobs. When the API is known to count jobs that it does not
      list, vouch for the list with '--assume-complete'.
      """),
    rule: "Control plane API, GET /jobs, cursor paging")

  static let foreignJob = DiagnosticHelp(
    .error,
    text: """
      A live job says that it belongs to another workspace than the one that is asked about: a gateway may
      have dropped the workspace from the request, or the file of live jobs is of another one. The jobs of
      two workspaces often have the same names, so that a comparison would say nothing.
      """,
    .advice("Check the workspace, the key and the file."))

  static let leavingJob = DiagnosticHelp(
    .note,
    text: """
      A job with the status DELETING or TERMINATED is still listed and no longer live. It is compared with
      nothing, and a spec of its name is a job to create.
      """,
    .advice("Nothing needs to be done; a job of the same name can be created when it is gone."))

  static let emptySelection = DiagnosticHelp(
    .error,
    text: """
      '--job' and '--selector' narrow a run to some jobs, and no job, neither a spec nor a live one, is
      among them. A plan of nothing would find no differences, whatever there are.
      """,
    .advice("Correct it, or say '--allow-empty' where there need not be such a job."))

  static let unusableSnapshot = DiagnosticHelp(
    .error,
    text: """
      The file given with '--live' cannot stand for the live jobs: it holds something else, a job without a
      name or twice, one page of a longer listing, or exactly 200 jobs, which is where 'bl get jobs' stops
      without a word. A snapshot cannot when it was changed by hand, was written by a newer jobdrift, or is
      of another workspace than the one that is asked about.
      """,
    .advice(
      """
      Save the live jobs with 'jobdrift snapshot -o live.json', or with 'bl get jobs --all -o json >
      live.json'. When exactly 200 jobs of such a list are all there are, say so with '--assume-complete'.
      """))

  static let staleSnapshot = DiagnosticHelp(
    .error,
    text: """
      The snapshot given with '--live' is older than '--max-age' allows, so that what it says of the live
      jobs may no longer be true. A file that does not say when it was saved, and one that is more than
      five minutes ahead of the time of the run, are never young enough.
      """,
    .advice("Save the live jobs again with 'jobdrift snapshot', or allow a greater age."))

  static let unmaskableSecret = DiagnosticHelp(
    .error,
    text: """
      A snapshot holds no secrets: masks stand in their places. The name of a job or of the workspace, the
      API's address and the names of a job's own fields are needed for comparing, so that no mask can stand
      there. One of them holds a text that is secret elsewhere, or looks like a credential.
      """,
    .advice("Change the secret, which is no longer one, or the name. Nothing was saved."))

  static let outputFailed = DiagnosticHelp(
    .error, .warning,
    text: """
      A report or a snapshot could not be written whole: the disk is full, the directory is missing, or
      may not be written; or a link would have it written outside of the working directory, or replaced by a
      file where it leads to a device. A file that was there before is left as it was. The run ends with 1,
      whatever the comparison found, and the reports that could be written say so.

      With '-o github', it may also be the summary of the step or its outputs, whose files
      GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name. A summary that has no room for the plan is a warning: the
      plan is in the log.
      """,
    .advice("Check the path behind '-o', and what else the step writes into its summary."))
}
