package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConnectorTest {

    private final DialScene scene = new DialScene();
    private final Connector connector = new Connector(scene.environment(), scene.security(), scene.names());

    @Test
    void addressIsPassedOnAsItIs() {
        connector.connect(scene.transport(), Endpoint.parse("ip://[::1]:7601"), DialScene.TIMEOUT);

        assertThat(scene.lookUps()).isZero();
        assertThat(scene.dialled()).containsExactly("::1");
    }

    @Test
    void nameIsResolvedForATransportThatExpectsAddresses() {
        scene.name("name", "1.1.1.1");

        connector.connect(scene.transport(), Endpoint.parse("ip://name:7601"), DialScene.TIMEOUT);
        scene.answer();

        assertThat(scene.dialled()).containsExactly("1.1.1.1");
    }

    @Test
    void transportWithHostsOfItsOwnKeepsThem() {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(1));
        CompletableFuture<?> connect = connector
                .connect(network.transport("a"), Endpoint.parse("mem://b:1"), ConnectOptions.DEFAULT.timeout())
                .toCompletableFuture();

        assertThat(scene.lookUps()).isZero();
        assertThat(connect).isNotDone();
    }
}
