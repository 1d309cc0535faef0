package chaski.testkit.network;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The contract holds on a line with delay, small buffers and small reads, and with interleaved threads. */
@Tag("slow")
class LossyNetworkContractTest extends InMemoryTransportContractTest {

    @BeforeEach
    void makeTheLinePoor() {
        world.interleaving(Duration.ofNanos(200_000));
        network.profile(LinkProfile.DEFAULT
                .delay(Duration.ofMillis(1), Duration.ofMillis(2))
                .bufferBytes(30_000)
                .largestReadBytes(5000));
    }
}
