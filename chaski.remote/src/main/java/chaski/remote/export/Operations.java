package chaski.remote.export;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.remote.ServiceDescription;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.ObjectAttribute;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessage.Call;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Runs the operation of a call on its target: invoke, get, set, observe or describe. Used on threads for calls. Thread-safe. */
public final class Operations {

    private final Function<String, Codec> codecs;
    private final RemoteCounters counters;
    private final RefusalReporter refusals;
    private final ObservationRegistry observations;
    private final TargetResolver targets;
    private final ResultSender results;
    private final ValueType description = ValueTypeFactory.of(ServiceDescription.class);
    private final ValueType published = ValueTypeFactory.of(Flow.Publisher.class);

    /**
     * Creates the operations of one remote.
     *
     * @param codecs finds a codec by name
     * @param counters counts what is executed
     * @param refusals reports calls that cannot be executed
     * @param observations the observed attributes of this node
     * @param asyncAdapters adapters for asynchronous results of other libraries
     * @param threads runs code that depends on an asynchronous result
     */
    public Operations(
            Function<String, Codec> codecs,
            RemoteCounters counters,
            RefusalReporter refusals,
            ObservationRegistry observations,
            AsyncResultAdapters asyncAdapters,
            Executor threads) {
        this.codecs = codecs;
        this.counters = counters;
        this.refusals = refusals;
        this.observations = observations;
        this.targets = new TargetResolver(asyncAdapters);
        this.results = new ResultSender(codecs, counters, threads);
    }

    /** Runs a call and answers it. */
    @SuppressWarnings("CatchingUnchecked") // anything that user code throws is the answer to the call
    void run(Execution execution, CalledObject called) {
        Call call = execution.call();
        ReceivedValues values =
                new ReceivedValues(call.arguments(), execution.channel().references());
        try {
            Codec codec = codecs.apply(call.codec());
            CallTarget target = targets.at(called.target(targets), call.path());
            switch (call.operation()) {
                case INVOKE -> invoke(execution, target, new OverloadResolver(call.member(), values, codec), codec);
                case GET -> get(execution, target, codec);
                case SET -> set(execution, target, new OverloadResolver(call.member(), values, codec), codec);
                case OBSERVE -> observe(execution, called, codec);
                case DESCRIBE -> results.sendValue(execution, description, target.describe(), codec);
            }
        } catch (NotExecutedException e) {
            refusals.report(execution.channel(), "calls", e.reason(), e.text());
            execution.answer(new RemoteMessage.NotExecuted(call.id(), e.reason(), e.text()));
        } catch (InvocationTargetException e) {
            results.sendException(execution, e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            results.sendException(execution, e);
        } finally {
            values.discardUnread();
        }
    }

    /** Notifies observers of an object after a call of it that may have changed its attributes. */
    void finished(Call call, CalledObject called) {
        if (call.operation() == CallOperation.INVOKE || call.operation() == CallOperation.SET) {
            observations.changed(called.observedKey(), List.of());
        }
    }

    private void invoke(Execution execution, CallTarget target, OverloadResolver overloads, Codec codec)
            throws Throwable {
        Call call = execution.call();
        List<Action> candidates = target.actions(call.member());
        OverloadResolver.Selection selection = call.signature().isEmpty()
                ? overloads.byFit(candidates)
                : overloads.bySignature(candidates, call.signature());
        counters.add("calls.executed");
        int before = ArgumentCopies.contentOfArrays(selection.arguments());
        Object result = selection.action().run(selection.arguments());
        if (ArgumentCopies.contentOfArrays(selection.arguments()) != before) {
            results.refuseResult(
                    execution,
                    new CodecException(call.member()
                            + " changed an array that it was given, which is a copy, so that the caller would not see it;"
                            + " return the array instead"));
            return;
        }
        results.send(execution, selection.action().result(), result, codec);
    }

    private void get(Execution execution, CallTarget target, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        ObjectAttribute attribute =
                TargetResolver.readable(target, execution.call().member());
        counters.add("calls.executed");
        results.sendValue(execution, attribute.value(), TargetResolver.read(attribute, target.object()), codec);
    }

    private void set(Execution execution, CallTarget target, OverloadResolver overloads, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        ObjectAttribute attribute =
                TargetResolver.writable(target, execution.call().member());
        Object value = overloads.single(attribute.value());
        counters.add("calls.executed");
        TargetResolver.write(attribute, target.object(), value);
        results.sendValue(execution, attribute.value(), null, codec);
    }

    /** The path is resolved again at each reading, since the objects on it may have been replaced. */
    private void observe(Execution execution, CalledObject called, Codec codec)
            throws NotExecutedException, InvocationTargetException {
        Call call = execution.call();
        CallTarget root = called.target(targets);
        ObjectAttribute attribute = TargetResolver.readable(targets.at(root, call.path()), call.member());
        ObservationRegistry.AttributeReader reader = () -> {
            try {
                CallTarget target = targets.at(root, call.path());
                return TargetResolver.read(TargetResolver.readable(target, call.member()), target.object());
            } catch (NotExecutedException e) {
                throw new IllegalStateException(e.text(), e);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        };
        counters.add("calls.executed");
        Flow.Publisher<?> values = observations.publisher(new ObservationRegistry.ObservedAttribute(
                called.observedKey(),
                call.path().isEmpty() ? call.member() : call.path() + "." + call.member(),
                reader,
                attribute.value(),
                codec));
        results.sendValue(execution, published, values, codec);
    }
}
