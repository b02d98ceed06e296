package import ConfigValue
package import Diagnostics

/// The secret scalars of documents: what they are, and where they stand.
package struct SecretScan: Sendable {
  /// The texts, for finding copies of them elsewhere.
  package private(set) var texts: Set<String> = []
  /// The places: of each document in its order, and documents in the order in which they were scanned.
  package private(set) var ranges: [SourceRange] = []
  /// Where documents stand in which something is secret.
  private var concerned: Set<SourceRange> = []
  /// Where jobs stand in which a list element marks itself as a secret's.
  private var marked: Set<SourceRange> = []
  private let schema: JobSchema

  package init(by schema: JobSchema) {
    self.schema = schema
  }

  /// Adds the secrets of a document: of a job, or of a list of them.
  package mutating func scan(_ document: Value) {
    if document.kind == .list {
      for job in document.elements { scan(job) }
    } else {
      var walk = SecretWalk(by: schema)
      walk.scanJob(document)
      if walk.foundMark {
        marked.insert(document.range)
        walk.scanMarks([document], .object(schema.job))
      }
      if walk.foundMark || !walk.ranges.isEmpty || !walk.texts.isEmpty { concerned.insert(document.range) }
      add(walk)
    }
  }

  /// Adds the secrets of a job that has nothing, but in some of its members, that another job in which nothing is secret does not
  /// have in the same place; see `holdsSecrets`.
  package mutating func scan(_ members: [MemberPlace], of job: Value) {
    var walk = SecretWalk(by: schema)
    for member in members { walk.scan(member, of: job) }
    add(walk)
  }

  /// Adds what looks secret in a value that the table says nothing of.
  package mutating func scanUnknown(_ value: Value) {
    var walk = SecretWalk(by: schema)
    walk.scanUnknown(value)
    add(walk)
  }

  /// Adds what is secret in a job because another version of it says so, of versions that were scanned.
  ///
  /// There is nothing to add unless `hasMarks` says of one of them that it does.
  package mutating func scanShared(_ versions: [Value]) {
    guard versions.contains(where: { SecretWalk.hasMark($0, by: schema) }) else { return }
    var walk = SecretWalk(by: schema)
    walk.scanMarks(versions, .object(schema.job))
    add(walk)
  }

  /// Whether a list element of a job marks itself as a secret's, so that elements of the same name in other versions of the job
  /// are secret, too. The job must have been scanned here or in what was merged. Jobs of texts that no map holds are not told
  /// apart when they stand in the same place: true of one of them is true of all.
  package func hasMarks(_ job: Value) -> Bool {
    !marked.isEmpty && marked.contains(job.range)
  }

  /// Whether something in a job is secret, or may be, since it was or is to be put in from outside. The job must have been scanned
  /// here or in what was merged; of jobs in the same place, see `hasMarks`.
  package func holdsSecrets(_ job: Value) -> Bool {
    job.tree.hasMarks || !concerned.isEmpty && concerned.contains(job.range)
  }

  /// Whether nothing was found.
  package var isEmpty: Bool { texts.isEmpty && ranges.isEmpty && marked.isEmpty && concerned.isEmpty }

  /// Adds texts that came from elsewhere.
  package mutating func hide(_ texts: Set<String>) {
    self.texts.formUnion(texts)
  }

  /// Adds all that another scan by the same schema found, its places behind those found here.
  package mutating func merge(_ other: SecretScan) {
    if !other.texts.isEmpty { texts.formUnion(other.texts) }
    if !other.ranges.isEmpty { ranges += other.ranges }
    if !other.concerned.isEmpty { concerned.formUnion(other.concerned) }
    if !other.marked.isEmpty { marked.formUnion(other.marked) }
  }

  private mutating func add(_ walk: SecretWalk) {
    if !walk.ranges.isEmpty { ranges += walk.ranges }
    if !walk.texts.isEmpty { texts.formUnion(walk.texts) }
  }

  /// Whether a text is a secret, or has one in it, by what it says itself.
  ///
  /// - Parameter isMisplaced: whether the table says nothing of a text in this place, so that all of it may be an assignment.
  package static func isSecret(_ text: String, isMisplaced: Bool, by schema: JobSchema) -> Bool {
    SecretText.hasSecretShape(text) || isMisplaced && SecretText.isSecretAssignment(text)
      || StructuredText(text, by: schema)?.isSecret == true
  }
}
