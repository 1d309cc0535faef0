package chaski.remote.value;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.remote.NotSentException;
import chaski.api.remote.RemoteInvocationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuildingTest {

    @Test
    void howACallOfTheMethodsOwnEndedIsNotHowThisOneEnded() {
        Throwable inner = new NotSentException("a call that the method made");

        Throwable rebuilt = new Rebuilding(List.of(NotSentException.class)).rebuild(Failures.describe(inner), "there");

        assertThat(rebuilt)
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(NotSentException.class.getName()))
                .hasMessageContaining("a call that the method made");
    }
}
