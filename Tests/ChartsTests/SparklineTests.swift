import Charts
import Testing

@Suite struct SparklineTests {
    @Test(arguments: [
        ([], 5, ""), ([1], 5, "▄"), ([2, 2, 2], 5, "▄▄▄"), ([0, 7], 5, "▁█"),
        ([0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"),
        ([0, 0, 7, 7], 2, "▁█"), ([0, .nan, 7], 5, "▁×█"), ([.infinity], 5, "×"), ([1, 2], 0, ""),
        ([-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude], 2, "▁█"),
    ])
    func drawsSparklines(_ values: [Double], _ width: Int, _ text: String) {
        #expect(Sparkline.text(values, width: width) == text)
    }
}
