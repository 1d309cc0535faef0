package chaski.testkit.hostile;

import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Makes the messages of the membership channel, as its document describes them, each as a record for
 * {@link HostilePeer#append}.
 */
public final class HostileMembership {

    /** The number of the channel. */
    public static final int CHANNEL = 1;

    private static final int MOST_BYTES = 61_440;
    private static final int SUMMARY = 1;
    private static final int DIGEST = 2;
    private static final int VOUCHES = 3;
    private static final int WANTED = 4;
    private static final int ENTRIES = 5;
    private static final int NEEDS = 6;
    private static final int QUERY = 7;
    private static final int REPORT_REQUEST = 9;
    private static final int OPINIONS = 11;
    private static final int ENTRY_PART = 13;
    private static final int FIRST_PART = 1;
    private static final int LAST_PART = 2;

    private HostileMembership() {}

    /**
     * Any message.
     *
     * @param type its type
     * @param body what follows
     * @return the record
     */
    public static HostileRecord message(int type, byte... body) {
        return HostileRecords.message(
                CHANNEL, 0, 0, new WireBytes().u8(type).bytes(body).toArray());
    }

    /**
     * SUMMARY.
     *
     * @param hash the hash of the directory
     * @param count how many rows it has
     * @return the record
     */
    public static HostileRecord summary(long hash, long count) {
        return message(SUMMARY, new WireBytes().u64(hash).u32(count).toArray());
    }

    /**
     * DIGEST of all ids.
     *
     * @param rows the rows, with ascending ids; only the fields of a row are written
     * @return the record
     */
    public static HostileRecord digest(HostileEntry... rows) {
        WireBytes body = new WireBytes().u128(new UUID(0, 0)).u128(new UUID(-1, -1));
        return message(DIGEST, counted(body, List.of(rows), HostileEntry::writeRow));
    }

    /**
     * VOUCHES.
     *
     * @param rows the rows
     * @return the record
     */
    public static HostileRecord vouches(HostileEntry... rows) {
        return message(VOUCHES, counted(new WireBytes(), List.of(rows), HostileEntry::writeRow));
    }

    /**
     * WANTED.
     *
     * @param ids the nodes whose entries are requested
     * @return the record
     */
    public static HostileRecord wanted(NodeId... ids) {
        return message(WANTED, counted(new WireBytes(), Arrays.asList(ids), (id, out) -> out.u128(id.value())));
    }

    /**
     * ENTRIES in one message.
     *
     * @param entries the entries
     * @return the record
     */
    public static HostileRecord entries(HostileEntry... entries) {
        return message(ENTRIES, counted(new WireBytes(), List.of(entries), HostileEntry::write));
    }

    /**
     * ENTRIES in as many messages as necessary.
     *
     * @param entries the entries, none larger than a message
     * @return the records
     */
    public static List<HostileRecord> entries(Iterable<HostileEntry> entries) {
        List<HostileRecord> records = new ArrayList<>();
        List<HostileEntry> some = new ArrayList<>();
        int bytes = 0;
        for (HostileEntry entry : entries) {
            WireBytes alone = new WireBytes();
            entry.write(alone);
            if (bytes + alone.size() > MOST_BYTES - 3) {
                records.add(entries(some.toArray(HostileEntry[]::new)));
                some.clear();
                bytes = 0;
            }
            some.add(entry);
            bytes += alone.size();
        }
        if (!some.isEmpty()) {
            records.add(entries(some.toArray(HostileEntry[]::new)));
        }
        return records;
    }

    /**
     * ENTRY_PARTs.
     *
     * @param entry an entry of any size
     * @param partBytes how many bytes of it each has at most
     * @return the records
     */
    public static List<HostileRecord> entryParts(HostileEntry entry, int partBytes) {
        WireBytes whole = new WireBytes();
        entry.write(whole);
        byte[] bytes = whole.toArray();
        List<HostileRecord> records = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += partBytes) {
            int end = Math.min(bytes.length, at + partBytes);
            int flags = (at == 0 ? FIRST_PART : 0) | (end == bytes.length ? LAST_PART : 0);
            records.add(message(
                    ENTRY_PART,
                    new WireBytes()
                            .u8(flags)
                            .u16(end - at)
                            .bytes(Arrays.copyOfRange(bytes, at, end))
                            .toArray()));
        }
        return records;
    }

    /**
     * NEEDS.
     *
     * @param need 0: none; 1: for company; 2: needed
     * @return the record
     */
    public static HostileRecord needs(int need) {
        return message(NEEDS, (byte) need);
    }

    /**
     * QUERY.
     *
     * @param query its id
     * @param hops how many sessions it may cross
     * @param remainingMs how long answers are useful
     * @param asker the querying node
     * @param endpoints where the asker can be dialled
     * @param topic the topic
     * @return the record
     */
    public static HostileRecord query(
            UUID query, int hops, long remainingMs, NodeId asker, List<String> endpoints, String topic) {
        return message(
                QUERY,
                new WireBytes()
                        .u128(query)
                        .u8(hops)
                        .u32(remainingMs)
                        .u128(asker.value())
                        .texts(endpoints)
                        .text(topic)
                        .toArray());
    }

    /**
     * REPORT_REQUEST.
     *
     * @param request its number
     * @return the record
     */
    public static HostileRecord reportRequest(long request) {
        return message(REPORT_REQUEST, new WireBytes().u64(request).toArray());
    }

    /**
     * OPINIONS with one opinion.
     *
     * @param row the entry that it refers to
     * @param state 0: alive; 1: suspect; 2: down
     * @return the record
     */
    public static HostileRecord opinion(HostileEntry row, int state) {
        WireBytes body = new WireBytes().u16(1);
        row.writeRow(body);
        return message(OPINIONS, body.u8(state).toArray());
    }

    private static <T> byte[] counted(WireBytes body, List<T> all, BiConsumer<T, WireBytes> write) {
        body.u16(all.size());
        all.forEach(each -> write.accept(each, body));
        return body.toArray();
    }
}
