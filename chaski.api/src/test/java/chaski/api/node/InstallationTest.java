package chaski.api.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a builder finds on a class path, and its errors for one that cannot work. */
final class InstallationTest {

    @TempDir
    private Path folder;

    private int places;

    @Test
    void withoutAnEngineItSaysWhichModuleIsMissing() {
        assertThatThrownBy(() -> start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "no engine found", "chaski.node", "class path", "--add-modules", "NodeFactory");
    }

    @Test
    void withoutATransportItNamesTheEndpointAndTheModule() throws IOException {
        URL engine = place(NodeFactory.class, Engine.class);

        assertThatThrownBy(() -> start(engine))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "no transport found for any://host:1", "found []", "chaski.transport.any", "jlink");
    }

    @Test
    void withoutAnEndpointItNeedsNoTransport() throws IOException {
        try (URLClassLoader loader = loader(place(NodeFactory.class, Engine.class))) {
            Engine.parts = null;
            Chaski.node().loader(loader).start();

            assertThat(Engine.parts.transports()).isEmpty();
        }
    }

    @Test
    void endpointsWhoseTransportWasNotGivenWaitForIt() throws IOException {
        try (URLClassLoader loader = loader(place(NodeFactory.class, Engine.class))) {
            Engine.parts = null;
            Chaski.node()
                    .loader(loader)
                    .transport(new Any())
                    .listen("later://host:1")
                    .start();

            assertThat(Engine.parts.transports()).hasSize(1);
            assertThat(Engine.parts.closesTransports()).isFalse();
        }
    }

    @Test
    void findsWhatIsThereOnce() throws IOException {
        URL engine = place(NodeFactory.class, Engine.class);
        URL transport = place(Transport.class, Any.class);
        Engine.parts = null;

        start(engine, transport, transport);

        assertThat(Engine.parts.transports()).singleElement().isInstanceOf(Any.class);
        assertThat(Engine.parts.closesTransports()).isTrue();
    }

    @Test
    void twoVersionsOfATransportAreRefusedNamingBoth() throws IOException {
        URL engine = place(NodeFactory.class, Engine.class);
        URL old = place(Transport.class, Any.class);
        URL later = place(Transport.class, Any.class);

        assertThatThrownBy(() -> start(engine, old, later))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "expected " + Any.class.getName() + " once",
                        old.toString().replaceFirst("/$", ""),
                        later.toString().replaceFirst("/$", ""),
                        "keep one version");
    }

    @Test
    void twoTransportsOfOneSchemeAreRefusedNamingBoth() throws IOException {
        URL engine = place(NodeFactory.class, Engine.class);
        URL transports = place(Transport.class, Any.class, Other.class);

        assertThatThrownBy(() -> start(engine, transports))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "expected one transport for any://", Any.class.getName(), Other.class.getName(), "transport()");
    }

    @Test
    void partMadeForALaterJavaIsToldWithBothVersions() throws IOException {
        URL engine = place(NodeFactory.class, Engine.class);
        URL transport = place(Transport.class, Any.class);
        try (URLClassLoader loader = new FromTheFuture(engine, transport)) {
            assertThatThrownBy(() -> Chaski.node().loader(loader).start())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(
                            "made for a later Java",
                            "this is Java " + Runtime.version().feature(),
                            "class file version 199.0",
                            "run a later Java");
        }
    }

    @Test
    void partThatCannotBeMadeIsToldWithItsCause() throws IOException {
        URL broken = place(NodeFactory.class, Broken.class);

        assertThatThrownBy(() -> start(broken))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cannot be used", Broken.class.getName());
    }

    @Test
    void layerIsLookedThroughInsteadOfTheClassPath() throws IOException {
        try (URLClassLoader loader = loader(place(NodeFactory.class, Engine.class))) {
            assertThatThrownBy(() -> Chaski.node()
                            .loader(loader)
                            .layer(ModuleLayer.empty())
                            .start())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("no engine found");
        }
    }

    private void start(URL... path) throws IOException {
        try (URLClassLoader loader = loader(path)) {
            Chaski.node().loader(loader).listen("any://host:1").start();
        }
    }

    private static URLClassLoader loader(URL... path) {
        return new URLClassLoader(path, InstallationTest.class.getClassLoader());
    }

    /** A folder on the class path that lists providers; their classes are the test's own. */
    private URL place(Class<?> service, Class<?>... providers) throws IOException {
        Path place = folder.resolve("place-" + places++);
        Path lists = Files.createDirectories(place.resolve("META-INF/services"));
        List<String> lines = new ArrayList<>(List.of("# a comment", ""));
        for (Class<?> provider : providers) {
            lines.add(provider.getName() + " # another");
        }
        Files.write(lists.resolve(service.getName()), lines);
        return place.toUri().toURL();
    }

    /** Loads the transport as if it had been compiled for a Java version that does not exist. */
    private static final class FromTheFuture extends URLClassLoader {

        FromTheFuture(URL... path) {
            super(path, InstallationTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Any.class.getName()) ? later(name) : super.loadClass(name, resolve);
        }

        private Class<?> later(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                code[7] = (byte) 199;
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** An engine that only records its arguments. */
    public static final class Engine implements NodeFactory {

        static Parts parts;

        /** Used by the service loader. */
        public Engine() {}

        @Override
        public Node start(NodeConfig config, Parts given) {
            parts = given;
            return null;
        }
    }

    /** An engine that cannot be created. */
    public static final class Broken implements NodeFactory {

        /** Used by the service loader. */
        public Broken() {
            throw new IllegalStateException("broken");
        }

        @Override
        public Node start(NodeConfig config, Parts given) {
            throw new UnsupportedOperationException();
        }
    }

    /** Another transport of the same scheme. */
    public static final class Other extends Any {

        /** Used by the service loader. */
        public Other() {}
    }

    /** A transport that does nothing. */
    public static class Any implements Transport {

        /** Used by the service loader. */
        public Any() {}

        @Override
        public String scheme() {
            return "any";
        }

        @Override
        public Set<Feature> features() {
            return Set.of();
        }

        @Override
        public Listener listen(Endpoint local, LinkAcceptor acceptor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
