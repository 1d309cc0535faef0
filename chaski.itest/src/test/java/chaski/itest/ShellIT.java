package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.streamer.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.ServiceReference;

/** The commands of {@code chaski.shell} in Gogo, in both frameworks: the same script, the same answers. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ShellIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void theCommandsShowAndUseTheNodesOfTheFramework(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.startAll(container.installAll(
                    List.of(Built.TOOLS.resolve("org.apache.felix.gogo.runtime.jar"), Built.jar("chaski.shell"))));
            try (GogoSession shell = GogoSession.open(container)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> shell.run("chaski:nodes"))
                        .hasStackTraceContaining("no node runs in this framework"));
                container.configure("chaski.node", "hub", Map.of("name", "hub", "listen", "tcp://127.0.0.1:0"));
                Node hub = node(container, "hub");
                Endpoint endpoint = await().atMost(PATIENCE)
                        .until(hub::endpoints, bound -> !bound.isEmpty())
                        .get(0);
                container.configure("chaski.node", "edge", Map.of("name", "edge", "join", endpoint.toString()));
                Node edge = node(container, "edge");
                await().atMost(PATIENCE).until(() -> hub.peer(edge.id()).isPresent());
                List<String> received = new CopyOnWriteArrayList<>();
                edge.service(Streamer.class).subscribe("lab.x", String.class, m -> received.add(m.payload()));

                assertThat(shell.run("chaski:transports"))
                        .anyMatch(line -> line.matches("tcp +chaski.transport.tcp +\\S+ +" + endpoint))
                        .anyMatch(line -> line.matches("udp +chaski.transport.udp +\\S+ +-"));
                assertThat(shell.run("chaski:peers --node hub"))
                        .hasSize(2)
                        .last()
                        .asString()
                        .matches("hub +edge +" + edge.id().shortForm() + " +alive +tcp://.*");
                assertThat(shell.run("chaski:pub --node hub --await 1 lab.x hello"))
                        .containsExactly("accepted 1, acknowledged 1, unmatched 0, lost 0");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(received).containsExactly("hello"));
                assertThat(shell.run("chaski:topics 'lab.>'")).anyMatch(line -> line.matches("lab.x +\\S+ +edge"));
                assertThat(shell.run("chaski:nodes"))
                        .anyMatch(line -> line.startsWith("edge ") && line.contains(" local "))
                        .anyMatch(line -> line.startsWith("hub ") && line.contains(endpoint.toString()));
                assertThat(shell.run("chaski:ping --node edge --count 1 hub"))
                        .first()
                        .asString()
                        .contains("peer=hub");
                assertThat(shell.run("chaski:log --node hub")).anyMatch(line -> line.contains("PeerUp["));
                assertThatThrownBy(() -> shell.run("chaski:ping hub"))
                        .hasStackTraceContaining("name one of them by --node")
                        .hasStackTraceContaining("edge (chaski.node~edge), hub (chaski.node~hub)");
            }
        }
    }

    private static Node node(OsgiContainer container, String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            ServiceReference<Node> found =
                                    container
                                            .context()
                                            .getServiceReferences(Node.class, "(chaski.node=" + name + ")")
                                            .stream()
                                            .findFirst()
                                            .orElse(null);
                            return found == null ? null : container.context().getService(found);
                        },
                        found -> found != null);
    }
}
