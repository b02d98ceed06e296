import BlaxelAPI
import Testing

/// What is kept out of the log.
@Suite struct SecretRegisterTests {
  @Test func `A secret is masked wherever it stands, and in base64`() {
    let register = SecretRegister()
    #expect(register.masking("key bl_key?>") == "key bl_key?>")
    register.insert(["bl_key?>"])
    register.insert(["bl_key", ""])
    #expect(register.masking("bl_key?> xbl_key?>y bl_key") == "*** x***y ***")
    #expect(register.masking("Ymxfa2V5Pz4= Ymxfa2V5Pz4") == "*** ***")
    #expect(register.masking("") == "")
  }

  @Test func `Client credentials are masked as they are given, and what they hold`() {
    let register = SecretRegister()
    // 'id:the-secret'
    register.insert(["aWQ6dGhlLXNlY3JldA=="])
    #expect(register.masking("aWQ6dGhlLXNlY3JldA== id:the-secret the-secret id") == "*** *** *** id")
  }
}
