package import FineTuning
import HTTPClient
package import JSONText
import Text

/// One account at one server that speaks the API.
package struct APIEndpoint: Sendable, CustomStringConvertible {
    /// Which header carries the key.
    package enum KeyHeader: String, Sendable {
        /// `Authorization: Bearer …`, OpenAI's own.
        case bearer
        /// `api-key: …`, Azure's.
        case apiKey = "api-key"
    }

    /// Everything before `/fine_tuning/jobs`, for example `https://api.openai.com/v1`, with or without a final slash.
    package var baseURL: String
    /// Sent to ``baseURL`` and nowhere else.
    package var key: EndpointKey
    /// Which header carries the key.
    package var keyHeader: KeyHeader
    /// The `OpenAI-Organization` header.
    package var organization: String?
    /// The `OpenAI-Project` header.
    package var project: String?
    /// Members that join the body of the create call, replace its own or, as null, take them away.
    package var createExtra: JSONObject
    /// Where the create call has the hyperparameters.
    package var hyperparameters: HyperparameterPlace
    /// Added to the query of every call, already encoded, for example `api-version=preview`.
    package var query: String?
    /// Bound of a connection, TLS handshake included.
    package var connectTimeout: Duration
    /// Bound of a call; uploads, downloads and answers of a model get more.
    package var timeout: Duration
    /// Allows `http` to hosts other than loopback.
    package var allowHTTP: Bool
    /// Certificates of the authorities that are trusted here, a PEM file; nil for those of the system.
    package var authorities: String?

    package init(
        baseURL: String = StandardServer.baseURL, key: EndpointKey, keyHeader: KeyHeader = .bearer,
        organization: String? = nil, project: String? = nil, query: String? = nil,
        createExtra: JSONObject = [:], hyperparameters: HyperparameterPlace = .method,
        connectTimeout: Duration = StandardServer.connectTimeout,
        timeout: Duration = StandardServer.timeout,
        allowHTTP: Bool = false, authorities: String? = nil
    ) {
        self.baseURL = baseURL
        self.key = key
        self.keyHeader = keyHeader
        self.organization = organization
        self.project = project
        self.query = query
        self.createExtra = createExtra
        self.hyperparameters = hyperparameters
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.allowHTTP = allowHTTP
        self.authorities = authorities
    }

    /// The base URL: the key is never part of a text.
    package var description: String { baseURL.printable }

    /// The headers of every call.
    var headers: [HTTPHeader] {
        var headers = [HTTPHeader("Accept", "application/json")]
        switch keyHeader {
        case .bearer: headers.append(HTTPHeader("Authorization", "Bearer \(key.secret)"))
        case .apiKey: headers.append(HTTPHeader("api-key", key.secret))
        }
        if let organization { headers.append(HTTPHeader("OpenAI-Organization", organization)) }
        if let project { headers.append(HTTPHeader("OpenAI-Project", project)) }
        return headers
    }

    /// The address of a thing: each segment is encoded, so an id cannot lead elsewhere.
    func url(_ segments: [String], _ query: [(name: String, value: String)] = []) -> String {
        let path = segments.map { "/" + $0.percentEncoded }.joined()
        var parts = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        if let extra = self.query, !extra.isEmpty { parts.append(extra) }
        return baseURL.withoutSlashesAtEnd + path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}

/// The key of an account; no description and no dump shows it.
package struct EndpointKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// What the one header of a request carries.
    let secret: String
    /// A shorter key hides nothing that could not be guessed, and its letters are in every sentence.
    private static let leastSize = 8

    package init(_ secret: String) { self.secret = secret }

    package var description: String { "(key)" }
    package var debugDescription: String { "(key)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The text without this key and without anything that looks like one: servers echo keys in their messages.
    func redacting(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let range = nextKey(in: rest) {
            result += rest[..<range.lowerBound] + "(key)"
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private func nextKey(in text: Substring) -> Range<Substring.Index>? {
        let own = secret.utf8.count < Self.leastSize ? nil : text.firstRange(of: secret)
        let scalars = text.unicodeScalars
        var searched = text
        while let prefix = searched.firstRange(of: "sk-") {
            let before = prefix.lowerBound == text.startIndex ? nil : scalars[scalars.index(before: prefix.lowerBound)]
            if before.map(Self.isPartOfKey) != true {
                let end = scalars[prefix.upperBound...].firstIndex { !Self.isPartOfKey($0) } ?? text.endIndex
                if let own, own.upperBound <= prefix.lowerBound { return own }
                if let own, own.lowerBound <= prefix.lowerBound { return own.lowerBound..<max(own.upperBound, end) }
                return prefix.lowerBound..<end
            }
            searched = searched[prefix.upperBound...]
        }
        return own
    }

    private static func isPartOfKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "*": true
        default: false
        }
    }
}
