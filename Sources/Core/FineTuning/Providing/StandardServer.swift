/// What holds for a server of fine-tuning where nobody says otherwise.
public enum StandardServer {
    /// Where OpenAI's own API is, without a slash at the end.
    public static let baseURL = "https://api.openai.com/v1"
    /// From the start of a call to an open connection, TLS handshake included.
    public static let connectTimeout = Duration.seconds(10)
    /// From the start of a call to its last byte; uploads, downloads and answers of a model have more.
    public static let timeout = Duration.seconds(30)
}
