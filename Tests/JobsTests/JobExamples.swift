import Testing

/// Job files that the reader and the published schema are both tried on.
enum JobExamples {
  /// A bad job file, and how the reader refuses it.
  struct Bad: Sendable, CustomTestStringConvertible {
    let text: String
    /// The path of the field in the error.
    let path: String
    /// What the error says about it, in part.
    let says: String
    /// Whether JSON Schema can express the rule at all.
    let isSeenBySchema: Bool

    init(_ text: String, _ path: String, _ says: String, schema isSeenBySchema: Bool = true) {
      self.text = text
      self.path = path
      self.says = says
      self.isSeenBySchema = isSeenBySchema
    }

    var testDescription: String { "\(path): \(says)" }
  }

  /// A minimal job file with more members.
  static func job(_ members: String) -> String {
    #"{"schema":"urn:assay:schema:job:v1","image":"matmul","command":["/matmul"]"#
      + (members.isEmpty ? "" : ",") + members + "}"
  }

  static let zeros = String(repeating: "0", count: 64)

  static let full = #"""
    {
      "schema": "urn:assay:schema:job:v1",
      "image": "matmul",
      "command": ["/matmul", "/in/a.npy", "/in/b.npy", "/out/c.npy"],
      "environment": {"K": "V", "B": "ä"},
      "inputs": {"a.npy": {"path": "a.npy"}, "b/b.npy": {"path": "b.npy"}},
      "outputs": ["c.npy", "a/logs/"],
      "resources": {
        "cpus": "500m", "memory": "1.5Gi", "pids": 64, "scratch": "64Mi", "output": "64M",
        "wallTime": "60s", "cpuTime": "0.5m", "stdout": 4096, "stderr": "4k", "openFiles": "32"
      },
      "network": "none",
      "determinism": "strict",
      "redundancy": {"replicas": 3, "quorum": 2, "maximum": 5, "comparator": "digest"}
    }
    """#

  static let good = [
    full,
    job(""),
    job(#""inputs":{"x":{"digest":"sha256:\#(zeros)"}}"#),
    job(#""outputs":["results/","results/summary.json","a","a-b","..c/.d"]"#),
    job(#""resources":{"cpus":1.5,"memory":1048576,"wallTime":"1h"}"#),
    job(#""redundancy":{"replicas":1}"#),
    job(#""numericProfile":"assay-f32-v1""#),
    job(
      #""numericProfile":"blas-f32","redundancy":{"comparator":"numeric","#
        + #""tolerance":{"relative":1e-5}}"#),
    job(#""redundancy":{"comparator":"numeric","tolerance":{"ulps":4,"absolute":0}}"#),
    job(#""redundancy":{"replicas":5,"quorum":5}"#),
    #"{"schema":"urn:assay:schema:job:v1","image":"sha256:\#(zeros)","command":["/a",""]}"#,
    job(#""resources":{"ioBandwidth":"10Mi","scratchFiles":1,"outputFiles":"1048576"}"#),
    job(#""network":"loopback","determinism":"strict""#),
    job(#""violations":"ignore""#), job(#""violations":"record""#),
    job(allow(#"{"address":"203.0.113.5","port":443,"protocol":"tcp"}"#)),
    job(allow(#"{"address":"2001:DB8:0::5","port":1},{"address":"10.0.0.1","port":65535}"#)),
  ]

  static func allow(_ entries: String) -> String { #""network":{"allow":[\#(entries)]}"# }
}

extension JobExamples {
  private static func tolerance(_ bounds: String) -> String {
    #""redundancy":{"comparator":"numeric","tolerance":{"# + bounds + "}}"
  }

  static let bad = documents + inputsAndOutputs + amounts + redundancies + networks

  static let documents: [Bad] = [
    Bad(job(#""numericProfile":"F32""#), "numericProfile", "a-z"),
    Bad(job(#""numericProfile":"""#), "numericProfile", "a-z"),
    Bad("[]", "", "an object"),
    Bad(
      #"{"image":"a","command":["/a"]}"#, "schema", "missing; expected “urn:assay:schema:job:v1”"),
    Bad(
      #"{"schema":"urn:assay:schema:job:v2","image":"a","command":["/a"]}"#, "schema", "job:v1"),
    Bad(job(#""memory":"1Gi""#), "memory", "no such field; known fields are schema, image"),
    Bad(job(#""resources":{"ram":"1Gi"}"#), "resources.ram", "no such field"),
    Bad(#"{"schema":"urn:assay:schema:job:v1","command":["/a"]}"#, "image", "missing"),
    Bad(
      #"{"schema":"urn:assay:schema:job:v1","image":"sha256:00","command":["/a"]}"#, "image",
      "64 lower-case digits"),
    Bad(
      #"{"schema":"urn:assay:schema:job:v1","image":"a b","command":["/a"]}"#, "image",
      "“a b”"
        .replacing("“", with: "\"").replacing("”", with: "\"")),
    Bad(#"{"schema":"urn:assay:schema:job:v1","image":"a","command":[]}"#, "command", "absolute"),
    Bad(
      #"{"schema":"urn:assay:schema:job:v1","image":"a","command":["a"]}"#, "command[0]", "absolute"
    ),
    Bad(
      #"{"schema":"urn:assay:schema:job:v1","image":"a","command":["/a",1]}"#, "command[1]",
      "a string"),
    Bad(
      #"{"schema":"urn:assay:schema:job:v1","image":"a","command":["/a","\u0000"]}"#, "command[1]",
      "without NUL"),
    Bad(job(#""environment":{"1A":"x"}"#), "environment.1A", "variable name"),
    Bad(job(#""environment":{"A=B":"x"}"#), "environment.A=B", "variable name"),
    Bad(job(#""environment":{"A":1}"#), "environment.A", "found 1; expected a string"),
    Bad(job(#""network":"host""#), "network", #"found "host"; expected “none”, “loopback” or"#),
    Bad(job(#""confidential":1"#), "confidential", "true or false"),
    Bad(job(#""determinism":"total""#), "determinism", "one of “standard”, “strict”"),
    Bad(job(#""violations":"forgive""#), "violations", "one of “ignore”, “record”"),
  ]

  static let inputsAndOutputs: [Bad] = [
    Bad(job(#""inputs":{"../x":{"path":"x"}}"#), #"inputs["../x"]"#, "relative path"),
    Bad(job(#""inputs":{"/x":{"path":"x"}}"#), "inputs./x", "relative path"),
    Bad(job(#""inputs":{"x":{}}"#), "inputs.x", "either a “path” or a “digest”"),
    Bad(
      job(#""inputs":{"x":{"path":"x","digest":"sha256:\#(zeros)"}}"#), "inputs.x", "either a"),
    Bad(job(#""inputs":{"x":{"digest":"sha256:ABC"}}"#), "inputs.x.digest", "sha256:"),
    Bad(job(#""inputs":{"x":{"path":""}}"#), "inputs.x.path", "the path of a file"),
    Bad(
      job(#""inputs":{"a":{"path":"a"},"a/b":{"path":"b"}}"#), "inputs.a/b",
      "no directory is itself an input", schema: false),
    Bad(job(#""outputs":["../c.npy"]"#), "outputs[0]", #"found "../c.npy"; expected a relative"#),
    Bad(job(#""outputs":["a/../c"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["a","./c"]"#), "outputs[1]", "relative path"),
    Bad(job(#""outputs":["/c"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["a//c"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["a b"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["/"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["../"]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":[""]"#), "outputs[0]", "relative path"),
    Bad(job(#""outputs":["a","a"]"#), "outputs[1]", "each output once"),
    Bad(job(#""outputs":["a","a/"]"#), "outputs[1]", "each output once", schema: false),
    Bad(job(#""outputs":["a/b","a"]"#), "outputs[0]", "no directory is itself", schema: false),
    Bad(job(#""outputs":["a/b/","a"]"#), "outputs[0]", "no directory is itself", schema: false),
  ]

  static let amounts: [Bad] = [
    Bad(
      job(#""resources":{"memory":"512MB"}"#), "resources.memory",
      #"found "512MB"; expected an amount of bytes with no unit or k, M, G, T, Ki, Mi, Gi, Ti, "#
        + "such as “512Mi”, from 1Mi to 16Ti; did you mean “512M”?"),
    Bad(job(#""resources":{"memory":"512mi"}"#), "resources.memory", "did you mean “512Mi”?"),
    Bad(job(#""resources":{"memory":"400m"}"#), "resources.memory", "did you mean “400M”?"),
    Bad(job(#""resources":{"memory":"-1"}"#), "resources.memory", "an amount of bytes"),
    Bad(job(#""resources":{"memory":"1e9"}"#), "resources.memory", "an amount of bytes"),
    Bad(job(#""resources":{"memory":"1."}"#), "resources.memory", "an amount of bytes"),
    Bad(job(#""resources":{"memory":""}"#), "resources.memory", "an amount of bytes"),
    Bad(job(#""resources":{"memory":" 1Gi"}"#), "resources.memory", "an amount of bytes"),
    Bad(job(#""resources":{"memory":true}"#), "resources.memory", "found true"),
    Bad(job(#""resources":{"memory":"1k"}"#), "resources.memory", "from 1Mi", schema: false),
    Bad(job(#""resources":{"memory":"17Ti"}"#), "resources.memory", "to 16Ti", schema: false),
    Bad(
      job(#""resources":{"memory":"99999999999999999999Ti"}"#), "resources.memory", "to 16Ti",
      schema: false),
    Bad(job(#""resources":{"memory":"1.0001k"}"#), "resources.memory", "bytes", schema: false),
    Bad(job(#""resources":{"cpus":"0"}"#), "resources.cpus", "from 10m to 1024", schema: false),
    Bad(job(#""resources":{"cpus":"1.5m"}"#), "resources.cpus", "CPUs", schema: false),
    Bad(job(#""resources":{"cpus":"two"}"#), "resources.cpus", "such as “2”, “1.5” or “500m”"),
    Bad(job(#""resources":{"wallTime":60}"#), "resources.wallTime", "a duration in ms, s, m or h"),
    Bad(job(#""resources":{"wallTime":"60"}"#), "resources.wallTime", "such as “60s”"),
    Bad(job(#""resources":{"wallTime":"60 s"}"#), "resources.wallTime", "such as “60s”"),
    Bad(job(#""resources":{"wallTime":"1H"}"#), "resources.wallTime", "did you mean “1h”?"),
    Bad(
      job(#""resources":{"wallTime":"0s"}"#), "resources.wallTime", "from 1ms to 168h",
      schema: false),
    Bad(
      job(#""resources":{"ioBandwidth":"10MB/s"}"#), "resources.ioBandwidth", "an amount of bytes"),
    Bad(
      job(#""resources":{"ioBandwidth":"2Ti"}"#), "resources.ioBandwidth", "to 1Ti", schema: false),
    Bad(job(#""resources":{"scratchFiles":0}"#), "resources.scratchFiles", "from 1 to 1048576"),
    Bad(job(#""resources":{"pids":0}"#), "resources.pids", "from 1 to 32768"),
    Bad(job(#""resources":{"pids":1.5}"#), "resources.pids", "found 1.5"),
  ]

  static let redundancies: [Bad] = [
    Bad(job(#""redundancy":{"replicas":0}"#), "redundancy.replicas", "from 1 to 64"),
    Bad(job(#""redundancy":{"replicas":"3"}"#), "redundancy.replicas", "from 1 to 64"),
    Bad(
      job(#""redundancy":{"quorum":1}"#), "redundancy.quorum", "from 2 to 3: a majority",
      schema: false),
    Bad(
      job(#""redundancy":{"replicas":4,"quorum":2}"#), "redundancy.quorum", "from 3 to 4",
      schema: false),
    Bad(job(#""redundancy":{"quorum":4}"#), "redundancy.quorum", "from 2 to 3", schema: false),
    Bad(
      job(#""redundancy":{"maximum":2}"#), "redundancy.maximum", "from 3 (the replicas) to 128",
      schema: false),
    Bad(job(#""redundancy":{"comparator":"vibes"}"#), "redundancy.comparator", "“digest”"),
    Bad(
      job(#""redundancy":{"comparator":"numeric"}"#), "redundancy.tolerance", "missing",
      schema: false),
    Bad(
      job(#""redundancy":{"tolerance":{"ulps":1}}"#), "redundancy.tolerance", "only the comparator",
      schema: false),
    Bad(
      job(tolerance(#""absolute":0"#)), "redundancy.tolerance", "above 0", schema: false),
    Bad(job(tolerance("")), "redundancy.tolerance", "above 0"),
    Bad(job(tolerance(#""absolute":-1"#)), "redundancy.tolerance.absolute", "0 or more"),
    Bad(job(tolerance(#""relative":1"#)), "redundancy.tolerance.relative", "below 1"),
    Bad(job(tolerance(#""ulps":0.5"#)), "redundancy.tolerance.ulps", "an integer"),
    Bad(job(tolerance(#""ulps":1,"nan":1"#)), "redundancy.tolerance.nan", "no such field"),
    Bad(
      job(#""numericProfile":"blas-f32""#), "redundancy.comparator", "no order of sums",
      schema: false),
    Bad(
      job(#""numericProfile":"blas-f32","redundancy":{"comparator":"digest"}"#),
      "redundancy.comparator", "found \"digest\"; expected “numeric”", schema: false),
    Bad(
      job(#""numericProfile":"assay-f32-v1","# + tolerance(#""ulps":1"#)),
      "redundancy.comparator", "defines every bit", schema: false),
  ]
}

extension JobExamples {
  private static func bad(
    _ entry: String, _ field: String, _ says: String, schema: Bool = true
  ) -> Bad {
    Bad(job(allow("{\(entry)}")), "network.allow[0]\(field)", says, schema: schema)
  }

  static let networks: [Bad] =
    [
      Bad(job(#""network":true"#), "network", "found true; expected “none”"),
      Bad(job(#""network":{}"#), "network.allow", "missing"),
      Bad(job(#""network":{"deny":[]}"#), "network.deny", "no such field"),
      Bad(job(#""network":{"allow":[]}"#), "network.allow", "1 to 16 entries"),
      Bad(
        job(
          allow((1...17).map { #"{"address":"203.0.113.5","port":\#($0)}"# }.joined(separator: ","))
        ),
        "network.allow", "at most 16"),
      Bad(
        job(
          allow(
            #"{"address":"2001:db8::5","port":1},{"address":"203.0.113.5","port":1},"#
              + #"{"address":"2001:db8:0::5","port":1}"#)),
        "network.allow[2]", "each port of an address once", schema: false),
      Bad(
        job(#""determinism":"strict","# + allow(#"{"address":"203.0.113.5","port":443}"#)),
        "network", "“none” or “loopback”, since “determinism” is “strict”", schema: false),
      bad(#""address":"203.0.113.5""#, ".port", "missing; expected an integer from 1 to 65535"),
      bad(#""port":1"#, ".address", "missing; expected a string"),
      bad(#""address":"203.0.113.5","port":0"#, ".port", "from 1 to 65535"),
      bad(#""address":"203.0.113.5","port":65536"#, ".port", "from 1 to 65535"),
      bad(
        #""address":"203.0.113.5","port":53,"protocol":"udp""#, ".protocol",
        #"found "udp"; expected “tcp”"#),
      bad(#""address":"example.org","port":1"#, ".address", "names are not looked up"),
      bad(#""address":"203.0.113.5:443","port":1"#, ".address", "an IPv4 or IPv6", schema: false),
      bad(#""address":"203.0.113.05","port":1"#, ".address", "an IPv4 or IPv6", schema: false),
      bad(#""address":"fe80::1%eth0","port":1"#, ".address", "an IPv4 or IPv6"),
    ]
    + [
      ("127.0.0.1", "the job's own"), ("127.255.0.3", "the job's own"), ("::1", "the job's own"),
      ("169.254.169.254", "own link"), ("fe80::1", "own link"), ("fd00:ec2::254", "own link"),
      ("0.0.0.0", "one machine"), ("0.1.2.3", "one machine"), ("224.0.0.1", "one machine"),
      ("255.255.255.255", "one machine"), ("::", "one machine"), ("ff02::1", "one machine"),
      ("4000::1", "one machine"), ("::ffff:203.0.113.5", "its own notation"),
      ("::203.0.113.5", "its own notation"), ("64:ff9b::203.0.113.5", "its own notation"),
      ("2002:a9fe:a9fe::1", "its own notation"), ("2001:0:1::1", "its own notation"),
    ].map { bad(#""address":"\#($0.0)","port":1"#, ".address", $0.1, schema: false) }
}
