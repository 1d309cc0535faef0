package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.TypeRef;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.RemoteObject;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An object of a bundle that was updated and refreshed fails as documented when it is first used after that, and not
 * because some class of the bundle cannot be loaded any more.
 */
@Tag("slow")
final class UsedAfterRefreshIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Arguments for any method; for interfaces that are not named here, an object whose methods return nothing. */
    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            Map.entry(String.class, "used.late"),
            Map.entry(Object.class, "payload"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true),
            Map.entry(Duration.class, Duration.ofMillis(1)),
            Map.entry(Class.class, String.class),
            Map.entry(ClassLoader.class, UsedAfterRefreshIT.class.getClassLoader()),
            Map.entry(TypeRef.class, new TypeRef<String>() {}),
            Map.entry(Map.class, Map.of("key", "value")),
            Map.entry(List.class, List.of()),
            Map.entry(Object[].class, new Object[] {"argument"}),
            Map.entry(String[].class, new String[] {"used.late"}),
            Map.entry(Endpoint.class, Endpoint.parse("tcp://127.0.0.1:1")),
            Map.entry(NodeId.class, new NodeId(new UUID(1, 2))),
            Map.entry(Topic.class, Topic.of("used.late")),
            Map.entry(TopicPattern.class, TopicPattern.of("used.>")),
            Map.entry(CallOptions.class, CallOptions.DEFAULT),
            Map.entry(ExportOptions.class, ExportOptions.DEFAULT),
            Map.entry(PublisherOptions.class, PublisherOptions.DEFAULT),
            Map.entry(SubscriptionOptions.class, SubscriptionOptions.DEFAULT));

    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void whatIsHeldFailsAsDocumented(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node node = now(container, Node.class);
            Streamer streamer = now(container, Streamer.class);
            Remote remote = now(container, Remote.class);
            Map<Object, Class<?>> ofStreamer = Map.of(
                    streamer,
                    Streamer.class,
                    streamer.publisher("used.late", String.class),
                    Publisher.class,
                    streamer.subscribe("used.late", String.class, message -> {}),
                    Subscription.class);
            Map<Object, Class<?>> ofRemote = Map.of(
                    remote,
                    Remote.class,
                    remote.object("used.object"),
                    RemoteObject.class,
                    remote.function("used.function", String.class),
                    RemoteFunction.class,
                    remote.proxy("used.object", IntUnaryOperator.class),
                    IntUnaryOperator.class,
                    remote.export("used.object", IntUnaryOperator.class, i -> i),
                    Registration.class);

            useAfterRefresh(container, "chaski.streamer", ofStreamer);
            useAfterRefresh(container, "chaski.remote", ofRemote);
            useAfterRefresh(container, "chaski.node", Map.of(node, Node.class));
        }
        assertThat(wrong).isEmpty();
    }

    private static <S> S now(OsgiContainer container, Class<S> type) {
        ServiceOfNow<S> service = new ServiceOfNow<>(container.context(), type, "(chaski.node=a)");
        return await().atMost(PATIENCE)
                .until(service::find, Optional::isPresent)
                .orElseThrow();
    }

    private void useAfterRefresh(OsgiContainer container, String name, Map<Object, Class<?>> held) throws Exception {
        SwappedBundle bundle = new SwappedBundle(container, name);
        bundle.swap(SwappedBundle.Way.UPDATE, () -> {});
        bundle.swap(SwappedBundle.Way.REFRESH, () -> {});
        assertThat(bundle.leftBehind()).isEqualTo(2);
        for (Map.Entry<Object, Class<?>> each : held.entrySet()) {
            List<Method> methods = new ArrayList<>(Arrays.asList(each.getValue().getMethods()));
            methods.add(Object.class.getMethod("toString"));
            methods.stream()
                    .filter(method -> !method.getName().equals("close"))
                    .forEach(method -> use(each.getKey(), method));
            use(each.getKey(), Object.class.getMethod("hashCode"));
        }
    }

    private void use(Object held, Method method) {
        try {
            Object result = method.invoke(
                    held,
                    Arrays.stream(method.getParameterTypes())
                            .map(UsedAfterRefreshIT::argument)
                            .toArray());
            if (result instanceof CompletionStage<?> stage) {
                stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InvocationTargetException e) {
            note(method, e.getCause());
        } catch (Exception e) {
            note(method, e.getCause() == null ? e : e.getCause());
        }
    }

    private void note(Method method, Throwable thrown) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof LinkageError || e instanceof ClassNotFoundException) {
                wrong.add(method + ": " + thrown);
            }
        }
    }

    private static Object argument(Class<?> type) {
        Object known = ARGUMENTS.get(type);
        if (known != null) {
            return known;
        }
        assertThat(type.isInterface()).as("an argument for %s", type).isTrue();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> nothing(m));
    }

    private static @Nullable Object nothing(Method method) {
        return switch (method.getName()) {
            case "hashCode" -> 1;
            case "equals" -> false;
            default -> null;
        };
    }
}
