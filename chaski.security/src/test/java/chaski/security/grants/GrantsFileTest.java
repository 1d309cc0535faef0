package chaski.security.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.security.AccessRequest;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import chaski.ca.CertificateAuthority;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsFileTest {

    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");
    private static final AccessRequest JOIN = AccessRequest.to(INGEST, Permission.JOIN);
    private static final AccessRequest SEE = AccessRequest.to(INGEST, Permission.SEE);
    private static final String MAY_JOIN = "{\"rules\": [{\"who\": \"**\", \"may\": \"join\"}]}";
    private static final String MAY_SEE = "{\"rules\": [{\"who\": \"**\", \"may\": \"see\"}]}";

    @TempDir
    Path directory;

    private final List<GrantsFile> opened = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger(GrantsFile.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                warnings.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private int changes;

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        opened.forEach(GrantsFile::close);
    }

    private GrantsFile open(Path from) {
        GrantsFile grants = GrantsFile.open(from, () -> now, Executors.newSingleThreadScheduledExecutor());
        grants.addListener(() -> changes++);
        opened.add(grants);
        return grants;
    }

    private void replace(String text) throws IOException {
        Files.writeString(directory.resolve("new"), text);
        Files.move(directory.resolve("new"), directory.resolve(Grants.FILE_NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aChangeTakesEffectAndIsReported() throws IOException {
        replace(MAY_JOIN);
        GrantsFile grants = open(directory);
        grants.poll();
        assertThat(grants.decide(JOIN).isAllowed()).isTrue();
        assertThat(changes).isZero();

        replace(MAY_SEE);
        grants.poll();
        grants.poll();

        assertThat(grants.decide(JOIN).isAllowed()).isFalse();
        assertThat(grants.decide(SEE).isAllowed()).isTrue();
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void withoutAFileEverythingIsRefusedUntilThereIsOne() throws IOException {
        GrantsFile grants = open(directory);

        assertThat(grants.decide(JOIN).isAllowed()).isFalse();
        assertThat(warnings).hasSize(1).first().asString().contains("every peer is refused");

        replace(MAY_JOIN);
        grants.poll();
        assertThat(grants.decide(JOIN).isAllowed()).isTrue();
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aMalformedFileKeepsTheRulesAndTheWarningNamesTheLine() throws IOException {
        replace(MAY_JOIN);
        GrantsFile grants = open(directory);

        replace("{\"rules\": [\n{\"who\": \"**\", \"may\": \"jin\"}]}");
        for (int i = 0; i < 5; i++) {
            grants.poll();
        }
        assertThat(grants.decide(JOIN).isAllowed()).isTrue();
        assertThat(changes).isZero();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("grants.json:2:22: unknown permission 'jin'; the nearest is 'join'");

        Files.delete(directory.resolve(Grants.FILE_NAME));
        for (int i = 0; i < 5; i++) {
            grants.poll();
        }
        assertThat(grants.decide(JOIN).isAllowed()).isTrue();
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(1)).contains("it was removed");

        replace(MAY_SEE);
        grants.poll();
        assertThat(grants.decide(JOIN).isAllowed()).isFalse();
    }

    @Test
    void anExpiredRuleEndsWithoutAChangeOfTheFile() throws IOException {
        replace("{\"rules\": [{\"who\": \"**\", \"may\": \"join\", \"until\": \"2030-01-01T00:00:10Z\"},"
                + "{\"who\": \"**\", \"may\": \"see\", \"until\": \"2030-01-01T00:00:20Z\"}]}");
        GrantsFile grants = open(directory);
        now = now.plusSeconds(9);
        grants.poll();
        assertThat(grants.decide(JOIN).isAllowed()).isTrue();
        assertThat(changes).isZero();

        now = now.plusSeconds(1);
        assertThat(grants.decide(JOIN).isAllowed()).isFalse();
        grants.poll();
        grants.poll();
        assertThat(changes).isEqualTo(1);

        now = now.plusSeconds(10);
        grants.poll();
        grants.poll();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aRedirectedLinkIsAChange() throws IOException {
        Path first = Files.createDirectory(directory.resolve("first"));
        Path second = Files.createDirectory(directory.resolve("second"));
        Files.writeString(first.resolve(Grants.FILE_NAME), MAY_JOIN);
        Files.writeString(second.resolve(Grants.FILE_NAME), MAY_SEE);
        Path link = Files.createSymbolicLink(directory.resolve("current"), first);
        GrantsFile grants = open(link);

        Path other = Files.createSymbolicLink(directory.resolve("other"), second);
        Files.move(other, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        grants.poll();

        assertThat(grants.decide(SEE).isAllowed()).isTrue();
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aFailingListenerDoesNotPreventTheNext() throws IOException {
        replace(MAY_JOIN);
        GrantsFile grants = GrantsFile.open(directory, () -> now, Executors.newSingleThreadScheduledExecutor());
        opened.add(grants);
        grants.addListener(() -> {
            throw new IllegalStateException("on purpose");
        });
        Runnable counter = () -> changes++;
        grants.addListener(counter);

        replace(MAY_SEE);
        grants.poll();
        assertThat(changes).isEqualTo(1);

        grants.removeListener(counter);
        replace(MAY_JOIN);
        grants.poll();
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aMalformedFileAndOneThatIsTooLargeCannotBeOpened() throws IOException {
        replace("{\"rules\": 1}");
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("grants.json:1:11: expected an array of rules");

        replace(" ".repeat(GrantsFile.MAX_BYTES + 1 - MAY_JOIN.length()) + MAY_JOIN);
        assertThatThrownBy(() -> open(directory)).hasMessageContaining("expected at most 1048576 bytes");
        replace(" ".repeat(GrantsFile.MAX_BYTES - MAY_JOIN.length()) + MAY_JOIN);
        assertThat(open(directory).decide(JOIN).isAllowed()).isTrue();
    }

    @Test
    void changesAreNoticedWithoutBeingAsked() throws IOException, InterruptedException {
        replace(MAY_JOIN);
        CountDownLatch noticed = new CountDownLatch(1);
        GrantsFile grants = GrantsFile.open(directory);
        opened.add(grants);
        grants.addListener(noticed::countDown);

        replace(MAY_SEE);

        assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(grants.decide(SEE).isAllowed()).isTrue();
    }

    @Test
    void theFileOfANewIdentityAllowsAllButToAdminister() {
        CertificateAuthority.create(directory.resolve("ca"), "example.org", null)
                .issue(INGEST, Duration.ofDays(1))
                .writeTo(directory.resolve("node"));
        GrantsFile grants = GrantsFile.open(
                directory.resolve("node"), InstantSource.system(), Executors.newSingleThreadScheduledExecutor());
        opened.add(grants);
        Identity stranger = Identity.parse("spiffe://example.com/ingest");

        for (AccessRequest request : List.of(
                JOIN,
                SEE,
                AccessRequest.publish(INGEST, Topic.of("a.b")),
                AccessRequest.subscribe(INGEST, TopicPattern.of(">")),
                AccessRequest.attach(INGEST, "clock"),
                AccessRequest.member(INGEST, Permission.CALL, "clock", "now"),
                AccessRequest.member(INGEST, Permission.GET, "clock", "zone"),
                AccessRequest.member(INGEST, Permission.SET, "clock", "zone"),
                AccessRequest.member(INGEST, Permission.OBSERVE, "clock", "zone"))) {
            assertThat(grants.decide(request).isAllowed()).as("%s", request).isTrue();
            assertThat(grants.decide(new AccessRequest(
                                    stranger, request.permission(), request.subject(), request.member()))
                            .isAllowed())
                    .isFalse();
        }
        assertThat(grants.decide(AccessRequest.to(INGEST, Permission.ADMINISTER))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void withoutJacksonTheMessageNamesWhatToInstall() throws Exception {
        replace(MAY_JOIN);
        try (URLClassLoader classes = new WithoutJackson()) {
            Class<?> type = classes.loadClass(GrantsFile.class.getName());
            assertThatThrownBy(() -> type.getMethod("open", Path.class).invoke(null, directory))
                    .cause()
                    .hasMessageContaining("add tools.jackson.core:jackson-core to the class path");

            Files.delete(directory.resolve(Grants.FILE_NAME));
            ((AutoCloseable) type.getMethod("open", Path.class).invoke(null, directory)).close();
        }
    }

    /** Loads the module's own classes, and finds no Jackson. */
    private static final class WithoutJackson extends URLClassLoader {

        WithoutJackson() throws MalformedURLException {
            super(
                    new URL[] {
                        GrantsFile.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    GrantsFile.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("tools.jackson.")) {
                throw new ClassNotFoundException(name);
            }
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("chaski.security.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
