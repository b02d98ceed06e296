import Testing

@testable import BlaxelAPI

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

  @Test func `Client credentials are masked as they are given, and what they hold`() throws {
    let register = SecretRegister()
    // 'id:the-secret'
    register.insert(try Credentials(clientCredentials: "aWQ6dGhlLXNlY3JldA==", from: .clientVariable).secrets)
    #expect(register.masking("aWQ6dGhlLXNlY3JldA== id:the-secret the-secret id") == "*** *** *** id")
  }

  @Test func `A secret that is noted later is masked with the others, whatever came first`() {
    let register = SecretRegister()
    register.insert(["key-0123456789abcdef"])
    register.insert(["key-0123456789abcdef-and-a-longer-one", "key-0123456789abcdef"])
    #expect(register.masking("(key-0123456789abcdef-and-a-longer-one)") == "(***)")
    #expect(register.maskingParts(of: "0123456789 -a-longer-") == "*** ***")
  }

  @Test func `A secret is masked where it is percent-encoded`() {
    let register = SecretRegister()
    register.insert(["bl+key/of=mine"])
    #expect(register.masking("q=bl%2Bkey%2Fof%3Dmine&r=bl%2bkey%2fof%3dmine") == "q=***&r=***")
  }

  @Test func `In an error, long parts of a secret are masked, too`() {
    let register = SecretRegister()
    register.insert(["test-key-abcdef0123456789"])
    #expect(register.maskingParts(of: "bad key test-key-abc prefix") == "bad key *** prefix")
    #expect(register.maskingParts(of: "ends with 23456789.") == "ends with ***.")
    #expect(register.maskingParts(of: "test-key-abcdef0123456789") == "***")
    #expect(register.maskingParts(of: "a short one: test-ke") == "a short one: test-ke")
    #expect(register.maskingParts(of: "") == "")
  }
}
