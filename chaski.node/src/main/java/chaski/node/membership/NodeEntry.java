package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import java.util.List;

/**
 * What the owner of an entry announced about itself, or that it has left. Immutable; a newer one replaces it.
 *
 * <p>Of two entries of one node the one with the larger (incarnation, version) is the newer; only the owner raises them. Of two
 * with the same numbers a tombstone wins, so that the order is the same everywhere.
 *
 * @param id the owner
 * @param incarnation its run, not negative
 * @param version 1 to {@link #MAX_VERSION}
 * @param left whether it has left; then everything below is empty or false: this is a tombstone
 * @param relay whether it forwards for other nodes
 * @param name its name for people
 * @param endpoints where it can be dialled
 * @param published topics; if they are too many to list, patterns that end in {@code >} represent those with the same
 *     first tokens
 * @param subscribed patterns, summarized in the same way if they are too many
 */
public record NodeEntry(
        NodeId id,
        long incarnation,
        long version,
        boolean left,
        boolean relay,
        String name,
        List<Endpoint> endpoints,
        List<TopicPattern> published,
        List<TopicPattern> subscribed) {

    /** Far more than a node can use, and far from an overflow. */
    public static final long MAX_VERSION = 1L << 48;

    /** As many characters as the configuration allows. */
    public static final int MAX_NAME_CHARS = 256;

    /** Every interface of a large host, twice. */
    public static final int MAX_ENDPOINTS = 32;

    /** As many publishers as a node may have by default. More topics are summarized, see {@link TopicSummary}. */
    public static final int MAX_TOPICS = 16 * 1024;

    /** The most bytes on the wire. The directory only triggers pairing, so nothing is lost if topics are summarized. */
    public static final int MAX_BYTES = 512 * 1024;

    /** The pattern of all topics. */
    public static final TopicPattern EVERYTHING = TopicPattern.of(TopicPattern.REST);

    /** Checks every limit except the bytes, which {@link EntryCodec} knows. */
    public NodeEntry {
        endpoints = List.copyOf(endpoints);
        published = List.copyOf(published);
        subscribed = List.copyOf(subscribed);
        check(incarnation >= 0, "an incarnation of 0 or more", incarnation);
        check(version >= 1 && version <= MAX_VERSION, "a version of 1 to 2^48", version);
        check(endpoints.size() <= MAX_ENDPOINTS, "at most " + MAX_ENDPOINTS + " endpoints", endpoints.size());
        check(published.size() <= MAX_TOPICS, "at most " + MAX_TOPICS + " published topics", published.size());
        check(subscribed.size() <= MAX_TOPICS, "at most " + MAX_TOPICS + " patterns", subscribed.size());
        check(
                published.stream().allMatch(NodeEntry::isTopicOrPrefix),
                "topics, or patterns whose only wildcard is a final '>', as published",
                published);
        if (left) {
            check(
                    !relay && name.isEmpty() && endpoints.isEmpty() && published.isEmpty() && subscribed.isEmpty(),
                    "nothing but numbers in a tombstone",
                    name);
        } else {
            check(
                    !name.isBlank()
                            && name.length() <= MAX_NAME_CHARS
                            && name.chars().noneMatch(Character::isISOControl),
                    "a name of 1 to 256 printable characters",
                    "one of " + name.length());
        }
    }

    /**
     * Makes a tombstone.
     *
     * @param id the owner
     * @param incarnation its run
     * @param version newer than the last announced one
     * @return the tombstone
     */
    static NodeEntry tombstone(NodeId id, long incarnation, long version) {
        return new NodeEntry(id, incarnation, version, true, false, "", List.of(), List.of(), List.of());
    }

    /** {@return the topics that are listed individually} */
    public List<Topic> publishedTopics() {
        return published.stream()
                .filter(TopicPattern::isTopic)
                .map(pattern -> Topic.of(pattern.text()))
                .toList();
    }

    /**
     * Returns the entry as users see it.
     *
     * @param state this node's opinion on the owner
     * @return the view; published topics that were summarized are left out, since a pattern is no topic
     */
    public DirectoryEntry view(PeerState state) {
        return new DirectoryEntry(id, incarnation, version, name, endpoints, publishedTopics(), subscribed, state);
    }

    /** Compares ages: positive if this one is newer. */
    int compareAge(NodeEntry other) {
        return compareAge(other.incarnation, other.version, other.left);
    }

    int compareAge(long otherIncarnation, long otherVersion, boolean otherLeft) {
        if (incarnation != otherIncarnation) {
            return Long.compare(incarnation, otherIncarnation);
        }
        return version != otherVersion ? Long.compare(version, otherVersion) : Boolean.compare(left, otherLeft);
    }

    /** {@return the same without the topics and patterns that do not match a topic} */
    NodeEntry matching(Topic topic) {
        return withTopics(
                published.stream().filter(pattern -> pattern.matches(topic)).toList(),
                subscribed.stream().filter(pattern -> pattern.matches(topic)).toList(),
                version);
    }

    /** {@return the same with other topics} */
    NodeEntry withTopics(List<TopicPattern> nowPublished, List<TopicPattern> nowSubscribed, long nowVersion) {
        return new NodeEntry(id, incarnation, nowVersion, left, relay, name, endpoints, nowPublished, nowSubscribed);
    }

    private static boolean isTopicOrPrefix(TopicPattern pattern) {
        return pattern.isTopic() || pattern.text().indexOf('*') < 0;
    }

    private static void check(boolean right, String expected, Object came) {
        if (!right) {
            throw new IllegalArgumentException("directory entry: expected " + expected + ", got " + came);
        }
    }
}
