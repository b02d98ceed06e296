import ConfigValue
import Diagnostics
import JobDiff
import JobModel

/// Loads the desired jobs from the texts that were named, and finds everything wrong with them in one go.
struct SpecLoader {
  typealias Retention = SpecReader.Retention

  private let effects: any FileSystem
  private let selection: SpecSelection
  private let variables: LoadedVariables
  private let found: [SpecFile]
  private let reader: SpecReader
  private var read: SpecBatch

  var texts: ReadTexts { read.texts }
  /// The jobs, when they are kept.
  var jobs: [JobDocument] { read.jobs }
  var names: DeclaredNames { read.names }
  var filesRead: Int { read.filesRead }
  var findings: [Diagnostic] { read.findings }
  /// What is secret by the live jobs that specs were compared with.
  var liveSecrets: SecretScan { read.liveSecrets }
  /// The jobs that were compared already.
  var compared: [Planner.ComparedPair] { read.compared }
  /// Where the live jobs that they were compared with stand in `LiveJobs.jobs`.
  var comparedLive: [Int] { read.comparedLive }
  /// The jobs that are declared for another workspace than that of the live jobs.
  var misplaced: [Diagnostic] { read.misplaced }

  /// Reads one file after the other.
  ///
  /// - Parameter texts: the texts that were read before.
  init(
    _ selection: SpecSelection, workspace: String?, keeping retention: Retention, in files: any FileSystem,
    into texts: ReadTexts = ReadTexts()
  ) {
    self.init(looking: selection, workspace: workspace, keeping: retention, in: files, into: texts)
    readAll()
    finish()
  }

  /// Reads several files at the same time, to the same end.
  ///
  /// - Parameters:
  ///   - texts: the texts that were read before.
  ///   - workers: how many rows of files are read at the same time, as far as none takes much longer than the others.
  ///   - budget: tells again and again how many it may be now; nil for as many as ever.
  static func load(
    _ selection: SpecSelection, workspace: String?, keeping retention: Retention, in files: any FileSystem,
    into texts: ReadTexts = ReadTexts(), workers: Int, within budget: WorkerBudget? = nil
  ) async -> SpecLoader {
    var loader = SpecLoader(looking: selection, workspace: workspace, keeping: retention, in: files, into: texts)
    if workers > 1 {
      // Twice as many, so that a row that takes longer than those behind it does not keep the workers waiting.
      await loader.readAll(underWay: 2 * workers, within: budget) { $0 }
    } else {
      loader.readAll()
    }
    loader.finish()
    return loader
  }

  /// Finds the files, and reads none of them.
  init(
    looking selection: SpecSelection, workspace: String?, keeping retention: Retention, in files: any FileSystem,
    into texts: ReadTexts
  ) {
    self.selection = selection
    effects = files
    var texts = texts
    variables = LoadedVariables(selection.variables, into: &texts, from: files)
    let specs = SpecFiles(under: selection.paths, atMost: selection.limits.files, in: files)
    found = specs.found
    reader = SpecReader(
      files: files, workspace: workspace, variables: variables.values, retention: retention,
      byteLimit: selection.limits.bytes)
    read = SpecBatch(texts: texts, by: reader)
    read.findings = variables.findings + specs.findings
  }

  /// The name of the first text behind those of the specs.
  var behind: SourceID { SourceID(rawValue: first.rawValue + UInt32(found.count)) }

  private var first: SourceID { read.texts.sources.next }

  // MARK: Reading

  /// How many files are read in a row: enough that passing them on costs nothing, and few enough that one row is small.
  private static let rowLength = 32

  private var rows: [Range<Int>] {
    stride(from: 0, to: found.count, by: Self.rowLength).map { $0..<min($0 + Self.rowLength, found.count) }
  }

  /// Reads row after row, and has `settle` do what can be done with each by itself.
  mutating func readAll(_ settle: (SpecBatch) -> SpecBatch = { $0 }) {
    let first = first
    for row in rows where read.bytesRead <= selection.limits.bytes {
      read.append(settle(reader.read(found[row], as: Self.name(first, row.lowerBound))))
    }
  }

  /// Reads rows at the same time, has `settle` do what can be done with each by itself, and puts them together in their order.
  ///
  /// - Parameters:
  ///   - most: how many rows may be asked for and not be put together yet, which bounds what is held of them.
  ///   - budget: tells again and again how many rows may be read at the same time; nil when `most` is all that bounds them.
  mutating func readAll(
    underWay most: Int, within budget: WorkerBudget? = nil, _ settle: @escaping @Sendable (SpecBatch) async -> SpecBatch
  ) async {
    let (rows, first, found, reader) = (rows, first, found, reader)
    await withTaskGroup(of: (Int, SpecBatch).self) { group in
      var (asked, done, taken) = (0, 0, 0)
      var early: [Int: SpecBatch] = [:]
      func ask() {
        while asked < min(rows.count, taken + most, done + (budget?.count ?? most)),
          read.bytesRead <= selection.limits.bytes
        {
          let (number, row) = (asked, rows[asked])
          asked += 1
          group.addTask {
            (number, await settle(reader.read(found[row], as: Self.name(first, row.lowerBound))))
          }
        }
      }
      ask()
      for await (number, batch) in group {
        done += 1
        early[number] = batch
        while let batch = early.removeValue(forKey: taken) {
          taken += 1
          if read.bytesRead <= selection.limits.bytes { read.append(batch) }
        }
        ask()
      }
    }
  }

  private static func name(_ first: SourceID, _ position: Int) -> SourceID {
    SourceID(rawValue: first.rawValue + UInt32(position))
  }

  /// Says what is to be said of all texts together.
  mutating func finish() {
    if read.bytesRead > selection.limits.bytes { reportTooMuch(selection.limits.bytes) }
    read.findings += variables.remarks(used: read.usedVariables, on: findings, in: effects)
    reportSkipped()
    reportDuplicates()
    if names.count == 0, !selection.allowsEmpty, !findings.hasErrors { reportEmpty(selection.paths) }
  }

  /// The jobs of texts that were read to their end.
  var readJobs: [JobDocument] {
    jobs.filter { !read.unreadSources.contains($0.nameRange.source) }
  }

  // MARK: Findings about all texts

  private mutating func reportDuplicates() {
    let duplicates = names.duplicates
    read.findings += duplicates
    let sources = Set(duplicates.flatMap { [$0.range].compactMap(\.self) + $0.notes.map(\.range) }.map(\.source))
    read.restore(sources.sorted())
  }

  private mutating func reportSkipped() {
    var skipped = read.skipped
    let unrelated = skipped.removeValue(forKey: "") ?? 0
    if !skipped.isEmpty {
      let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      read.findings.append(Diagnostic(.skippedKind, "Documents of other kinds were skipped: \(kinds)", severity: .note))
    }
    if unrelated > 0 {
      read.findings.append(
        Diagnostic(
          .skippedKind, "\(unrelated) document\(unrelated == 1 ? "" : "s") without a kind, and unlike a job, skipped",
          severity: .note))
    }
  }

  private mutating func reportTooMuch(_ most: Int) {
    read.findings.append(
      Diagnostic(
        .budgetExceeded, "The specs are larger than \(most) bytes together",
        help: "name the directories of the specs alone, or a part of them"))
  }

  private mutating func reportEmpty(_ paths: [String]) {
    let places = paths.map { $0 == "-" ? "standard input" : "'\(SpecFiles.shown($0, in: effects.workingDirectory))'" }
    read.findings.append(
      Diagnostic(
        .noJobs, "No job specs in \(places.joined(separator: ", "))",
        help: "name the directory of the specs; '--allow-empty' when it may be empty"))
  }
}
