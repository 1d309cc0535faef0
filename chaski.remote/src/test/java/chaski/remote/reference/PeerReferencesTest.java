package chaski.remote.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.value.Contract;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** How long objects stay lent. */
class PeerReferencesTest {

    private static final Contract INT_SUPPLIER = new Contract(IntSupplier.class);

    private final PeerReferences references = new PeerReferences(
            new Nowhere(),
            (channel, number, type) -> {
                throw new AssertionError("nothing is borrowed here");
            },
            (channel, number, decoder) -> {
                throw new AssertionError("nothing is subscribed to here");
            },
            new AtomicLong());

    private static final class Nowhere implements RpcChannel {
        @Override
        public NodeId node() {
            return new NodeId(new UUID(0, 1));
        }

        @Override
        public String nodeName() {
            return "nowhere";
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public boolean isInDoubt() {
            return false;
        }

        @Override
        public SendHandle send(RemoteMessage message) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public boolean isFree(Runnable whenFree) {
            return true;
        }

        @Override
        public References references() {
            throw new AssertionError("nobody asks");
        }
    }

    private static long number(WireValue value) {
        return ((WireValue.Lent) value).number();
    }

    @Test
    void anObjectIsLentUntilItIsReleasedAsOftenAsItWasSent() {
        IntSupplier object = () -> 1;
        long number = number(references.lend(object, INT_SUPPLIER));
        assertThat(number(references.lend(object, INT_SUPPLIER))).isEqualTo(number);

        references.released(number, 1);
        assertThat(references.lent(number)).isEqualTo(new References.LentObject(object, INT_SUPPLIER));
        references.released(number, 1);

        assertThat(references.lent(number)).isNull();
        assertThat(references.lentObjects()).isZero();
        assertThat(number(references.lend(object, INT_SUPPLIER))).isNotEqualTo(number);
    }

    @Test
    void oneObjectLentAsTwoTypesIsTwoReferences() {
        class Both implements IntSupplier, Runnable {
            @Override
            public int getAsInt() {
                return 1;
            }

            @Override
            public void run() {}
        }
        Both both = new Both();

        long one = number(references.lend(both, INT_SUPPLIER));
        long other = number(references.lend(both, new Contract(Runnable.class)));

        assertThat(one).isNotEqualTo(other);
        references.released(one, 1);
        assertThat(references.lent(other)).isNotNull();
    }

    @Test
    void whatWasNotSentIsNotLent() {
        WireValue value = references.lend((IntSupplier) () -> 1, INT_SUPPLIER);
        references.retract(value);

        assertThat(references.lentObjects()).isZero();
    }

    @Test
    void theEndOfTheSessionReleasesEverything() {
        long number = number(references.lend((IntSupplier) () -> 1, INT_SUPPLIER));
        references.clear();

        assertThat(references.lent(number)).isNull();
        references.released(number, Long.MAX_VALUE);
        assertThat(references.lentObjects()).isZero();
    }

    @Test
    void aPeerThatForgetsNothingIsLentNoMoreBeyondTheLimit() {
        for (int i = 0; i < PeerReferences.MAX_LENT; i++) {
            int value = i;
            references.lend((IntSupplier) () -> value, INT_SUPPLIER);
        }
        assertThatThrownBy(() -> references.lend((IntSupplier) () -> -1, INT_SUPPLIER))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("65536");
    }
}
