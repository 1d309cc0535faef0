package chaski.api.remote;

import chaski.api.TypeRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Calls methods, reads and writes attributes and attaches functions, on objects of other nodes and of this one.
 *
 * <pre>{@code
 * Remote remote = node.service(Remote.class);
 * Registration r = remote.export("calculator", Calculator.class, new CalculatorImpl());   // on one node
 * Calculator c = remote.proxy("calculator", Calculator.class);                            // on another
 * int five = c.add(2, 3);
 * }</pre>
 *
 * <p><b>What a call ends with.</b> Exactly one of: the result; the exception of the method, as the declared type where this side knows it,
 * else as {@link RemoteInvocationException}; {@link NotSentException} (certainly not executed) or one of its children; or
 * {@link UncertainException} (its deadline passed after it was sent, or the session ended: it may have run, at most once). A lost link
 * alone makes nothing uncertain: the session goes on, and the answer comes when there is a link again. An uncertain call is never
 * repeated, unless its method is {@link Idempotent}.
 *
 * <p><b>What travels.</b> Arguments and results travel by value, as the codec {@code cbor} writes them: primitives, strings, records,
 * beans, enums, arrays, {@code Optional}, collections and maps, null. An interface other than those of the Java collections and
 * {@code CharSequence} travels by reference: calls of what arrives come back to the object. References live until the one who holds them
 * forgets them, and no longer than the session. No class name travels, and no class is loaded because of what a peer sent. A generic type
 * is given as a {@link TypeRef}; where only a class is given, its type variables stand for their bounds.
 *
 * <p><b>Streams.</b> A {@link java.util.concurrent.Flow.Publisher} as a result or argument stands for the one that was given: each subscriber gets its
 * items as they are emitted there, decoded as the declared type, and no more than it requests. What is under way is bounded besides
 * ({@link chaski.api.remote.RemoteLimits}), so a slow subscriber slows the publisher even if it requests {@code Long.MAX_VALUE}. The publisher's failure arrives as an exception
 * of a call would. {@link UnavailableException} says that the publisher is withdrawn, {@link UncertainException} that the session ended and items may have been lost; nothing
 * is subscribed again by itself. A publisher that nobody holds any more is released like a reference.
 *
 * <p><b>Threads.</b> Exported objects are called on threads for calls, by several at once; futures are completed on them as well. A
 * subscriber and a publisher of a stream are called on a thread of that stream, one signal after another. Calls
 * that wait may be interrupted: that cancels them. Thread-safe.
 */
@ProviderType
public interface Remote {

    /**
     * Exports an object: peers can call the methods of the type, and nothing else.
     *
     * @param name 1 to 15 tokens with dots between, by the rules of {@link chaski.api.Topic}
     * @param type an interface, or a class whose own public methods are meant
     * @param object what is called
     * @return withdraws it
     * @throws chaski.api.ConfigurationException when this node exports that name already, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, Class<T> type, T object) {
        return export(name, type, object, ExportOptions.DEFAULT);
    }

    /**
     * Exports an object of a generic type, for example a {@code Store<Item>}.
     *
     * @param name 1 to 15 tokens with dots between, by the rules of {@link chaski.api.Topic}
     * @param type an interface, or a class whose own public methods are meant
     * @param object what is called
     * @return withdraws it
     * @throws chaski.api.ConfigurationException when this node exports that name already, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, TypeRef<T> type, T object) {
        return export(name, type, object, ExportOptions.DEFAULT);
    }

    /**
     * Exports an object, with more than its type tells of.
     *
     * @param name the name
     * @param type the type
     * @param object what is called
     * @param options what else is offered
     * @return withdraws it
     * @throws chaski.api.ConfigurationException when this node exports that name already, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, Class<T> type, T object, ExportOptions options) {
        return export(name, TypeRef.of(type), object, options);
    }

    /**
     * Exports an object of a generic type, with more than its type tells of.
     *
     * @param name the name
     * @param type the type
     * @param object what is called
     * @param options what else is offered
     * @return withdraws it
     * @throws chaski.api.ConfigurationException when this node exports that name already, or the type cannot be called: its methods are
     *     closed to this module, or values of one of its type variables would arrive as another class than the caller takes them to be
     * @param <T> the type
     */
    <T> Registration export(String name, TypeRef<T> type, T object, ExportOptions options);

    /**
     * Returns an object whose methods are those of an exported one. It is made at once; each call waits for an exporter up to its
     * deadline. A method that returns a {@code CompletionStage}, {@code CompletableFuture} or {@code Future}, or a type that an
     * {@link AsyncResultAdapter} is there for, does not wait.
     * {@code equals}, {@code hashCode} and {@code toString} are the proxy's own.
     *
     * @param name the name
     * @param type an interface
     * @return the proxy
     * @throws chaski.api.ConfigurationException when the type cannot be called, see {@link #export(String, TypeRef, Object, ExportOptions)}
     * @param <T> the type
     */
    default <T> T proxy(String name, Class<T> type) {
        return proxy(name, type, CallOptions.DEFAULT);
    }

    /**
     * Returns a proxy of a generic type, for example a {@code Store<Item>}; see {@link #proxy(String, Class)}.
     *
     * @param name the name
     * @param type an interface
     * @return the proxy
     * @param <T> the type
     */
    default <T> T proxy(String name, TypeRef<T> type) {
        return proxy(name, type, CallOptions.DEFAULT);
    }

    /**
     * Returns a proxy whose calls have options.
     *
     * @param name the name
     * @param type an interface
     * @param options for each call
     * @return the proxy
     * @param <T> the type
     */
    default <T> T proxy(String name, Class<T> type, CallOptions options) {
        return proxy(name, TypeRef.of(type), options);
    }

    /**
     * Returns a proxy of a generic type whose calls have options.
     *
     * @param name the name
     * @param type an interface
     * @param options for each call
     * @return the proxy
     * @param <T> the type
     */
    <T> T proxy(String name, TypeRef<T> type, CallOptions options);

    /**
     * Returns a remote object without its interface.
     *
     * @param name the name
     * @return the object; nothing is asked yet
     */
    default RemoteObject object(String name) {
        return object(name, CallOptions.DEFAULT);
    }

    /**
     * Returns a remote object whose calls have options.
     *
     * @param name the name
     * @param options for each call
     * @return the object; nothing is asked yet
     */
    RemoteObject object(String name, CallOptions options);

    /**
     * Attaches a function of one argument, for all peers to call. One that this node has attached under that name is replaced: calls in
     * flight finish with it, later ones go to the new one, none fails for it.
     *
     * @param name the name; functions and exported objects of a node share their names
     * @param in the type of the argument
     * @param out the type of the result
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the argument
     * @param <R> the type of the result
     */
    default <A, R> Registration attach(
            String name, Class<A> in, Class<R> out, Function<? super A, ? extends R> function) {
        return attach(name, TypeRef.of(in), TypeRef.of(out), function);
    }

    /**
     * Attaches a function of one argument whose types are generic; {@link TypeRef#of(Class)} stands for one that is not. See
     * {@link #attach(String, Class, Class, Function)}.
     *
     * @param name the name; functions and exported objects of a node share their names
     * @param in the type of the argument
     * @param out the type of the result; of a {@code CompletableFuture} the value travels when it is there
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the argument
     * @param <R> the type of the result
     */
    @SuppressWarnings("unchecked") // the argument was read as the type that was given
    default <A, R> Registration attach(
            String name, TypeRef<A> in, TypeRef<R> out, Function<? super A, ? extends R> function) {
        return attach(name, List.of(in), out, arguments -> function.apply((A) arguments[0]));
    }

    /**
     * Attaches a function of two arguments, or replaces one.
     *
     * @param name the name
     * @param first the type of the first argument
     * @param second the type of the second one
     * @param out the type of the result
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     */
    default <A, B, R> Registration attach(
            String name,
            Class<A> first,
            Class<B> second,
            Class<R> out,
            BiFunction<? super A, ? super B, ? extends R> function) {
        return attach(name, TypeRef.of(first), TypeRef.of(second), TypeRef.of(out), function);
    }

    /**
     * Attaches a function of two arguments whose types are generic, or replaces one.
     *
     * @param name the name
     * @param first the type of the first argument
     * @param second the type of the second one
     * @param out the type of the result; of a {@code CompletableFuture} the value travels when it is there
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     */
    @SuppressWarnings("unchecked") // the arguments were read as the types that were given
    default <A, B, R> Registration attach(
            String name,
            TypeRef<A> first,
            TypeRef<B> second,
            TypeRef<R> out,
            BiFunction<? super A, ? super B, ? extends R> function) {
        return attach(
                name, List.of(first, second), out, arguments -> function.apply((A) arguments[0], (B) arguments[1]));
    }

    /**
     * Attaches a function of any number of arguments, or replaces one.
     *
     * @param name the name
     * @param in the types of its arguments
     * @param out the type of the result
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <R> the type of the result
     */
    default <R> Registration attach(
            String name, List<Class<?>> in, Class<R> out, AttachedFunction<? extends R> function) {
        List<TypeRef<?>> types = new ArrayList<>();
        in.forEach(type -> types.add(TypeRef.of(type)));
        return attach(name, types, TypeRef.of(out), function);
    }

    /**
     * Attaches a function of any number of arguments whose types are generic, or replaces one.
     *
     * @param name the name
     * @param in the types of its arguments
     * @param out the type of the result; of a {@code CompletableFuture} the value travels when it is there
     * @param function called on threads for calls, by several at once
     * @return detaches it, unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <R> the type of the result
     */
    <R> Registration attach(String name, List<TypeRef<?>> in, TypeRef<R> out, AttachedFunction<? extends R> function);

    /**
     * Returns a function that is attached somewhere.
     *
     * @param name the name
     * @param out the type of the result
     * @return the function; nothing is asked yet
     * @param <R> the type of the result
     */
    default <R> RemoteFunction<R> function(String name, Class<R> out) {
        return function(name, out, CallOptions.DEFAULT);
    }

    /**
     * Returns a function that is attached somewhere and whose result is of a generic type.
     *
     * @param name the name
     * @param out the type of the result
     * @return the function; nothing is asked yet
     * @param <R> the type of the result
     */
    default <R> RemoteFunction<R> function(String name, TypeRef<R> out) {
        return function(name, out, CallOptions.DEFAULT);
    }

    /**
     * Returns a function whose calls have options.
     *
     * @param name the name
     * @param out the type of the result
     * @param options for each call
     * @return the function; nothing is asked yet
     * @param <R> the type of the result
     */
    default <R> RemoteFunction<R> function(String name, Class<R> out, CallOptions options) {
        return function(name, TypeRef.of(out), options);
    }

    /**
     * Returns a function whose result is of a generic type and whose calls have options.
     *
     * @param name the name
     * @param out the type of the result
     * @param options for each call
     * @return the function; nothing is asked yet
     * @throws chaski.api.ConfigurationException when the type is that of a future: {@link RemoteFunction#callAsync} returns one of any result
     * @param <R> the type of the result
     */
    <R> RemoteFunction<R> function(String name, TypeRef<R> out, CallOptions options);

    /** {@return what this node and its peers export now, by name; a snapshot} */
    List<Exported> exports();

    /**
     * Waits until so many nodes export a name, this one included.
     *
     * @param name the name
     * @param nodes how many
     * @param timeout how long to wait at most
     * @return whether there are so many; also {@code false}, with the interrupt status set, when the thread is interrupted
     */
    boolean awaitExporters(String name, int nodes, Duration timeout);

    /**
     * {@return counters by name: calls made and how they ended, calls served, refused and by what reason; a snapshot}
     */
    Map<String, Long> counters();

    /** {@return the call that the current thread is serving on this node, if it is serving one} */
    Optional<Invocation> invocation();
}
