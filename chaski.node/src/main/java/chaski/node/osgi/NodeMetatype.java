package chaski.node.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The keys of a node's configuration, as tools show them. An underscore in a method's name is a dot in the key. Times are in
 * milliseconds. Absent keys have the default. The keys are declared in {@code chaski.node.configuration.ConfigKeys}; a test compares all
 * attributes with that declaration.
 */
@ObjectClassDefinition(
        name = "Chaski node",
        description =
                "One node of the network. Each configuration of this factory is a node of its own. A change of id or of security.* makes a"
                        + " new node. A change of name, observer, pairing.*, session.sendLogBytes, session.totalLogBytes,"
                        + " limits.peers, limits.topics*, limits.calls* or limits.stream* waits for the next start of the"
                        + " node; all others take effect at once, without any effect on sessions.")
public @interface NodeMetatype {

    /** {@return the identity} */
    @AttributeDefinition(
            name = "Identity",
            description = "A UUID. Empty: drawn at random at each start. With a fixed one, peers recognize the node.",
            required = false)
    String id() default "";

    /** {@return the name for people} */
    @AttributeDefinition(
            name = "Name",
            description =
                    "A name for people, 1 to 256 printable characters; need not be unique. It is the service property"
                            + " chaski.node.",
            required = false,
            min = "1",
            max = "256")
    String name() default "node";

    /** {@return where to listen} */
    @AttributeDefinition(
            name = "Listen",
            description =
                    "Endpoints to listen on, such as tcp://127.0.0.1:7601; with port 0 any free port is taken. One whose"
                            + " transport is not there yet waits for it.",
            required = false)
    String[] listen() default {};

    /** {@return the advertised endpoints} */
    @AttributeDefinition(
            name = "Advertise",
            description = "Endpoints that are advertised to others. Empty: the bound ones.",
            required = false)
    String[] advertise() default {};

    /** {@return nodes to reach} */
    @AttributeDefinition(
            name = "Join",
            description = "Endpoints of nodes to join. They are dialled until they answer.",
            required = false)
    String[] join() default {};

    /** {@return whether it is an observer} */
    @AttributeDefinition(
            name = "Observer",
            description = "True for a node that only observes: it is not announced, not listed and pairs with no node.",
            required = false)
    boolean observer() default false;

    /** {@return the denied nodes} */
    @AttributeDefinition(
            name = "Deny",
            description =
                    "Ids of nodes that this one accepts no session with, UUIDs. Without mutual TLS an id is not proven, so"
                            + " this keeps out misconfigured nodes, not hostile ones.",
            required = false)
    String[] deny() default {};

    /** {@return how long a session outlives its last link} */
    @AttributeDefinition(
            name = "Resume timeout (ms)",
            description =
                    "How long a session outlives its last link; the smaller value of both sides applies. A change affects"
                            + " later sessions.",
            required = false,
            min = "0",
            max = "3600000")
    long session_resumeTimeoutMs() default 120_000;

    /** {@return how long a publisher waits for a peer without link} */
    @AttributeDefinition(
            name = "Longest stall (ms)",
            description = "How long a publisher waits for a peer that has no link before the session ends.",
            required = false,
            min = "0",
            max = "3600000")
    long session_maxStallMs() default 30_000;

    /** {@return the log of one peer} */
    @AttributeDefinition(
            name = "Send log (bytes)",
            description = "The most unacknowledged bytes in the log of one peer. Half of it is the limit of one"
                    + " message.",
            required = false,
            min = "131072",
            max = "1073741824")
    long session_sendLogBytes() default 8L << 20;

    /** {@return all logs together} */
    @AttributeDefinition(
            name = "All send logs (bytes)",
            description =
                    "The most bytes in all logs of the node, at least session.sendLogBytes. 0: a quarter of the JVM's"
                            + " memory, at least 64 MiB.",
            required = false,
            min = "0",
            max = "9223372036854775807")
    long session_totalLogBytes() default 0;

    /** {@return how long a graceful close waits} */
    @AttributeDefinition(
            name = "Drain timeout (ms)",
            description = "How long a graceful close waits for confirmations.",
            required = false,
            min = "0",
            max = "3600000")
    long session_drainTimeoutMs() default 10_000;

    /** {@return silence before a PING} */
    @AttributeDefinition(
            name = "Heartbeat interval (ms)",
            description = "Silence after which a PING is sent.",
            required = false,
            min = "200",
            max = "3600000")
    long heartbeat_intervalMs() default 2_500;

    /** {@return silence before suspicion} */
    @AttributeDefinition(
            name = "Suspect after (ms)",
            description = "Silence after which a peer is suspect; longer than heartbeat.intervalMs.",
            required = false,
            min = "201",
            max = "7200000")
    long heartbeat_suspectAfterMs() default 5_000;

    /** {@return silence before a peer is down} */
    @AttributeDefinition(
            name = "Down after (ms)",
            description = "Silence after which the link counts as lost and the peer as down; longer than"
                    + " heartbeat.suspectAfterMs.",
            required = false,
            min = "202",
            max = "10800000")
    long heartbeat_downAfterMs() default 10_000;

    /** {@return the first bound of the backoff} */
    @AttributeDefinition(
            name = "First delay (ms)",
            description = "The first bound of the delay before a lost peer is dialled again; it doubles up to the cap.",
            required = false,
            min = "1",
            max = "60000")
    long reconnect_firstMs() default 50;

    /** {@return the cap while a session waits} */
    @AttributeDefinition(
            name = "Delay cap while resumable (ms)",
            description = "The largest bound while the session can be resumed; at least reconnect.firstMs.",
            required = false,
            min = "1",
            max = "3600000")
    long reconnect_capWhileResumableMs() default 1_000;

    /** {@return the cap} */
    @AttributeDefinition(
            name = "Delay cap (ms)",
            description = "The largest bound afterwards; at least reconnect.capWhileResumableMs.",
            required = false,
            min = "1",
            max = "3600000")
    long reconnect_capMs() default 30_000;

    /** {@return the longest attempt} */
    @AttributeDefinition(
            name = "Connect timeout (ms)",
            description = "The longest one attempt may take, handshake included.",
            required = false,
            min = "10",
            max = "3600000")
    long reconnect_connectTimeoutMs() default 10_000;

    /** {@return the transports, the best first} */
    @AttributeDefinition(
            name = "Preference",
            description =
                    "Schemes of transports, the best first: which one a session uses when several reach the peer. Those"
                            + " not named come last.",
            required = false)
    String[] link_preference() default {"tcp", "quic", "udp"};

    /** {@return how long a preferred transport is dialled alone} */
    @AttributeDefinition(
            name = "Head start (ms)",
            description = "How long a preferred transport is dialled alone before the next one is dialled as well.",
            required = false,
            min = "0",
            max = "10000")
    long link_headStartMs() default 250;

    /** {@return the least time between two moves} */
    @AttributeDefinition(
            name = "Hold (ms)",
            description =
                    "The least time between two moves of one session to a transport only because it is preferred.",
            required = false,
            min = "100",
            max = "3600000")
    long link_holdMs() default 10_000;

    /** {@return whether subscribers are linked} */
    @AttributeDefinition(
            name = "Pair subscribers",
            description = "True to link two subscribers of one topic as well.",
            required = false)
    boolean pairing_pairSubscribers() default false;

    /** {@return how many subscribers are linked} */
    @AttributeDefinition(
            name = "Peers per topic",
            description = "With pairing.pairSubscribers, the most such peers a topic.",
            required = false,
            min = "1",
            max = "1000")
    int pairing_maxPeersPerTopic() default 5;

    /** {@return what happens to sessions with joined nodes} */
    @AttributeDefinition(
            name = "Bootstrap",
            description = "What happens to a joined node that shares no topic once its directory has led to others.",
            required = false,
            options = {@Option(label = "keep it", value = "KEEP"), @Option(label = "leave it", value = "DISCONNECT")})
    String pairing_bootstrap() default "KEEP";

    /** {@return the most sessions} */
    @AttributeDefinition(
            name = "Peers",
            description = "The most sessions.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_peers() default 1_000;

    /** {@return the most links in handshake} */
    @AttributeDefinition(
            name = "Pending handshakes",
            description =
                    "The most links opened by others whose handshake is not done; beyond it one without a HELLO for a"
                            + " second gives way, or the newcomer is given a time to come again.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_pendingHandshakes() default 100;

    /** {@return handshakes of an address in a second} */
    @AttributeDefinition(
            name = "Handshakes per second",
            description = "How many handshakes an address may begin each second, loopback excepted.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_handshakesPerSecond() default 5;

    /** {@return simultaneous handshakes of an address} */
    @AttributeDefinition(
            name = "Handshake burst",
            description = "How many handshakes an address may begin at once, loopback excepted.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_handshakeBurst() default 10;

    /** {@return links of an address} */
    @AttributeDefinition(
            name = "Connections per address",
            description = "The most links of one address, loopback excepted.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_connectionsPerAddress() default 64;

    /** {@return declarations of a peer} */
    @AttributeDefinition(
            name = "Topics per peer",
            description = "The most declarations of one peer.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_topicsPerPeer() default 1_024;

    /** {@return declarations of all peers} */
    @AttributeDefinition(
            name = "Topics per node",
            description = "The most declarations of all peers; at least limits.topicsPerPeer.",
            required = false,
            min = "1",
            max = "10000000")
    int limits_topicsPerNode() default 65_536;

    /** {@return calls of a peer} */
    @AttributeDefinition(
            name = "Calls per peer",
            description = "The most remote calls of one peer that wait or run here, and of this node that wait for it.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_callsPerPeer() default 1_024;

    /** {@return calls of all peers} */
    @AttributeDefinition(
            name = "Calls per node",
            description = "The same for all peers together; at least limits.callsPerPeer.",
            required = false,
            min = "1",
            max = "10000000")
    int limits_callsPerNode() default 16_384;

    /** {@return streams of a peer} */
    @AttributeDefinition(
            name = "Streams per peer",
            description =
                    "The most streams of remote results of one peer that are served here, and of this node that are open there.",
            required = false,
            min = "1",
            max = "1000000")
    int limits_streamsPerPeer() default 256;

    /** {@return streams of all peers} */
    @AttributeDefinition(
            name = "Streams per node",
            description = "The same for all peers together; at least limits.streamsPerPeer.",
            required = false,
            min = "1",
            max = "10000000")
    int limits_streamsPerNode() default 4_096;

    /** {@return items of a stream} */
    @AttributeDefinition(
            name = "Items of a stream",
            description =
                    "The most items of one stream that are under way to this node, and that wait here to be sent.",
            required = false,
            min = "1",
            max = "65536")
    int limits_streamItems() default 256;

    /** {@return bytes of a stream} */
    @AttributeDefinition(
            name = "Bytes of a stream",
            description = "The same in bytes, exceeded by one item at most.",
            required = false,
            min = "1024",
            max = "67108864")
    int limits_streamBytes() default 262_144;

    /** {@return which nodes it connects to} */
    @AttributeDefinition(
            name = "Security",
            description = "Which nodes it connects to. With an identity: CLOSED.",
            required = false,
            options = {
                @Option(label = "this machine only", value = "LOCAL"),
                @Option(label = "everyone, without encryption", value = "OPEN"),
                @Option(label = "those that prove an identity, encrypted", value = "CLOSED")
            })
    String security_mode() default "LOCAL";

    /** {@return the directory of its identity} */
    @AttributeDefinition(
            name = "Identity directory",
            description = "The directory with cert.pem, key.pem and trust.pem. Empty: no identity.",
            required = false)
    String security_identity() default "";

    /** {@return what distinguishes it from others of its identity} */
    @AttributeDefinition(
            name = "Instance",
            description =
                    "Distinguishes the node from others of its identity; 1 to 128 printable ASCII characters without spaces."
                            + " Empty: the PID and a salt that is kept in the bundle's data area.",
            required = false)
    String security_instance() default "";

    /** {@return whether it refuses when a list of revocations has expired} */
    @AttributeDefinition(
            name = "Refuse expired revocations",
            description = "True to refuse every certificate whose authority's list of revocations has expired.",
            required = false)
    boolean security_refuseExpiredRevocations() default false;
}
