package chaski.transport.udp;

import chaski.testkit.network.DatagramProfile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The contract of transports, over a line that loses, repeats and reorders. */
@Tag("slow")
class LossyUdpContractTest extends SimulatedContract {

    LossyUdpContractTest() {
        super(DatagramProfile.DEFAULT
                .delay(Duration.ofMillis(2), Duration.ZERO)
                .loss(0.002)
                .duplication(0.01)
                .reordering(0.01, Duration.ofMillis(3)));
    }
}
