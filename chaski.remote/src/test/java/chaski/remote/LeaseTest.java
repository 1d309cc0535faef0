package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lent objects are released when the peer releases them, or its session ends. */
class LeaseTest {

    private final Nodes nodes = new Nodes();
    private final List<IntSupplier> kept = new ArrayList<>();

    interface Keeper {
        void keep(IntSupplier supplier);
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    /** Lends an object without another reference to it. */
    private static WeakReference<Object> lend(Keeper keeper, int value) {
        IntSupplier supplier = new IntSupplier() {
            @Override
            public int getAsInt() {
                return value;
            }
        };
        keeper.keep(supplier);
        return new WeakReference<>(supplier);
    }

    private static boolean collected(WeakReference<Object> object) {
        System.gc();
        return object.get() == null;
    }

    @Tag("slow")
    @Test
    void aLentObjectLivesWhileThePeerHoldsItAndNoLonger() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        there.export("k", Keeper.class, kept::add);
        WeakReference<Object> lent = lend(here.proxy("k", Keeper.class), 7);
        System.gc();
        assertThat(kept.get(0).getAsInt()).isEqualTo(7);

        kept.clear();

        await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(200)).until(() -> collected(lent));
    }

    @Tag("slow")
    @Test
    void anObjectThatThePeerWasGivenSeveralTimesLivesNoLonger() {
        nodes.remote("there").export("k", Keeper.class, kept::add);
        Keeper keeper = nodes.remote("here").proxy("k", Keeper.class);
        WeakReference<Object> lent = lend(supplier -> IntStream.range(0, 3).forEach(i -> keeper.keep(supplier)), 7);
        System.gc();
        assertThat(kept).hasSize(3).allMatch(supplier -> supplier.getAsInt() == 7);

        kept.clear();

        await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(200)).until(() -> collected(lent));
    }

    @Test
    void whatADeadPeerHeldIsLetGo() {
        Node thereNode = nodes.start("there");
        Remote here = nodes.remote("here");
        thereNode.service(Remote.class).export("k", Keeper.class, kept::add);
        WeakReference<Object> lent = lend(here.proxy("k", Keeper.class), 7);

        thereNode.close();

        await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(200)).until(() -> collected(lent));
    }
}
