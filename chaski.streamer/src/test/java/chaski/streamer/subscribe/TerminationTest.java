package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.streamer.SlowConsumerException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TerminationTest {

    private final Termination termination = new Termination(new ReentrantLock());

    @Test
    void anOpenMailboxHasNotStopped() {
        assertThat(termination.isOpen()).isTrue();
        assertThat(termination.isDraining()).isFalse();
        assertThat(termination.hasStopped()).isFalse();
    }

    @Test
    void aDrainingMailboxStopsWithItsSenders() {
        assertThat(termination.drain(null)).isTrue();
        assertThat(termination.isDraining()).isTrue();
        assertThat(termination.hasStopped()).isFalse();

        termination.sendersStopped();

        assertThat(termination.hasStopped()).isTrue();
        assertThat(termination.isClosed()).isFalse();
    }

    @Test
    void aMessageThatIsAssembledDelaysTheStop() {
        assertThat(termination.beginAssembly()).isTrue();
        termination.drain(null);
        termination.sendersStopped();
        assertThat(termination.hasStopped()).isFalse();

        termination.endAssembly();

        assertThat(termination.hasStopped()).isTrue();
    }

    @Test
    void theFirstReasonToDrainIsKept() {
        SlowConsumerException why = new SlowConsumerException("too slow");

        assertThat(termination.drain(why)).isTrue();
        assertThat(termination.drain(null)).isFalse();

        assertThat(termination.failure()).isSameAs(why);
    }

    @Test
    void aClosedMailboxHasStoppedWhateverItsSendersDo() {
        assertThat(termination.beginAssembly()).isTrue();

        assertThat(termination.close()).isTrue();
        assertThat(termination.close()).isFalse();

        assertThat(termination.hasStopped()).isTrue();
        assertThat(termination.isOpen()).isFalse();
        assertThat(termination.drain(null)).isFalse();
        assertThat(termination.beginAssembly()).isFalse();
    }

    @Test
    void aDrainingMailboxCanBeClosed() {
        termination.drain(null);

        assertThat(termination.close()).isTrue();

        assertThat(termination.isClosed()).isTrue();
        assertThat(termination.isDraining()).isFalse();
    }
}
