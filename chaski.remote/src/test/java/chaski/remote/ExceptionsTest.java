package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.remote.Many.Colour;
import chaski.remote.Many.ManyThings;
import chaski.remote.Many.Point;
import chaski.remote.Many.Refused;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exceptions of the exporter, as they arrive at the caller. */
class ExceptionsTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("many", Many.class, new ManyThings());
        assertThat(here.awaitExporters("many", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Many many() {
        return here.proxy("many", Many.class);
    }

    @Test
    void aDeclaredExceptionArrivesAsItselfWithItsCauseAndTheRemoteStack() {
        Throwable thrown = catchThrowable(() -> many().refuse("declared"));

        assertThat(thrown).isExactlyInstanceOf(Refused.class).hasMessage("no");
        assertThat(thrown.getCause())
                .isInstanceOf(RemoteInvocationException.class)
                .hasMessageContaining("disk");
        assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("refuse");
        assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(ManyThings.class.getName());
        assertThat(List.of(thrown.getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().contains("called from here"))
                .anyMatch(frame ->
                        frame.getMethodName().equals("aDeclaredExceptionArrivesAsItselfWithItsCauseAndTheRemoteStack"));
    }

    @Test
    void aSubclassOfADeclaredExceptionArrivesAsTheDeclaredOne() {
        assertThat(catchThrowable(() -> many().refuse("below")))
                .isExactlyInstanceOf(Refused.class)
                .hasMessage("never");
    }

    @Test
    void whatIsNotKnownHereArrivesByItsName() {
        assertThatThrownBy(() -> many().refuse("unknown"))
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(ManyThings.class.getName() + "$Hidden"))
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> many().refuse("error"))
                .isInstanceOf(RemoteInvocationException.class)
                .hasMessageContaining("java.lang.AssertionError");
    }

    @Test
    void commonExceptionsArriveAsThemselves() {
        assertThatThrownBy(() -> many().divide(1, 0))
                .isExactlyInstanceOf(ArithmeticException.class)
                .hasMessage("/ by zero");
        assertThatThrownBy(() -> many().refuse("other")).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    /** Has a field besides its message. */
    static class Shortage extends Exception {
        private static final long serialVersionUID = 1L;

        final int missing;
        final Point where;
        final List<Colour> colours;

        Shortage(int missing, Point where, List<Colour> colours) {
            super(missing + " are missing at " + where);
            this.missing = missing;
            this.where = where;
            this.colours = colours;
        }
    }

    static final class Shut extends Exception {
        private static final long serialVersionUID = 1L;

        final transient Runnable retry = () -> {};
        final Runnable opener = () -> {};

        Shut(String message) {
            super(message);
        }
    }

    interface Shop {
        void buy(int count) throws Shortage;

        void open() throws Shut;
    }

    @Test
    void whatAnExceptionSaysBesidesItsMessageArrivesToo() {
        there.export("shop", Shop.class, new Shop() {
            @Override
            public void buy(int count) throws Shortage {
                throw new Shortage(count, new Point(1, 2), List.of(Colour.GREEN));
            }

            @Override
            public void open() throws Shut {
                throw new Shut("nobody is there");
            }
        });
        Shop shop = here.proxy("shop", Shop.class);

        assertThatThrownBy(() -> shop.buy(3))
                .isInstanceOfSatisfying(Shortage.class, e -> {
                    assertThat(e.missing).isEqualTo(3);
                    assertThat(e.where).isEqualTo(new Point(1, 2));
                    assertThat(e.colours).containsExactly(Colour.GREEN);
                })
                .hasMessage("3 are missing at Point[x=1, y=2]");
        assertThatThrownBy(shop::open)
                .as("a runnable would travel by reference")
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(Shut.class.getName()));
    }

    @Test
    void aLongChainOfCausesIsCutOff() {
        there.attach("deep", Integer.class, Integer.class, depth -> {
            RuntimeException error = new IllegalStateException("0");
            for (int i = 1; i < depth; i++) {
                error = new IllegalStateException(String.valueOf(i), error);
            }
            throw error;
        });

        Throwable thrown =
                catchThrowable(() -> here.function("deep", Integer.class).call(100_000));

        int links = 0;
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            links++;
        }
        assertThat(thrown).isExactlyInstanceOf(IllegalStateException.class).hasMessage("99999");
        assertThat(links).isEqualTo(8);
    }
}
