package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.remote.ExportOptions;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.ServiceDescription;
import chaski.remote.Many.ManyThings;
import chaski.remote.Many.Point;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects without their interface: methods, attributes, paths to other objects, descriptions. */
class RemoteObjectTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("many", Many.class, new ManyThings());
        assertThat(here.awaitExporters("many", 1, Nodes.LONG)).isTrue();
        there.export(
                "account",
                Account.class,
                new RealAccount(),
                ExportOptions.DEFAULT.attributes("limit", "owner").open("history", "history.first"));
        assertThat(here.awaitExporters("account", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    @Test
    void overloadsAreChosenByTheArguments() {
        RemoteObject o = here.object("many");

        assertThat(o.call("add", 2, 3)).isEqualTo(5);
        assertThat(o.call("add", 2, 1L << 40)).isEqualTo(2 + (1L << 40));
        assertThat(o.call("add", 2, 3.5)).isEqualTo(5.5);
        assertThat(o.call("add", "a", "b")).isEqualTo("ab");
        assertThat(o.call("sum", 1, 2, 3, 4)).isEqualTo(10);
        assertThat(o.call("sum")).isEqualTo(0);
        assertThat(o.call("text", (Object) null)).isNull();
        assertThat(o.call(
                        "line",
                        Map.of(
                                "from",
                                Map.of("x", 1, "y", 2),
                                "to",
                                Map.of("x", 1, "y", 2),
                                "colours",
                                List.of("RED"))))
                .isInstanceOf(Map.class);
        assertThat(o.call(Point.class, "completable", new Point(4, 5))).isEqualTo(new Point(4, 5));
        assertThat(o.callAsync("add", 1, 1).join()).isEqualTo(2);
    }

    @Test
    void whatCanBeDoneIsTold() {
        ServiceDescription many = here.object("many").describe();
        ServiceDescription account = here.object("account").describe();

        assertThat(many.methods())
                .map(ServiceDescription.Method::toString)
                .contains("int add(int, int)", "void nothing()");
        assertThat(many.methods())
                .filteredOn(ServiceDescription.Method::idempotent)
                .map(ServiceDescription.Method::name)
                .containsExactly("repeatable");
        assertThat(account.attributes())
                .containsExactly(
                        ServiceDescription.Attribute.of("balance", "long"),
                        ServiceDescription.Attribute.of("history", History.class.getTypeName())
                                .writable(false)
                                .open(true),
                        ServiceDescription.Attribute.of("limit", "int"),
                        ServiceDescription.Attribute.of("owner", "java.lang.String"),
                        ServiceDescription.Attribute.of("precision", "int"));
    }

    interface Operators {
        int apply(IntBinaryOperator operator, int a, int b);

        Supplier<String> named(String name);

        Object same(Object object);
    }

    @Test
    void lambdasAndRemoteObjectsAreArgumentsAsTheyAreOfProxies() {
        there.export("operators", Operators.class, new Operators() {
            @Override
            public int apply(IntBinaryOperator operator, int a, int b) {
                return operator.applyAsInt(a, b);
            }

            @Override
            public Supplier<String> named(String name) {
                return () -> name;
            }

            @Override
            public Object same(Object object) {
                return object;
            }
        });
        RemoteObject operators = here.object("operators");
        Object lambda = (IntBinaryOperator) (a, b) -> a * b;

        assertThat(operators.call("apply", lambda, 6, 7)).isEqualTo(42);
        Object supplier = operators.call("named", "x");
        assertThat(((RemoteObject) supplier).call("get")).isEqualTo("x");
        assertThat(((RemoteObject) operators.call("same", supplier)).call("get"))
                .isEqualTo("x");
        assertThat(operators.call("same", lambda)).isSameAs(lambda);
        RemoteObject own = there.object("operators");
        assertThat(own.call("apply", lambda, 6, 7)).isEqualTo(42);
        assertThat(own.call("same", lambda)).isSameAs(lambda);
    }

    interface History {
        String last();

        Point first();

        int getSize();
    }

    interface Account {
        long getBalance();

        void setBalance(long value);

        int precision();

        void precision(int value);

        History getHistory();
    }

    static final class RealAccount implements Account {
        public volatile int limit = 10;
        private volatile long balance = 1;
        private volatile int precision = 2;
        private volatile String owner = "me";

        @Override
        public long getBalance() {
            return balance;
        }

        @Override
        public void setBalance(long value) {
            balance = value;
        }

        @Override
        public int precision() {
            return precision;
        }

        @Override
        public void precision(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("expected 0 or more");
            }
            precision = value;
        }

        public String getOwner() {
            return owner;
        }

        public void setOwner(String value) {
            owner = value;
        }

        @Override
        public History getHistory() {
            return new History() {
                @Override
                public String last() {
                    return "yesterday";
                }

                @Override
                public Point first() {
                    return new Point(7, 8);
                }

                @Override
                public int getSize() {
                    return 2;
                }
            };
        }
    }

    @Test
    void attributesAreReadAndWrittenThere() {
        RemoteObject account = here.object("account");
        account.set("balance", 5);
        account.set("precision", 4);
        account.set("limit", 11);
        account.set("owner", "you");

        assertThat(account.get("balance", Long.class)).isEqualTo(5L);
        assertThat(account.get("precision")).isEqualTo(4);
        assertThat(account.get("limit")).isEqualTo(11);
        assertThat(account.get("owner")).isEqualTo("you");
        assertThat(here.proxy("account", Account.class).precision()).isEqualTo(4);
        assertThatThrownBy(() -> account.set("precision", -1)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openAttributesLeadOn() {
        RemoteObject history = here.object("account").at("history");

        assertThat(history.call("last")).isEqualTo("yesterday");
        assertThat(history.get("size")).isEqualTo(2);
        assertThat(history.call(Point.class, "first")).isEqualTo(new Point(7, 8));
    }
}
