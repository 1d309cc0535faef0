package chaski.remote.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.remote.CallOptions;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Remote;
import chaski.api.remote.UnavailableException;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.remote.RemoteProvider;
import chaski.testkit.network.LiveNetwork;
import java.io.FileNotFoundException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

class PromiseTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> nodes = new ArrayList<>();
    private final Deferred<List<Reading>> later = new Deferred<>();
    private Remote here;
    private Remote there;

    /**
     * A value.
     *
     * @param number of it
     */
    public record Reading(int number) {}

    /** The remote interface. */
    public interface Lab {

        /** Resolved by the test. */
        Promise<List<Reading>> readings();

        /** Resolved already. */
        Promise<Reading> echo(Reading reading);

        /** Fails. */
        Promise<String> missing() throws FileNotFoundException;

        /** Resolved with null. */
        Promise<Void> nothing();

        /** Calls back. */
        Promise<Integer> asks(Answering other);
    }

    /** The callback. */
    public interface Answering {

        /** Resolved later. */
        Promise<Integer> answer(int question);
    }

    /** The same with types of the JDK. */
    public interface LabOfStages {

        /** As above. */
        CompletionStage<Reading> echo(Reading reading);
    }

    private final class RealLab implements Lab {

        @Override
        public Promise<List<Reading>> readings() {
            return later.getPromise();
        }

        @Override
        public Promise<Reading> echo(Reading reading) {
            return Promises.resolved(reading);
        }

        @Override
        public Promise<String> missing() {
            return Promises.failed(new FileNotFoundException("lab.txt"));
        }

        @Override
        public Promise<Void> nothing() {
            return Promises.resolved(null);
        }

        @Override
        public Promise<Integer> asks(Answering other) {
            return other.answer(20).map(n -> n + 1);
        }
    }

    @BeforeEach
    void start() {
        there = node("there");
        here = node("here");
        there.export("lab", Lab.class, new RealLab());
        assertThat(here.awaitExporters("lab", 1, LONG)).isTrue();
    }

    private Remote node(String host) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        if (!nodes.isEmpty()) {
            builder.join("mem://there:1");
        }
        List<Codec> codecs = List.of(new CborCodec());
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(List.of(network.transport(host)), codecs, List.of(new RemoteProvider())));
        nodes.add(node);
        return node.service(Remote.class);
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
        network.close();
    }

    private Lab lab() {
        return here.proxy("lab", Lab.class, CallOptions.DEFAULT.deadline(LONG));
    }

    private static <T> @Nullable T get(Promise<T> promise) throws Exception {
        CompletableFuture<@Nullable T> future = new CompletableFuture<>();
        promise.onSuccess(future::complete).onFailure(future::completeExceptionally);
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aProxyDoesNotWaitForAPromise() throws Exception {
        Promise<List<Reading>> readings = lab().readings();
        assertThat(get(lab().echo(new Reading(7)))).isEqualTo(new Reading(7));
        assertThat(readings.isDone()).isFalse();

        later.resolve(List.of(new Reading(1), new Reading(2)));

        assertThat(get(readings)).containsExactly(new Reading(1), new Reading(2));
    }

    @Test
    void whatAPromiseFailedWithArrives() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        lab().missing().onFailure(failure::complete);

        assertThat(failure.get(60, TimeUnit.SECONDS))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("lab.txt");
    }

    @Test
    void aCallWithoutAnAnswerFailsItsPromise() throws Exception {
        Lab nobody = here.proxy("nobody", Lab.class, CallOptions.DEFAULT.deadline(Duration.ofMillis(50)));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        nobody.nothing().onFailure(failure::complete);

        assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aPromiseOfNothingIsResolved() throws Exception {
        assertThat(get(lab().nothing())).isNull();
    }

    @Test
    void aCallbackMayReturnAPromise() throws Exception {
        assertThat(get(lab().asks(question -> Promises.resolved(2 * question)))).isEqualTo(41);
    }

    @Test
    void theOtherSideMaySpeakOfStages() throws Exception {
        LabOfStages stages = here.proxy("lab", LabOfStages.class);

        assertThat(stages.echo(new Reading(3)).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(new Reading(3));
        assertThat(Objects.requireNonNull(here.object("lab").call("echo", new Reading(4))))
                .hasToString("{number=4}");
    }

    /** The type has the same name, but is not the one of the adapter. */
    @Test
    void aPromiseOfAnotherClassLoaderIsToldAndNothingIsExecuted() throws Exception {
        try (URLClassLoader strange = strange()) {
            Class<?> type = strange.loadClass(Lab.class.getName());
            Object proxy = here.proxy("lab", type);

            assertThatThrownBy(() -> type.getMethod("nothing").invoke(proxy))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("org.osgi.util.promise.Promise")
                    .hasMessageContaining("chaski.remote.promise");

            export("strange", type, proxy);
            assertThat(here.awaitExporters("strange", 1, LONG)).isTrue();
            assertThatThrownBy(() -> here.object("strange").call("nothing"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("chaski.remote.promise");
        }
    }

    private <T> void export(String name, Class<T> type, Object object) {
        there.export(name, type, type.cast(object));
    }

    private static URLClassLoader strange() {
        URL[] jars = {location(Lab.class), location(Promise.class)};
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("org.osgi.util.function")
                        ? PromiseTest.class.getClassLoader().loadClass(name)
                        : super.findClass(name);
            }
        };
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
