import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// The JSON plan: one document, described by `schemas/plan.schema.json`.
struct JSONRenderer: ReportRenderer {
  static let formatVersion = "1.0"

  func render(_ report: Report, in context: RenderContext) -> [UInt8] {
    var (bytes, bodyStart) = document(report, digest: nil)
    // What stands behind the digest is what it is computed over: it is written once.
    let head = document(report, digest: Digest.text(of: bytes), hasBody: false)
    bytes.replaceSubrange(..<bodyStart, with: head.bytes[..<head.bodyStart])
    return bytes
  }

  /// What pins the content of a report in all of its formats.
  func digest(of report: Report) -> String {
    Digest.text(of: document(report, digest: nil).bytes)
  }

  /// The document, and where in it the summary begins; without a digest, what the digest is computed over.
  private func document(_ report: Report, digest: String?, hasBody: Bool = true) -> (bytes: [UInt8], bodyStart: Int) {
    var json = JSONWriter()
    var bodyStart = 0
    json.object { json in
      head(report, digest, &json)
      bodyStart = json.bytes.count
      if hasBody { body(report, &json) }
    }
    return (json.finish(), bodyStart)
  }

  private func head(_ report: Report, _ digest: String?, _ json: inout JSONWriter) {
    json.member("format", "jobdrift.plan")
    json.member("formatVersion", Self.formatVersion)
    if digest != nil {
      json.key("tool")
      json.object {
        $0.member("name", report.tool.name)
        $0.member("version", report.tool.version)
      }
    }
    json.member("direction", "live-to-desired")
    json.key("scope")
    scope(report.scope, &json)
    json.member("verdict", report.verdict.rawValue)
    if let digest {
      json.key("exitCode")
      json.integer(Int(report.exitCode))
      json.member("digest", digest)
    }
  }

  private func body(_ report: Report, _ json: inout JSONWriter) {
    json.key("summary")
    summary(report, &json)
    json.key("jobs")
    json.array { for job in report.jobs { self.job(job, &$0) } }
    json.key("diagnostics")
    json.array { for finding in report.diagnostics { $0.diagnostic(finding) } }
  }

  private func scope(_ scope: Scope, _ json: inout JSONWriter) {
    json.object { json in
      json.member("workspace", scope.workspace)
      json.member("liveSource", scope.liveSource?.rawValue)
      switch scope.completeness {
      case .complete?, .incomplete?:
        json.key("complete")
        json.boolean(scope.completeness == .complete)
      case .unproven?: json.member("complete", "unproven")
      case nil: break
      }
      json.member("takenAt", scope.takenAt?.description)
      json.member("pages", scope.pages)
      json.member("liveJobs", scope.liveJobs)
      json.member("desiredJobs", scope.desiredJobs)
      json.member("revealedJobs", scope.revealedJobs)
      json.member("base", scope.base?.name)
      json.member("baseCommit", scope.base?.commit)
      json.member("ownership", scope.ownership)
      if !scope.selection.isEmpty {
        json.key("selection")
        json.array { json in for flag in scope.selection { json.string(flag) } }
      }
      json.member("now", scope.now?.description)
    }
  }

  private func summary(_ report: Report, _ json: inout JSONWriter) {
    let summary = report.summary
    json.object { json in
      for action in [JobPlan.Action.create, .update, .delete] { json.member(action.rawValue, summary.count(action)) }
      json.member("liveOnly", summary.count(.liveOnly))
      json.member("unchanged", summary.count(.unchanged))
      json.key("fields")
      json.object { json in
        for operation in [Change.Operation.add, .remove, .change, .reorder] {
          json.member(operation.rawValue, summary.count(operation))
        }
        json.member("unmanagedField", summary.count(.unmanagedField))
      }
      json.key("folded")
      json.object { json in
        for reason in Fold.Reason.allCases { json.member(reason.rawValue, summary.count(reason)) }
      }
      guard report.scope.base != nil else { return }
      json.key("origins")
      json.object { json in
        for origin in Origin.allCases { json.member(origin.rawValue, summary.count(origin)) }
      }
    }
  }

  private func job(_ job: ReportedJob, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", job.name)
      json.member("action", job.action.rawValue)
      json.member("origin", job.origin?.rawValue)
      json.member("renamedFrom", job.formerName)
      json.member("source", startOf: job.source)
      json.member("baseSource", startOf: job.baseSource)
      if let live = job.live {
        json.key("live")
        json.object { json in
          json.member("status", live.status)
          json.member("updatedAt", live.updatedAt)
          json.member("updatedBy", live.updatedBy)
          json.member("revision", live.revision)
        }
      }
      json.key("changes")
      json.array { for change in job.changes { self.change(change, &$0) } }
      json.key("folded")
      json.array { json in
        for fold in job.folds {
          json.object { json in
            json.member("path", fold.path.description)
            json.member("reason", fold.reason.rawValue)
            json.member("detail", fold.detail)
            json.matchedBy(fold.match)
          }
        }
      }
    }
  }

  private func change(_ change: ReportedChange, _ json: inout JSONWriter) {
    json.object { json in
      json.member("path", change.path.description)
      json.member("pointer", change.pointer.description)
      json.member("op", change.operation.rawValue)
      json.key("counts")
      json.boolean(change.counts)
      json.member("origin", change.origin?.rawValue)
      if change.basis == .base { json.member("basis", change.basis.rawValue) }
      for (key, value) in [("before", change.before), ("after", change.after)] {
        guard let value, !change.isSensitive else { continue }
        json.key(key)
        json.reported(value)
      }
      if let value = change.baseValue {
        json.key("baseValue")
        json.reported(value)
      }
      if change.isSensitive {
        json.key("sensitive")
        json.boolean(true)
      }
      if let effect = change.effect {
        json.key("effect")
        self.effect(effect, &json)
      }
      json.matchedBy(change.match)
      if let source = change.source {
        json.key("source")
        json.object { $0.members(of: source) }
      }
    }
  }

  private func effect(_ effect: Effect, _ json: inout JSONWriter) {
    json.object { json in
      json.member("runsPerYear", effect.runsPerYear)
      json.member("millicores", effect.millicores)
      switch effect.gate {
      case .starts(let name)?: json.member("starts", name)
      case .stops(let name)?: json.member("stops", name)
      case nil: break
      }
      if !effect.nextRuns.isEmpty {
        json.key("nextRuns")
        json.array { json in for time in effect.nextRuns { json.string(time.description) } }
      }
    }
  }
}
