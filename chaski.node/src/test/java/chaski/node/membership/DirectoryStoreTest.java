package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectoryStoreTest {

    private static final NodeId SELF = new NodeId(new UUID(0, 1));
    private static final int LIMIT = 2;

    private final List<String> events = new ArrayList<>();
    private final DirectoryListener listener = new Recorder();
    private final ExpiredEntries expired = new ExpiredEntries(LIMIT);
    private final DirectoryStore store = new DirectoryStore(
            SELF,
            LIMIT,
            new DirectoryShares(LIMIT, DirectoryStore.MAX_BYTES),
            expired,
            new Vouching(new Random(1), () -> 1, listener, 0),
            listener);

    @Test
    void theHashIsThatOfTheRecordsWhateverTheirOrder() {
        DirectoryRecord a = record(Samples.A);
        DirectoryRecord b = record(Samples.B);
        store.put(a, Samples.C, 0);
        store.put(b, Samples.C, 0);

        assertThat(store.hash()).isEqualTo(a.hash + b.hash);
        assertThat(store.size()).isEqualTo(2);
        store.remove(a);
        assertThat(store.hash()).isEqualTo(b.hash);
        assertThat(store.all()).containsExactly(b);
    }

    @Test
    void changesAreReported() {
        DirectoryRecord a = record(Samples.A);
        store.put(a, Samples.B, 0);
        store.remove(a);

        assertThat(events).containsExactly("put 11111111", "removed 11111111");
    }

    @Test
    void anExpiredRecordIsRememberedUntilItComesBack() {
        DirectoryRecord a = record(Samples.A);
        store.put(a, Samples.B, 0);
        store.expire(a, 0);
        assertThat(expired.get(Samples.A)).isEqualTo(a.row());

        store.put(record(Samples.A), Samples.B, 0);
        assertThat(expired.get(Samples.A)).isNull();
    }

    @Test
    void anEntryFromItsOwnerReplacesOneOfTheLargestShare() {
        store.put(record(Samples.A), Samples.C, 0);
        store.put(record(Samples.B), Samples.C, 0);
        assertThat(store.refuses(Samples.C, 0)).isTrue();

        NodeEntry newcomer = Samples.named(SELF, 1, 1, "newcomer");
        assertThat(makeRoom(newcomer, Samples.C)).isFalse();
        assertThat(makeRoom(newcomer, SELF)).isTrue();

        assertThat(store.size()).isEqualTo(1);
        assertThat(events).contains("membership.refused.directoryFull");
    }

    @Test
    void aTombstoneMakesRoomFirst() {
        store.put(record(Samples.A), Samples.C, 0);
        store.put(new DirectoryRecord(NodeEntry.tombstone(Samples.B, 1, 1), 0, 0), Samples.C, 0);

        assertThat(makeRoom(Samples.named(SELF, 1, 1, "newcomer"), Samples.C)).isTrue();

        assertThat(store.get(Samples.B)).isNull();
        assertThat(store.get(Samples.A)).isNotNull();
    }

    private boolean makeRoom(NodeEntry newcomer, NodeId from) {
        return store.makeRoom(new AdvertisedEntry(newcomer, 0, 0), from, 0);
    }

    private static DirectoryRecord record(NodeId id) {
        return new DirectoryRecord(Samples.named(id, 1, 1, "n"), 0, 0);
    }

    private final class Recorder implements DirectoryListener {

        @Override
        public void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from) {
            events.add((after == null ? "removed " : "put ") + id.shortForm());
        }

        @Override
        public void onVouch(NodeId id, @Nullable NodeId from) {}

        @Override
        public void onOpinion(NodeId id, @Nullable NodeId from) {}

        @Override
        public void onState() {}

        @Override
        public void onSuperseded(long incarnation) {}

        @Override
        public void onRefused(NodeId from, String counter, String reason) {
            events.add(counter);
        }

        @Override
        public void onRefused(String counter) {
            events.add(counter);
        }
    }
}
