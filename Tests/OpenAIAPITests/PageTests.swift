import OpenAIAPI
import Testing

@Suite struct PageTests {
}
