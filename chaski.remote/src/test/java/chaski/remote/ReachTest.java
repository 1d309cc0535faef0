package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ChaskiException;
import chaski.api.ConfigurationException;
import chaski.api.InvalidTopicException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not exported cannot be reached by any request. */
class ReachTest {

    private static final Nodes NODES = new Nodes();
    private static final AtomicInteger TOUCHED = new AtomicInteger();
    private static Remote here;
    private static Remote there;

    interface Open {
        int add(int a, int b);

        List<Integer> sizes(List<Integer> values);

        Inner getInner();

        int getReadOnly();

        static int helper() {
            return TOUCHED.incrementAndGet();
        }
    }

    interface Inner {
        int depth();
    }

    /** Attributes whose names begin with those of others. */
    interface Prefixes {
        default int depth() {
            return 2;
        }

        default Prefixes getA() {
            return this;
        }

        default Prefixes getAb() {
            return this;
        }

        default Prefixes getB() {
            return this;
        }

        default Prefixes getBc() {
            return this;
        }
    }

    static final class Secretive implements Open {

        public int field = 1;

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public List<Integer> sizes(List<Integer> values) {
            return values;
        }

        @Override
        public Inner getInner() {
            return () -> 1;
        }

        @Override
        public int getReadOnly() {
            return 3;
        }

        public int other() {
            return TOUCHED.incrementAndGet();
        }

        public static int helper() {
            return TOUCHED.incrementAndGet();
        }

        public String getSecret() {
            TOUCHED.incrementAndGet();
            return "secret";
        }
    }

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("open", Open.class, new Secretive());
        there.export("second", Open.class, new Secretive(), ExportOptions.DEFAULT.open("inner"));
        Prefixes prefixes = new Prefixes() {};
        there.export("deep", Prefixes.class, prefixes, ExportOptions.DEFAULT.open("a", "a.b"));
        there.export("deepOnly", Prefixes.class, prefixes, ExportOptions.DEFAULT.open("a.b"));
        there.export("long", Prefixes.class, prefixes, ExportOptions.DEFAULT.open("ab", "ab.bc"));
        there.attach("square", Integer.class, Integer.class, x -> x * x);
        assertThat(here.awaitExporters("square", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static RemoteObject open() {
        return here.object("open");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "helper",
                "getClass",
                "hashCode",
                "toString",
                "equals",
                "wait",
                "notify",
                "notifyAll",
                "finalize",
                "clone",
                "getSecret",
                "field",
                "secret",
                "getInner.depth",
                "inner.depth",
                "add.add",
                "open.add",
                "second.add",
                "java.lang.Runtime.getRuntime",
                "add(int,int)",
                "",
                " add",
                "ADD",
                "add\u0000",
                "<init>",
                "lambda$getInner$0"
            })
    void noOtherMethodCanBeCalled(String method) {
        assertThatThrownBy(() -> open().call(method))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no method");
        assertThatThrownBy(() -> here.function("square", Integer.class).call(2, 3))
                .isInstanceOf(RefusedException.class);
        assertThat(TOUCHED).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"field", "secret", "class", "Class", "add", "this", "hash", "inner.depth", "", "open"})
    void noOtherAttributeCanBeReadOrWritten(String attribute) {
        assertThatThrownBy(() -> open().get(attribute))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no attribute");
        assertThatThrownBy(() -> open().set(attribute, 1)).isInstanceOf(RefusedException.class);
        assertThat(TOUCHED).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"inner", "secret", "class", "readOnly", "inner.inner", ".", "a..b", "class.classLoader"})
    void noAttributeThatIsNotOpenLeadsOn(String path) {
        assertThatThrownBy(() -> open().at(path).call("depth"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no open attribute");
        assertThat(TOUCHED).hasValue(0);
    }

    @Test
    void anOpenAttributeLeadsNoFurther() {
        assertThat(here.object("second").at("inner").call("depth")).isEqualTo(1);
        assertThatThrownBy(() -> here.object("second").at("inner.class").call("getName"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> here.object("second").at("readOnly").call("intValue"))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({"deep,a", "deep,a.b", "long,ab", "long,ab.bc"})
    void aPathThatIsOpenLeadsToItsEnd(String name, String path) {
        assertThat(here.object(name).at(path).call("depth")).isEqualTo(2);
        assertThat(RecordingSubscriber.of(here.object(name).at(path).observe("a"), 0).ends)
                .isEmpty();
    }

    /** Neither the beginning of an open path nor its continuation is open. */
    @ParameterizedTest
    @CsvSource({
        "deep,ab",
        "deep,b",
        "deep,bc",
        "deep,a.bc",
        "deep,a.a",
        "deep,a.b.a",
        "deep,a.b.b",
        "deep,ab.b",
        "deepOnly,a",
        "deepOnly,a.b",
        "deepOnly,b",
        "deepOnly,a.bc",
        "long,a",
        "long,ab.b",
        "long,a.bc",
        "long,ab.bc.a",
        "long,ab.bc.bc"
    })
    void aPathIsOpenByItsWholeNameOnly(String name, String path) {
        assertThatThrownBy(() -> here.object(name).at(path).call("depth"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no open attribute");
        assertThat(RecordingSubscriber.of(here.object(name).at(path).observe("a"), 1)
                        .awaitEnd())
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void whatCanOnlyBeReadIsNotWritten() {
        assertThatThrownBy(() -> open().set("readOnly", 4))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("only be read");
    }

    static List<Arguments> wrongArguments() {
        Object deep = 1;
        for (int i = 0; i < 40; i++) {
            deep = List.of(deep);
        }
        Object tooDeep = deep;
        List<Arguments> all = new ArrayList<>();
        all.add(Arguments.of((Object) new Object[] {1}));
        all.add(Arguments.of((Object) new Object[] {1, 2, 3}));
        all.add(Arguments.of((Object) new Object[] {"1", "2"}));
        all.add(Arguments.of((Object) new Object[] {1.5, 2}));
        all.add(Arguments.of((Object) new Object[] {null, 2}));
        all.add(Arguments.of((Object) new Object[] {1L << 40, 2}));
        all.add(Arguments.of((Object) new Object[] {Map.of("@class", "java.lang.Runtime"), 2}));
        all.add(Arguments.of((Object) new Object[] {List.of(1), 2}));
        all.add(Arguments.of((Object) new Object[] {true, 2}));
        all.add(Arguments.of((Object) new Object[] {tooDeep, 2}));
        return all;
    }

    @ParameterizedTest
    @MethodSource("wrongArguments")
    void argumentsThatDoNotFitAreRefused(Object[] arguments) {
        assertThatThrownBy(() -> open().call("add", arguments)).isInstanceOf(ChaskiException.class);
    }

    @Test
    void aHugeArrayWithinTheLimitWorksAndOneBeyondIsRefusedHere() {
        List<Integer> many = Collections.nCopies(100_000, 1);
        assertThat((List<?>) open().call("sizes", many)).hasSize(100_000);
        assertThatThrownBy(() -> open().call("sizes", new Object[] {new byte[5 << 20]}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void whatNobodyExportsIsUnavailable() {
        CallOptions soon = CallOptions.DEFAULT.deadline(Duration.ofMillis(50));
        assertThatThrownBy(() -> here.object("none", soon).call("add", 1, 2))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no node that can be reached exports it");
        assertThatThrownBy(() -> here.object("open", soon.node(NODES.id(1))).call("add", 1, 2))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void whatIsRefusedIsCountedWhereItWas() {
        long before = there.counters().getOrDefault("calls.refused.no_member", 0L);
        assertThatThrownBy(() -> open().call("other")).isInstanceOf(RefusedException.class);

        assertThat(there.counters().get("calls.refused.no_member")).isGreaterThan(before);
    }

    @Test
    void namesAreCheckedAndTakenOnce() {
        assertThatThrownBy(() -> there.export("open", Open.class, new Secretive()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'open'");
        assertThatThrownBy(() -> there.export("a.*", Open.class, new Secretive()))
                .isInstanceOf(ChaskiException.class);
        assertThatThrownBy(() -> there.export("", Open.class, new Secretive()))
                .isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() ->
                        there.export("x", Open.class, new Secretive(), ExportOptions.DEFAULT.attributes("nothing")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> here.proxy("open", Secretive.class)).isInstanceOf(ConfigurationException.class);
    }
}
