package chaski.transport.udp;

import chaski.testkit.network.DatagramProfile;
import java.time.Duration;

/** The contract of transports, over a line that loses nothing. */
class PerfectUdpContractTest extends SimulatedContract {

    PerfectUdpContractTest() {
        super(DatagramProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ZERO));
    }
}
