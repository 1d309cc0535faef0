package chaski.remote.export;

import chaski.api.ChaskiException;
import chaski.api.CodecException;
import chaski.api.LimitException;
import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.api.node.Limits;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Environment;
import chaski.api.remote.Invocation;
import chaski.api.remote.ServiceDescription;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.ServedCall;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.ObjectAttribute;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.value.Contract;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ExceptionEncoder;
import chaski.remote.value.References;
import chaski.remote.value.ValueType;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessage.Call;
import chaski.remote.wire.WireValue;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the calls of peers: takes them on I/O threads within the limits, runs them on threads for calls, answers each once. Only what an
 * export or a lent object offers is reached. Thread-safe.
 */
public final class CallDispatcher {

    private final Environment environment;
    private final Channel nodeChannel;
    private final ExportRegistry exports;
    private final Function<String, Codec> codecs;
    private final Limits limits;
    private final Executor threads;
    private final RemoteCounters counters;
    private final ObservationRegistry observations;
    private final AsyncResultAdapters asyncAdapters;
    private final CurrentExecution serving = new CurrentExecution();
    private final ValueType description = ValueType.of(ServiceDescription.class);
    private final ValueType published = ValueType.of(Flow.Publisher.class);
    private final AtomicInteger running = new AtomicInteger();
    private final Map<RpcChannel, Map<Long, Execution>> byChannel = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    /**
     * Serves nobody yet.
     *
     * @param environment time
     * @param nodeChannel told of what is refused
     * @param exports what can be called
     * @param codecs finds a codec by name
     * @param limits how many calls may wait and run
     * @param threads where calls run
     * @param counters what happened
     * @param observations who follows attributes
     * @param asyncAdapters adapters for results to come
     */
    public CallDispatcher(
            Environment environment,
            Channel nodeChannel,
            ExportRegistry exports,
            Function<String, Codec> codecs,
            Limits limits,
            Executor threads,
            RemoteCounters counters,
            ObservationRegistry observations,
            AsyncResultAdapters asyncAdapters) {
        this.environment = environment;
        this.nodeChannel = nodeChannel;
        this.exports = exports;
        this.codecs = codecs;
        this.limits = limits;
        this.threads = threads;
        this.counters = counters;
        this.observations = observations;
        this.asyncAdapters = asyncAdapters;
    }

    /**
     * A channel opens.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    /**
     * A channel is no more: whoever called over it does not wait any more.
     *
     * @param channel the channel
     */
    public void closed(RpcChannel channel) {
        Map<Long, Execution> executions = byChannel.remove(channel);
        if (executions != null) {
            executions.values().forEach(e -> e.abandon(RefusalReason.CANCELLED, "the session with the caller ended"));
        }
    }

    /**
     * Waits for what is served now, calls of lent objects, too.
     *
     * @return completed at the first moment at which no call waits or runs
     */
    public CompletionStage<Void> drain() {
        draining = true;
        if (running.get() == 0) {
            idle.complete(null);
        }
        return idle.copy();
    }

    /**
     * Gives up what is still served: what did not begin is answered as not executed, what runs is told to stop.
     *
     * @param why for the callers
     */
    public void close(String why) {
        byChannel.values().forEach(executions -> List.copyOf(executions.values())
                .forEach(e -> e.abandon(RefusalReason.WITHDRAWN, why)));
    }

    /** {@return the call that the current thread serves} */
    public Optional<Invocation> invocation() {
        return serving.current().map(Invocation.class::cast);
    }

    /** {@return the call that the current thread serves, as calls that are made meanwhile see it} */
    public Optional<ServedCall> served() {
        return serving.current().map(e -> new ServedCall(e.channel(), e.deadlineNs()));
    }

    /**
     * A peer calls. On an I/O thread.
     *
     * @param channel from where
     * @param call the call
     */
    public void call(RpcChannel channel, Call call) {
        Map<Long, Execution> executions = byChannel.get(channel);
        if (executions == null) {
            return;
        }
        if (executions.containsKey(call.id())) {
            throw new ProtocolException("expected a new call, got the number " + call.id() + " again");
        }
        Export export = exports.find(call.target());
        References.Lent lent = export == null ? channel.references().lent(call.target()) : null;
        if (export == null && lent == null) {
            refuse(channel, call, RefusalReason.WITHDRAWN, "what is called is not there any more");
        } else if (executions.size() >= limits.callsPerPeer() || running.get() >= limits.callsPerNode()) {
            refuse(
                    channel,
                    call,
                    RefusalReason.OVERLOADED,
                    "as many calls as may wait and run here: " + executions.size()
                            + " of this peer (limits.callsPerPeer), " + running.get()
                            + " in all (limits.callsPerNode)");
        } else if (export != null && !export.begin()) {
            refuse(channel, call, RefusalReason.WITHDRAWN, "'" + export.name() + "' is withdrawn");
        } else {
            accept(channel, call, executions, export, lent);
        }
    }

    private void accept(
            RpcChannel channel,
            Call call,
            Map<Long, Execution> executions,
            @Nullable Export export,
            References.@Nullable Lent lent) {
        running.incrementAndGet();
        Execution execution = new Execution(environment, channel, call, export, () -> {
            executions.remove(call.id());
            if (running.decrementAndGet() == 0 && draining) {
                idle.complete(null);
            }
            if (export != null) {
                export.end();
            }
            if (call.operation() == CallOperation.INVOKE || call.operation() == CallOperation.SET) {
                observations.changed(called(export, lent), List.of());
            }
        });
        executions.put(call.id(), execution);
        counters.add("calls.accepted");
        execution.timer(environment.schedule(execution.timeNs(), () -> expire(execution)));
        threads.execute(() -> serving.run(execution, () -> serve(execution, export, lent)));
    }

    /** What stands for the object of a call among those that are observed. */
    private static Object called(@Nullable Export export, References.@Nullable Lent lent) {
        return export != null ? export : Objects.requireNonNull(lent).object();
    }

    private void refuse(RpcChannel channel, Call call, RefusalReason refusal, String why) {
        count(channel, refusal, why);
        call.arguments().forEach(channel.references()::discard);
        channel.send(new RemoteMessage.NotExecuted(call.id(), refusal, why));
    }

    private void count(RpcChannel channel, RefusalReason refusal, String why) {
        counters.refused(
                channel,
                "calls",
                refusal,
                event -> nodeChannel.raise(new NodeEvent.Refused(channel.toString(), event, why)));
    }

    private void expire(Execution execution) {
        counters.add("calls.expired");
        if (execution.abandon(RefusalReason.EXPIRED, "its time was over before it began")) {
            nodeChannel.raise(new NodeEvent.HandlerStalled(execution.toString(), execution.timeNs() / 1_000_000L));
        }
    }

    /**
     * A peer gives a call up.
     *
     * @param channel from where
     * @param id the call
     */
    public void cancel(RpcChannel channel, long id) {
        Execution execution = byChannel.getOrDefault(channel, Map.of()).get(id);
        if (execution != null) {
            counters.add("calls.cancelled");
            execution.abandon(RefusalReason.CANCELLED, "the caller gave up before it began");
        }
    }

    // ---- on a thread for calls

    @SuppressWarnings("CatchingUnchecked") // whatever the user's code throws is the caller's
    private void serve(Execution execution, @Nullable Export export, References.@Nullable Lent lent) {
        Call call = execution.call();
        ReceivedValues values =
                new ReceivedValues(call.arguments(), execution.channel().references());
        try {
            Codec codec = codecs.apply(call.codec());
            CallTarget target = at(export != null ? export.target() : ofLent(lent), call.path());
            switch (call.operation()) {
                case INVOKE -> invoke(execution, target, new OverloadResolver(call.member(), values, codec), codec);
                case GET -> get(execution, target, codec);
                case SET -> set(execution, target, new OverloadResolver(call.member(), values, codec), codec);
                case OBSERVE -> observe(execution, export, lent, codec);
                case DESCRIBE -> returned(execution, description, target.describe(), codec);
            }
        } catch (NotExecutedException e) {
            count(execution.channel(), e.refusal(), e.text());
            execution.answer(new RemoteMessage.NotExecuted(call.id(), e.refusal(), e.text()));
        } catch (InvocationTargetException e) {
            threw(execution, e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            threw(execution, e);
        } finally {
            values.discardUnread();
        }
    }

    private CallTarget ofLent(References.@Nullable Lent lent) throws NotExecutedException {
        if (lent == null) {
            throw new NotExecutedException(RefusalReason.WITHDRAWN, "what is called is not there any more");
        }
        return ofObject(lent.object(), lent.contract());
    }

    private CallTarget ofObject(Object object, Contract contract) throws NotExecutedException {
        Members members = Members.of(contract);
        try {
            members.checkVariables();
            members.checkAccess();
        } catch (ChaskiException e) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, String.valueOf(e.getMessage()));
        }
        return new CallTarget.OfObject(object, members, members.attributes(), Set.of(), asyncAdapters);
    }

    /** Goes through open attributes only; each is named from the export on. */
    private CallTarget at(CallTarget from, String path) throws NotExecutedException, InvocationTargetException {
        CallTarget target = from;
        StringBuilder way = new StringBuilder();
        for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            way.append(way.length() == 0 ? "" : ".").append(step);
            ObjectAttribute attribute =
                    target.attribute(step).filter(ObjectAttribute::isReadable).orElse(null);
            if (attribute == null || !from.open().contains(way.toString())) {
                throw new NotExecutedException(RefusalReason.NO_MEMBER, "there is no open attribute " + way);
            }
            Object next = read(attribute, target.object());
            if (next == null) {
                throw new NotExecutedException(RefusalReason.NO_MEMBER, way + " is null now");
            }
            target = ofObject(next, attribute.contract());
        }
        return target;
    }

    private static @Nullable Object read(ObjectAttribute attribute, Object object)
            throws NotExecutedException, InvocationTargetException {
        try {
            return attribute.get(object);
        } catch (IllegalAccessException e) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, "the attribute " + attribute.name() + " is closed");
        }
    }

    private void invoke(Execution execution, CallTarget target, OverloadResolver arguments, Codec codec)
            throws Throwable {
        Call call = execution.call();
        List<Action> overloads = target.actions(call.member());
        OverloadResolver.Selection choice = call.signature().isEmpty()
                ? arguments.byFit(overloads)
                : arguments.bySignature(overloads, call.signature());
        counters.add("calls.executed");
        int before = ArgumentCopies.contentOfArrays(choice.arguments());
        Object result = choice.action().run(choice.arguments());
        if (ArgumentCopies.contentOfArrays(choice.arguments()) != before) {
            counters.add("calls.resultRefused");
            execution.answer(new RemoteMessage.Threw(
                    call.id(),
                    ExceptionEncoder.ofResult(new CodecException(call.member()
                            + " changed an array that it was given, which is a copy, so that the caller would not see it;"
                            + " return the array instead"))));
            return;
        }
        later(execution, choice.action().result(), result, codec);
    }

    /** A result that comes later frees the thread, if it can tell when it is there. */
    private void later(Execution execution, ValueType type, @Nullable Object result, Codec codec) throws Throwable {
        if (result instanceof CompletionStage<?> stage && !CompletionStage.class.isAssignableFrom(type.raw())) {
            if (stage instanceof Future<?> future) {
                execution.awaitResult(future);
            }
            stage.whenComplete((value, error) -> threads.execute(() -> {
                if (error == null) {
                    returned(execution, type, value, codec);
                } else {
                    threw(execution, cause(error));
                }
            }));
        } else if (result instanceof Future<?> future && !Future.class.isAssignableFrom(type.raw())) {
            try {
                returned(execution, type, future.get(), codec);
            } catch (ExecutionException e) {
                throw cause(e);
            }
        } else {
            returned(execution, type, result, codec);
        }
    }

    private static Throwable cause(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapper && error.getCause() != null ? error.getCause() : error;
    }

    private void get(Execution execution, CallTarget target, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        ObjectAttribute attribute = attribute(target, execution.call().member(), true);
        counters.add("calls.executed");
        returned(execution, attribute.value(), read(attribute, target.object()), codec);
    }

    private void set(Execution execution, CallTarget target, OverloadResolver arguments, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        ObjectAttribute attribute = attribute(target, execution.call().member(), false);
        Object value = arguments.single(attribute.value());
        counters.add("calls.executed");
        try {
            attribute.set(target.object(), value);
        } catch (IllegalAccessException e) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, "the attribute " + attribute.name() + " is closed");
        }
        returned(execution, attribute.value(), null, codec);
    }

    /** The attribute is looked for anew each time, since what leads to it may be another object by then. */
    private void observe(Execution execution, @Nullable Export export, References.@Nullable Lent lent, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        Call call = execution.call();
        CallTarget root = export != null ? export.target() : ofLent(lent);
        ObjectAttribute attribute = attribute(at(root, call.path()), call.member(), true);
        ObservationRegistry.AttributeReader look = () -> {
            try {
                CallTarget target = at(root, call.path());
                return read(attribute(target, call.member(), true), target.object());
            } catch (NotExecutedException e) {
                throw new IllegalStateException(e.text(), e);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        };
        counters.add("calls.executed");
        returned(
                execution,
                published,
                observations.of(new ObservationRegistry.ObservedAttribute(
                        called(export, lent),
                        call.path().isEmpty() ? call.member() : call.path() + "." + call.member(),
                        look,
                        attribute.value(),
                        codec)),
                codec);
    }

    private static ObjectAttribute attribute(CallTarget target, String name, boolean read) throws NotExecutedException {
        ObjectAttribute attribute = target.attribute(name)
                .orElseThrow(() -> new NotExecutedException(RefusalReason.NO_MEMBER, "there is no attribute " + name));
        if (read ? !attribute.isReadable() : !attribute.isWritable()) {
            throw new NotExecutedException(
                    RefusalReason.NO_MEMBER, "the attribute " + name + " can only be " + (read ? "written" : "read"));
        }
        return attribute;
    }

    private void returned(Execution execution, ValueType type, @Nullable Object result, Codec codec) {
        WireValue value = null;
        References references = execution.channel().references();
        try {
            EncodedValue encoded = type.write(result, codec);
            if (encoded instanceof EncodedValue.Published published) {
                execution.bindToExport(published.source());
            }
            value = encoded.finish(references);
            if (!execution.answer(new RemoteMessage.Result(execution.call().id(), value))) {
                references.retract(value);
            }
        } catch (ChaskiException | ClassCastException e) {
            counters.add("calls.resultRefused");
            RemoteMessage refused = new RemoteMessage.Threw(execution.call().id(), ExceptionEncoder.ofResult(e));
            if (value != null) { // it was too long: the call has ended, and its caller waits for an answer
                references.retract(value);
                execution.channel().send(refused);
            } else {
                execution.answer(refused);
            }
        }
    }

    private void threw(Execution execution, Throwable error) {
        counters.add("calls.threw");
        Call call = execution.call();
        RemoteFailure failure = ExceptionEncoder.encode(error, () -> codecs.apply(call.codec()));
        try {
            execution.answer(new RemoteMessage.Threw(call.id(), failure));
        } catch (LimitException e) { // its caller waits for an answer all the same
            execution.channel().send(new RemoteMessage.Threw(call.id(), failure.shortened()));
        }
    }

    /** {@return how many calls wait and run} */
    public int running() {
        return running.get();
    }
}
