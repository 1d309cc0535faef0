package chaski.remote.export;

import chaski.api.ClosedException;
import chaski.api.ConfigurationException;
import chaski.api.TopicPattern;
import chaski.api.TypeRef;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Declaration;
import chaski.api.remote.AttachedFunction;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.ExportProperties;
import chaski.api.remote.Registration;
import chaski.remote.channel.DescriptionAnnouncer;
import chaski.remote.channel.RpcChannel;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.MembersCache;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.value.TypeResolver;
import chaski.remote.wire.DescriptionCodec;
import chaski.remote.wire.ExportDescription;
import chaski.remote.wire.RemoteMessage;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The exports of this node. It announces all of them when a channel opens, and then each change. Thread-safe; announcements are sent
 * under the lock, so that they arrive in order.
 */
public final class ExportRegistry {

    /** The prefix of the topics that declare exports in the directory of nodes, apart from those of users. */
    public static final String TOPIC_PREFIX = "$export.";

    private final Channel nodeChannel;
    private final MembersCache cache;
    private final AtomicLong numbers;
    private final AsyncResultAdapters asyncAdapters;
    private final ObservationRegistry observations;
    private final DescriptionAnnouncer descriptions;
    private final Map<String, Export> byName = new TreeMap<>();
    private final Map<Long, Export> byNumber = new ConcurrentHashMap<>();
    private final List<RpcChannel> channels = new ArrayList<>();
    private boolean closed;

    /**
     * Creates a registry without exports.
     *
     * @param nodeChannel where names are declared
     * @param cache the members of types
     * @param numbers assigns numbers
     * @param asyncAdapters adapters for asynchronous results
     * @param observations the observed attributes
     * @param descriptions announces the properties of exports
     */
    public ExportRegistry(
            Channel nodeChannel,
            MembersCache cache,
            AtomicLong numbers,
            AsyncResultAdapters asyncAdapters,
            ObservationRegistry observations,
            DescriptionAnnouncer descriptions) {
        this.nodeChannel = nodeChannel;
        this.cache = cache;
        this.numbers = numbers;
        this.asyncAdapters = asyncAdapters;
        this.observations = observations;
        this.descriptions = descriptions;
    }

    /**
     * Exports an object.
     *
     * @param name the name
     * @param type declares what can be used of it
     * @param object the object
     * @param options what is offered in addition
     * @return the registration, which withdraws it
     */
    public Registration export(String name, TypeRef<?> type, Object object, ExportOptions options) {
        if (!TypeResolver.raw(type.type()).isInstance(object)) {
            throw new ConfigurationException("expected an object of " + type + " to export as '" + name
                    + "', got one of " + object.getClass().getName());
        }
        Members members = members(type.type());
        for (Class<?> other : options.interfaces()) {
            if (!other.isInstance(object)) {
                throw new ConfigurationException("expected an object that implements " + other.getName()
                        + " to export as '" + name + "', got one of "
                        + object.getClass().getName());
            }
            members = members.and(members(other));
        }
        return add(
                name,
                new CallTarget.OfObject(
                        object,
                        members,
                        members.attributes(object, options.attributes()),
                        options.open(),
                        asyncAdapters),
                options.properties());
    }

    private Members members(Type type) {
        Members members = cache.of(type);
        members.checkVariables();
        members.checkAccess();
        return members;
    }

    /**
     * Attaches a function, or replaces one.
     *
     * @param name the name
     * @param in the types of its arguments
     * @param out the type of its result
     * @param function the function
     * @return the registration, which detaches it
     */
    public Registration attach(String name, List<TypeRef<?>> in, TypeRef<?> out, AttachedFunction<?> function) {
        return add(name, new CallTarget.OfFunction(FunctionAction.of(in, out, function)), Map.of());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // calls of the replaced export finish by themselves
    private Registration add(String name, CallTarget target, Map<String, Object> properties) {
        TopicPattern pattern = pattern(name);
        DescriptionCodec.encode(new ExportDescription(0, properties)); // throws before anything has changed
        Export export;
        Export before;
        synchronized (this) {
            if (closed) {
                throw new ClosedException("expected an open remote, but it is closing: '" + name + "' is not exported");
            }
            before = byName.get(name);
            if (before != null && !(before.isFunction() && target instanceof CallTarget.OfFunction)) {
                throw new ConfigurationException(
                        "expected a name that this node does not export yet, got '" + name + "': close the first one");
            }
            export = new Export(
                    numbers.incrementAndGet(), name, target, nodeChannel.declare(new Declaration(pattern, 0)));
            describe(export, properties);
            byName.put(name, export);
            byNumber.put(export.number(), export);
            channels.forEach(channel -> announce(channel, export));
        }
        if (before != null) { // after the new one was announced, so that the name is always exported
            withdraw(before);
        }
        return new ExportRegistration(export);
    }

    private static TopicPattern pattern(String name) {
        TopicPattern pattern = TopicPattern.of(TOPIC_PREFIX + name);
        if (!pattern.isTopic()) {
            throw new ConfigurationException("expected a name without wildcards, got '" + name + "'");
        }
        return pattern;
    }

    private void describe(Export export, Map<String, Object> properties) {
        descriptions.describe(new ExportDescription(export.number(), properties));
    }

    private static void announce(RpcChannel channel, Export export) {
        channel.send(new RemoteMessage.Export(export.number(), export.name(), export.isFunction()));
    }

    /**
     * Announces all exports on a channel whose other end is present.
     *
     * @param channel the channel
     */
    public synchronized void opened(RpcChannel channel) {
        channels.add(channel);
        byName.values().forEach(export -> announce(channel, export));
    }

    /**
     * Removes a closed channel.
     *
     * @param channel the channel
     */
    public synchronized void closed(RpcChannel channel) {
        channels.remove(channel);
    }

    @Nullable
    Export find(long number) {
        return byNumber.get(number);
    }

    private CompletableFuture<Void> withdraw(Export export) {
        synchronized (this) {
            if (byNumber.remove(export.number()) != null) {
                byName.remove(export.name(), export);
                descriptions.withdraw(export.number());
                channels.forEach(channel -> channel.send(new RemoteMessage.Unexport(export.number())));
            }
        }
        return export.withdraw();
    }

    /**
     * Withdraws everything and ends its streams.
     *
     * @return completed when no call is in flight
     */
    public CompletionStage<Void> drain() {
        List<Export> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(byName.values());
        }
        CompletableFuture<Void> drained =
                CompletableFuture.allOf(all.stream().map(this::withdraw).toArray(CompletableFuture[]::new));
        all.forEach(Export::stopStreams);
        return drained;
    }

    private final class ExportRegistration implements Registration {

        private final Export export;

        ExportRegistration(Export export) {
            this.export = export;
        }

        @Override
        public String name() {
            return export.name();
        }

        @Override
        public void changed(String... attributes) {
            observations.changed(export, List.of(attributes));
        }

        @Override
        public void describe(Map<String, ?> properties) {
            synchronized (ExportRegistry.this) {
                if (byNumber.containsKey(export.number())) {
                    ExportRegistry.this.describe(export, ExportProperties.copyOf(properties));
                }
            }
        }

        @Override
        public CompletionStage<Void> drain() {
            return withdraw(export);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // calls in flight finish by themselves
        public void close() {
            withdraw(export);
            export.stopStreams();
        }

        @Override
        public String toString() {
            return "export of " + export.name();
        }
    }
}
