package import ConfigValue

/// One field of a job: what it may hold, who decides it, and how it is compared.
///
/// Everything the tool knows of a field stands here; validation, comparison, redaction, documentation and the
/// generators of the property tests read it. A class, since walks along the table pass it on at each step.
package final class Field: Sendable {
  /// Who decides a field's value.
  package enum Owner: String, Sendable {
    /// The spec. What the spec leaves out is reported.
    case user
    /// The spec when it speaks, the server when it is silent.
    case either
    /// The server. Never a difference.
    case server
    /// The spec, in requests only: the API never gives it back, so it cannot be compared.
    case writeOnly = "write-only"
    /// The file format; not part of the job.
    case envelope
  }

  /// What a live value means where the spec is silent and no default is documented.
  package enum Silence: Sendable {
    /// Shown as an unmanaged field that does not count.
    case shown
    /// An unmanaged field that counts: applying may remove it.
    case counts
    /// The server filled it in: folded.
    case filled
  }

  /// Different values that mean the same in this field.
  package enum Equivalence: Sendable {
    /// None but equal numbers.
    case exact
    /// Container images: without a tag means `:latest`; digests stay apart.
    case image
    /// Cron expressions: those that always fire at the same times.
    case schedule
    /// The given word in the spec stands for whatever the server chose.
    case anything(where: String)
    /// A string that holds a JSON array stands for the array.
    case listInText
  }

  /// What a change of a value brings about beyond it.
  package enum Effect: Sendable {
    case none
    /// `false` keeps what is named from happening, such as `every execution`; absence does not.
    case gate(of: String)
    /// The schedules inside of the object around it start something only where it has one of these values, or none.
    case selector(ofSchedulesWhere: Set<String>)
    /// One CPU core comes with each so many.
    case cores(per: Int)
  }

  /// When a field's value is secret.
  package enum Secrecy: Sendable {
    case never
    case always
    /// When the boolean field beside it says so on either side, or the field beside it that names it has a secret word.
    case marked(by: String, named: String)
  }

  package let name: String
  package let shape: Shape
  package let owner: Owner
  package let isRequired: Bool
  /// The value that the API documents for the field being absent.
  package let documentedDefault: PlainValue?
  package let silence: Silence
  package let equivalence: Equivalence
  /// Whether the API may give back asterisks in place of the value.
  package let isMaskable: Bool
  package let secrecy: Secrecy
  /// The live field beside this one whose presence means that this one is kept elsewhere and not given back.
  package let storedElsewhereBy: String?
  package let effect: Effect
  /// What a number counts, as people write it: `MB`, `s`, `%`.
  package let unit: String?
  /// One sentence for people.
  package let documentation: String

  package init(
    _ name: String, _ shape: Shape, owner: Owner = .user, required: Bool = false,
    default documentedDefault: PlainValue? = nil,
    silence: Silence = .shown, equivalence: Equivalence = .exact, maskable: Bool = false, secrecy: Secrecy = .never,
    storedElsewhereBy: String? = nil, effect: Effect = .none, unit: String? = nil, _ documentation: String
  ) {
    self.name = name
    self.shape = shape
    self.owner = owner
    isRequired = required
    self.documentedDefault = documentedDefault
    self.silence = silence
    self.equivalence = equivalence
    isMaskable = maskable
    self.secrecy = secrecy
    self.storedElsewhereBy = storedElsewhereBy
    self.effect = effect
    self.unit = unit
    self.documentation = documentation
  }

  /// The same field with its shape numbered.
  func numbered(by names: NameTable) -> Field {
    Field(
      name, shape.numbered(by: names), owner: owner, required: isRequired, default: documentedDefault,
      silence: silence, equivalence: equivalence, maskable: isMaskable, secrecy: secrecy,
      storedElsewhereBy: storedElsewhereBy, effect: effect, unit: unit, documentation)
  }
}
