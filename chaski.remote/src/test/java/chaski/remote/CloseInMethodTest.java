package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node, or a registration, that is closed by a method that it serves: the close returns immediately, continues when
 * the method has returned, and the caller gets its result. The drain timeout is longer than any test, so that nothing
 * here ends because of it.
 */
class CloseInMethodTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Nodes.LONG);

    private final Nodes nodes = new Nodes();
    private Node there;
    private Node here;

    interface Closing {
        int close(IntUnaryOperator callback);

        Flow.Publisher<Integer> numbers();

        int getState();
    }

    @BeforeEach
    void start() {
        SessionConfig patient = SessionConfig.DEFAULT.drainTimeout(Duration.ofHours(1));
        there = nodes.start("there", patient);
        here = nodes.start("here", patient);
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private Remote remote(Node node) {
        return node.service(Remote.class);
    }

    /** User code that the remote calls on the node that is closed. */
    enum Place {
        METHOD {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).attach("f", Integer.class, Integer.class, n -> {
                    code.run();
                    return n;
                });
                assertThat(test.remote(test.here)
                                .function("f", Integer.class, PATIENT)
                                .call(7))
                        .isEqualTo(7);
                return test.there;
            }
        },
        METHOD_CALLED_ON_ITS_OWN_NODE {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).attach("f", Integer.class, Integer.class, n -> {
                    code.run();
                    return n;
                });
                test.remote(test.there).function("f", Integer.class, PATIENT).callAsync(7);
                return test.there;
            }
        },
        CALLBACK {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).export("c", Closing.class, new Served());
                IntUnaryOperator callback = n -> {
                    code.run();
                    return n + 1;
                };
                test.remote(test.here).object("c", PATIENT).callAsync("close", callback); // ends with the node
                return test.here;
            }
        },
        GETTER {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).export("c", Closing.class, new Served() {
                    @Override
                    public int getState() {
                        code.run();
                        return 9;
                    }
                });
                assertThat(test.remote(test.here).object("c", PATIENT).get("state", Integer.class))
                        .isEqualTo(9);
                return test.there;
            }
        },
        COMPLETION_OF_A_CALL {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).attach("f", Integer.class, Integer.class, n -> n);
                test.remote(test.here)
                        .function("f", Integer.class, PATIENT)
                        .callAsync(1)
                        .thenRun(code);
                return test.here;
            }
        },
        SUBSCRIBER_OF_A_STREAM {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).export("c", Closing.class, new Served());
                Flow.Publisher<Integer> numbers = test.remote(test.here)
                        .proxy("c", Closing.class, PATIENT)
                        .numbers();
                numbers.subscribe(new RecordingSubscriber<>(1) {
                    @Override
                    public void onNext(Integer item) {
                        code.run();
                    }
                });
                return test.here;
            }
        },
        PUBLISHER_OF_A_STREAM {
            @Override
            Node call(CloseInMethodTest test, Runnable code) {
                test.remote(test.there).export("c", Closing.class, new Served() {
                    @Override
                    public Flow.Publisher<Integer> numbers() {
                        return subscriber -> {
                            code.run();
                            super.numbers().subscribe(subscriber);
                        };
                    }
                });
                RecordingSubscriber.of(
                        test.remote(test.here)
                                .proxy("c", Closing.class, PATIENT)
                                .numbers(),
                        1);
                return test.there;
            }
        };

        abstract Node call(CloseInMethodTest test, Runnable code);
    }

    private static class Served implements Closing {

        @Override
        public int close(IntUnaryOperator callback) {
            return callback.applyAsInt(1);
        }

        @Override
        public Flow.Publisher<Integer> numbers() {
            return new CountedPublisher<>(1, i -> i, null);
        }

        @Override
        public int getState() {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatIsClosedByWhatItServesIsClosedWhenThatHasReturned(Place place) throws Exception {
        CompletableFuture<Node> which = new CompletableFuture<>();
        CompletableFuture<Boolean> closedInside = new CompletableFuture<>();

        Node closed = place.call(this, () -> {
            Node own = place == Place.CALLBACK
                            || place == Place.COMPLETION_OF_A_CALL
                            || place == Place.SUBSCRIBER_OF_A_STREAM
                    ? here
                    : there;
            own.close();
            which.complete(own);
            closedInside.complete(own.closeAsync().toCompletableFuture().isDone());
        });

        assertThat(closedInside.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(which.join()).isSameAs(closed);
        closed.closeAsync().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aMethodMayDrainAndCloseItsOwnRegistration() throws Exception {
        CompletableFuture<Registration> own = new CompletableFuture<>();
        CompletableFuture<Boolean> drainedInside = new CompletableFuture<>();
        own.complete(remote(there).attach("f", Integer.class, Integer.class, n -> {
            CompletableFuture<Void> drained = own.join().drain().toCompletableFuture();
            own.join().close();
            drainedInside.complete(drained.isDone());
            return n;
        }));

        assertThat(remote(here).function("f", Integer.class, PATIENT).call(3)).isEqualTo(3);

        assertThat(drainedInside.get(60, TimeUnit.SECONDS)).isFalse();
        own.join().drain().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(remote(here).exports()).isEmpty();
    }
}
