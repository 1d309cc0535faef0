package chaski.remote.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ClosedException;
import chaski.remote.channel.FakeRpcChannel;
import org.junit.jupiter.api.Test;

/** Which calls await an answer on which channel. */
class PendingCallTableTest {

    private final CallScene scene = new CallScene();
    private final PendingCallTable table = new PendingCallTable(2);
    private final FakeRpcChannel peer = new FakeRpcChannel(1);
    private final PendingCall call = scene.call();

    @Test
    void aCallIsFoundByItsNumberUntilItIsUnregistered() {
        table.opened(peer);
        long id = table.register(peer, call);

        assertThat(table.find(peer, id)).isSameAs(call);
        assertThat(table.find(new FakeRpcChannel(2), id)).isNull();

        table.unregister(peer, id);
        assertThat(table.find(peer, id)).isNull();
    }

    @Test
    void aChannelHasRoomForSoManyCallsWhileItIsOpen() {
        assertThat(table.hasRoom(peer)).isFalse();
        table.opened(peer);
        table.register(peer, call);
        assertThat(table.hasRoom(peer)).isTrue();
        table.register(peer, call);
        assertThat(table.hasRoom(peer)).isFalse();
    }

    @Test
    void theCallsOfAClosedChannelAreReturnedOnceAndNoneIsAdded() {
        table.opened(peer);
        table.register(peer, call);

        assertThat(table.on(peer)).containsExactly(call);
        assertThat(table.closed(peer)).containsExactly(call);
        assertThat(table.closed(peer)).isEmpty();
        assertThat(table.isOpen(peer)).isFalse();
        assertThatThrownBy(() -> table.register(peer, call)).isInstanceOf(ClosedException.class);
    }
}
