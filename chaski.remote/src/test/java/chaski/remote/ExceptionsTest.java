package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.remote.Many.ManyThings;
import chaski.remote.Many.Refused;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is thrown there, as it arrives here. */
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
}
