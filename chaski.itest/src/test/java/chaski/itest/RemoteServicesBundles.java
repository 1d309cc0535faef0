package chaski.itest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/**
 * Bundles as users of OSGi remote services write them: interfaces, a provider and a consumer.
 *
 * @param shared the interfaces
 * @param provider exports a service
 * @param consumer uses it, and answers the questions of tests as a {@code UnaryOperator}
 */
record RemoteServicesBundles(UserBundle shared, UserBundle provider, UserBundle consumer) {

    private static final String GREETER = """
            package shared;

            import java.util.concurrent.CompletableFuture;
            import org.osgi.util.promise.Promise;

            public interface Greeter {
                String greet(String name) throws UnknownName;

                CompletableFuture<String> later(String name);

                Promise<String> promised(String name);
            }
            """;

    private static final String COUNTER = """
            package shared;

            public interface Counter {
                int next();

                void waitLong() throws InterruptedException;
            }
            """;

    private static final String UNKNOWN_NAME = """
            package shared;

            public class UnknownName extends Exception {
                public UnknownName(String name) {
                    super(name);
                }
            }
            """;

    private static final String PROVIDER = """
            package user;

            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicInteger;
            import java.util.function.IntConsumer;
            import org.osgi.framework.*;
            import org.osgi.util.promise.*;
            import shared.*;

            public final class Main implements BundleActivator {
                private static final class Both implements Greeter, Counter {
                    private final AtomicInteger count = new AtomicInteger();

                    @Override
                    public String greet(String name) throws UnknownName {
                        if (name.equals("nobody")) {
                            throw new UnknownName(name);
                        }
                        return "hello " + name;
                    }

                    @Override
                    public CompletableFuture<String> later(String name) {
                        return CompletableFuture.completedFuture("hello " + name);
                    }

                    @Override
                    public Promise<String> promised(String name) {
                        return Promises.resolved("hello " + name);
                    }

                    @Override
                    public int next() {
                        return count.incrementAndGet();
                    }

                    @Override
                    public void waitLong() throws InterruptedException {
                        new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                    }
                }

                @Override
                public void start(BundleContext context) {
                    ServiceRegistration<?> registration = context.registerService(
                            new String[] {Greeter.class.getName(), Counter.class.getName()}, new Both(), properties(1));
                    IntConsumer control = level -> registration.setProperties(properties(level));
                    context.registerService(IntConsumer.class, control, null);
                }

                private static Dictionary<String, Object> properties(int level) {
                    Hashtable<String, Object> properties = new Hashtable<>();
                    properties.put("service.exported.interfaces", "*");
                    properties.put("service.exported.intents", "osgi.async");
                    properties.put("service.ranking", 7);
                    properties.put("osgi.basic.timeout", "2000");
                    properties.put("level", level);
                    properties.put("ids", new long[] {1, 2});
                    properties.put("names", List.of("x", "y"));
                    properties.put(".private", "x");
                    return properties;
                }

                @Override
                public void stop(BundleContext context) {}
            }
            """;

    private static final String CONSUMER = """
            package user;

            import java.util.*;
            import java.util.function.UnaryOperator;
            import org.osgi.framework.*;
            import org.osgi.util.tracker.ServiceTracker;
            import shared.*;

            public final class Main implements BundleActivator {
                private ServiceTracker<Greeter, Greeter> greeters;

                @Override
                public void start(BundleContext context) throws InvalidSyntaxException {
                    greeters = new ServiceTracker<>(context, Greeter.class, null);
                    greeters.open();
                    UnaryOperator<String> answers = this::answer;
                    context.registerService(UnaryOperator.class, answers, null);
                }

                private String answer(String question) {
                    Greeter greeter = greeters.getService();
                    if (greeter == null) {
                        return "no service";
                    }
                    String[] words = question.split(" ");
                    try {
                        return switch (words[0]) {
                            case "greet" -> greeter.greet(words[1]);
                            case "later" -> greeter.later(words[1]).get();
                            case "promised" -> greeter.promised(words[1]).getValue();
                            case "slow" -> {
                                ((Counter) greeter).waitLong();
                                yield "waited";
                            }
                            default -> String.valueOf(((Counter) greeter).next());
                        };
                    } catch (ServiceException e) {
                        return "ServiceException of type " + e.getType();
                    } catch (Exception e) {
                        return e.toString();
                    }
                }

                @Override
                public void stop(BundleContext context) {
                    greeters.close();
                }
            }
            """;

    static RemoteServicesBundles compile(Path work) throws IOException {
        List<UserBundle> libraries = Stream.of("org.osgi.util.promise", "org.osgi.util.function")
                .map(name -> new UserBundle(name, Built.ADAPTERS.resolve(name + ".jar")))
                .toList();
        UserBundle shared = UserBundle.of(
                "shared",
                work,
                Map.of(
                        Constants.EXPORT_PACKAGE,
                        "shared;version=1.2.3",
                        Constants.IMPORT_PACKAGE,
                        "org.osgi.util.promise"),
                libraries,
                GREETER,
                COUNTER,
                UNKNOWN_NAME);
        List<UserBundle> path =
                Stream.concat(libraries.stream(), Stream.of(shared)).toList();
        return new RemoteServicesBundles(
                shared, user("provider", work, path, PROVIDER), user("consumer", work, path, CONSUMER));
    }

    private static UserBundle user(String name, Path work, List<UserBundle> path, String source) throws IOException {
        return UserBundle.of(
                name,
                work,
                Map.of(
                        Constants.BUNDLE_ACTIVATOR,
                        "user.Main",
                        Constants.IMPORT_PACKAGE,
                        "shared,org.osgi.framework,org.osgi.util.promise,org.osgi.util.function,org.osgi.util.tracker"),
                path,
                source);
    }

    Bundle startProvider(OsgiContainer container) throws IOException, BundleException {
        shared.start(container);
        return provider.start(container);
    }

    Bundle startConsumer(OsgiContainer container) throws IOException, BundleException {
        shared.start(container);
        return consumer.start(container);
    }

    /** {@return the properties of a service that is exported} */
    static Dictionary<String, Object> exported(String interfaces) {
        return FrameworkUtil.asDictionary(Map.of("service.exported.interfaces", interfaces));
    }
}
