package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ConfigurationException;
import chaski.api.LimitException;
import chaski.api.node.Node;
import chaski.api.remote.CallException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exports have properties that arrive at peers, and may have several interfaces. */
class DescribedExportsTest {

    private final Nodes nodes = new Nodes();
    private final Remote exporting = nodes.remote("a");
    private final Remote calling = nodes.remote("b");

    /** An interface. */
    public interface Greeter {

        String greet(String name);

        CompletableFuture<String> later(String name);
    }

    /** Another one. */
    public interface Counter {

        int next();

        String greet(String name);
    }

    /** Implements both. */
    public static final class Both implements Greeter, Counter {

        private int count;

        @Override
        public String greet(String name) {
            return "hello " + name;
        }

        @Override
        public CompletableFuture<String> later(String name) {
            return CompletableFuture.completedFuture(greet(name));
        }

        @Override
        public int next() {
            count++;
            return count;
        }
    }

    /** An exception that callers choose. */
    private static final class Converted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Converted(Throwable cause) {
            super(cause);
        }
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private static Map<String, Object> properties() {
        return Map.of(
                "text",
                "ü",
                "yes",
                true,
                "character",
                'x',
                "double",
                1.5,
                "ids",
                new long[] {Long.MIN_VALUE, 2},
                "boxed",
                new Integer[] {1},
                "list",
                List.of("a", (byte) 1, (short) -2, 2.5f),
                "set",
                Set.of(3L));
    }

    private Optional<Map<String, Object>> announced(Remote remote, String name) {
        return remote.exports().stream()
                .filter(e -> e.name().equals(name))
                .map(Exported::properties)
                .findFirst();
    }

    @Test
    void propertiesArriveAsTheyWere() {
        exporting.export("both", Greeter.class, new Both(), ExportOptions.DEFAULT.properties(properties()));

        await().atMost(Nodes.LONG)
                .until(() ->
                        announced(calling, "both").filter(p -> !p.isEmpty()).isPresent());
        assertThat(announced(calling, "both").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(properties());
        assertThat(announced(exporting, "both").orElseThrow())
                .as("the exporter sees its own")
                .usingRecursiveComparison()
                .isEqualTo(properties());
    }

    @Test
    void watchersSeeEachChangeUntilTheExportIsWithdrawn() {
        AtomicInteger changes = new AtomicInteger();
        try (Node.Watch watch = calling.watchExports(changes::incrementAndGet)) {
            assertThat(watch).isNotNull();
            Registration registration = exporting.export("both", Greeter.class, new Both());
            await().atMost(Nodes.LONG).until(() -> announced(calling, "both").isPresent());
            int before = changes.get();
            registration.describe(Map.of("level", 1));
            registration.describe(Map.of("level", 2));
            await().atMost(Nodes.LONG)
                    .until(() -> announced(calling, "both").orElseThrow().equals(Map.of("level", 2)));
            assertThat(changes.get()).isGreaterThan(before);

            registration.close();
            registration.describe(Map.of("level", 3));
            await().atMost(Nodes.LONG).until(() -> announced(calling, "both").isEmpty());
        }
    }

    @Test
    void laterPeersReceiveWhatWasAnnouncedBefore() {
        Registration registration = exporting.export("both", Greeter.class, new Both());
        registration.describe(Map.of("level", 1));

        Remote late = nodes.remote("c");

        await().atMost(Nodes.LONG).until(() -> announced(late, "both")
                .filter(Map.of("level", 1)::equals)
                .isPresent());
    }

    @Test
    void whatCannotBeCarriedIsRefused() {
        assertThatThrownBy(() -> ExportOptions.DEFAULT.properties(Map.of("when", Duration.ZERO)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("when")
                .hasMessageContaining("java.time.Duration");
        ExportOptions huge = ExportOptions.DEFAULT.properties(Map.of("a", "x".repeat(40_000), "b", "x".repeat(40_000)));
        assertThatThrownBy(() -> exporting.export("both", Greeter.class, new Both(), huge))
                .isInstanceOf(LimitException.class);
        assertThat(exporting.exports()).isEmpty();
        exporting.export("both", Greeter.class, new Both());
    }

    @Test
    void severalInterfacesShareOneExport() {
        exporting.export("both", Greeter.class, new Both(), ExportOptions.DEFAULT.interfaces(List.of(Counter.class)));

        Object proxy = calling.proxy(
                "both",
                List.of(Greeter.class, Counter.class),
                getClass().getClassLoader(),
                CallOptions.DEFAULT.deadline(Nodes.LONG));

        assertThat(((Greeter) proxy).greet("you")).isEqualTo("hello you");
        assertThat(((Counter) proxy).greet("you")).isEqualTo("hello you");
        assertThat(((Counter) proxy).next()).isEqualTo(1);
        assertThat(calling.proxy("both", Counter.class).next()).isEqualTo(2);
    }

    @Test
    void interfacesThatWereNotExportedCannotBeCalled() {
        exporting.export("both", Greeter.class, new Both());
        Counter counter = calling.proxy("both", Counter.class, CallOptions.DEFAULT.deadline(Nodes.LONG));

        assertThatThrownBy(counter::next).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> exporting.export(
                        "none", Greeter.class, new Both(), ExportOptions.DEFAULT.interfaces(List.of(Runnable.class))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("java.lang.Runnable");
    }

    @Test
    void failuresAreConvertedInEachKindOfResult() {
        Greeter proxy = calling.proxy(
                "absent",
                Greeter.class,
                CallOptions.DEFAULT.deadline(Duration.ofMillis(1)).failures(Converted::new));

        assertThatThrownBy(() -> proxy.greet("you"))
                .isInstanceOf(Converted.class)
                .hasCauseInstanceOf(CallException.class);
        CompletableFuture<String> later = proxy.later("you");
        assertThatThrownBy(later::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(Converted.class);
        nodes.close();
        assertThatThrownBy(() -> proxy.greet("you")).isInstanceOf(Converted.class);
    }
}
