package import ConfigValue
package import JobModel

extension Value {
  /// The job with values in place of its references; without values, what refers to a variable is unknown.
  package func substituted(by variables: Variables = Variables(unresolved: .unknown)) -> Value {
    var substitution = Substitution(variables)
    return substitution.apply(to: [self], by: .blaxel) { _ in true }.first ?? self
  }
}
