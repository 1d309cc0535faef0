package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.ClosedException;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Route;
import chaski.remote.channel.RemoteCounters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every called name has one route. */
class InterestRoutesTest {

    private final List<String> topics = new ArrayList<>();
    private boolean closed;
    private final RemoteCounters counters = new RemoteCounters(() -> 0);
    private final InterestRoutes interests = new InterestRoutes(
            (Channel) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, with) -> {
                        if (closed) {
                            throw new ClosedException("the node is closed");
                        }
                        topics.add(with[0].toString());
                        return Proxy.newProxyInstance(
                                getClass().getClassLoader(), new Class<?>[] {Route.class}, (p, m, w) -> null);
                    }),
            counters);

    @Test
    void aNameGetsOneRoute() {
        interests.add("calculator");
        interests.add("calculator");
        interests.add("store");

        assertThat(topics).containsExactly("$export.calculator", "$export.store");
    }

    @Test
    void aNameThatComesTooLateIsCountedAndFailsNothing() {
        closed = true;
        interests.add("calculator");

        assertThat(counters.snapshot()).containsEntry("interests.late", 1L);
    }
}
