import ConfigValue
import Diagnostics
import JobDiff
import JobModel
import TestSupport
import Testing

/// Where changes point.
@Suite struct PlaceTests {
  private let live = #"""
    {"metadata": {"name": "j", "labels": {"a": "1"}}, "spec": {"policies": ["p"], "gone": 1,
     "runtime": {"memory": 1, "timeout": 9, "envs": [{"name": "A", "value": "1"}]},
     "triggers": [{"id": "t", "configuration": {"schedule": "x", "tasks": [1, 2], "path": "/"}}]}}
    """#

  @Test func `Every change points at its value in the spec, or at the nearest thing around it`() throws {
    let text = MarkedText(
      #"""
      {"metadata": {"name": "j", "labels": {"a": «label "2"»}}, «spec "spec"»: {"policies": [«policy "q"», "p"],
       "runtime": {"memory": «memory 2», "timeout": 9, "envs": [{"name": "A", "value": «env "é"»}, «added {"name": "B"}»]},
       "triggers": [{"id": "t", "configuration": {"schedule": «schedule "y"», «tasks "tasks"»: [«task 3»], "path": "/"}}]}}
      """#)
    let changes = try compared(document(text.text), document(live)).changes
    let places = Dictionary(uniqueKeysWithValues: changes.map { ($0.path.description, $0) })
    let expected: [(path: String, mark: String, pointer: String)] = [
      ("metadata.labels.a", "label", "/metadata/labels/a"),
      ("spec.policies[q]", "policy", "/spec/policies/0"),
      ("spec.gone", "spec", "/spec/gone"),
      ("spec.runtime.memory", "memory", "/spec/runtime/memory"),
      ("spec.runtime.envs[A].value", "env", "/spec/runtime/envs/0/value"),
      ("spec.runtime.envs[B]", "added", "/spec/runtime/envs/1"),
      ("spec.triggers[t].configuration.schedule", "schedule", "/spec/triggers/0/configuration/schedule"),
      ("spec.triggers[t].configuration.tasks[#1]", "task", "/spec/triggers/0/configuration/tasks/0"),
      ("spec.triggers[t].configuration.tasks[live#2]", "tasks", "/spec/triggers/0/configuration/tasks/1"),
    ]
    #expect(changes.count == expected.count)
    for (path, mark, pointer) in expected {
      #expect(places[path]?.range == text.range(mark, in: SourceID(rawValue: 0)), "\(path)")
      #expect(places[path]?.pointer.description == pointer)
    }
  }

  @Test func `A change at the top of a spec points at the whole of it`() throws {
    let spec = try document(#"{"metadata": {"name": "j"}}"#)
    let changes = try compared(spec, document(live)).changes
    #expect(changes.first { $0.path.description == "spec.gone" }?.range == spec.value.range)
  }
}
