package chaski.rsa.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEvent;

/** What a listener is notified of, by its scope. */
class NotifiedListenerTest {

    private final List<String> events = new ArrayList<>();
    private final NotifiedListener listener = new NotifiedListener(
            (event, filter) -> events.add(name(event.getType()) + " " + filter),
            new ListenerScope(List.of("(level=1)", "(level>=5)")));

    private static String name(int type) {
        return switch (type) {
            case EndpointEvent.ADDED -> "added";
            case EndpointEvent.REMOVED -> "removed";
            case EndpointEvent.MODIFIED -> "modified";
            default -> "ended";
        };
    }

    private static EndpointDescription endpoint(int level) {
        return new EndpointDescription(Map.of(
                "endpoint.id",
                "x",
                "objectClass",
                new String[] {"java.lang.Runnable"},
                "service.imported.configs",
                "chaski",
                "level",
                level));
    }

    @Test
    void anEndpointIsAddedModifiedAndRemovedWithTheFilterThatItMatches() {
        listener.changed(endpoint(5));
        listener.changed(endpoint(6));
        listener.removed("x");

        assertThat(events).containsExactly("added (level>=5)", "modified (level>=5)", "removed (level>=5)");
    }

    @Test
    void anEndpointThatMatchesNoMoreEndsOnce() {
        listener.changed(endpoint(1));
        listener.changed(endpoint(2));
        listener.changed(endpoint(3));
        listener.removed("x");

        assertThat(events).containsExactly("added (level=1)", "ended (level=1)");
    }

    @Test
    void anotherFilterIsAnotherMatch() {
        listener.changed(endpoint(1));
        listener.changed(endpoint(5));

        assertThat(events).containsExactly("added (level=1)", "ended (level=1)", "added (level>=5)");
    }

    @Test
    void anotherScopeIsAppliedToWhatThereIs() {
        listener.changed(endpoint(1));
        listener.scope(new ListenerScope(List.of("(level=1)", "(level=2)")), List.of(endpoint(1)));
        listener.scope(new ListenerScope(List.of()), List.of(endpoint(1)));

        assertThat(events).containsExactly("added (level=1)", "ended (level=1)");
    }

    @Test
    void aListenerThatFailsDoesNotStopTheNotifier() {
        NotifiedListener failing = new NotifiedListener(
                (event, filter) -> {
                    throw new IllegalStateException("on purpose");
                },
                new ListenerScope(List.of("(level=1)")));

        failing.changed(endpoint(1));
        failing.removed("x");
    }
}
