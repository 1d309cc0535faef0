package chaski.api.remote;

import chaski.api.TypeRef;
import chaski.api.node.Node;
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
 * <p><b>How a call ends.</b> Exactly one of: the result; the exception of the method, as its own type if the method
 * declares it or it is a common one of the JDK, otherwise as {@link RemoteInvocationException}; {@link
 * NotSentException} (certainly not executed) or one of its subclasses; or {@link UncertainException} (its deadline
 * passed after it was sent, or the session ended: it may have run, at most once). The loss of a link alone makes no
 * call uncertain: the session continues, and the answer arrives over the next link. An uncertain call is never
 * repeated, unless its method is {@link Idempotent}.
 *
 * <p><b>What is passed.</b> Arguments and results are passed by value, encoded by the codec {@code cbor}: primitives, strings, records,
 * beans, enums, arrays, {@code Optional}, collections and maps, null. An interface other than those of the Java collections and
 * {@code CharSequence} is passed by reference: the receiver gets a proxy whose calls run on the object. A reference lives until its
 * holder drops it, and no longer than the session. No class names are sent for loading, and no class is loaded because of received
 * data. A generic type is given as a {@link TypeRef}; where only a class is given, its type variables are resolved to their bounds.
 *
 * <p><b>Streams.</b> A {@link java.util.concurrent.Flow.Publisher} is passed by reference, too: each subscriber receives its items as
 * they are emitted, decoded as the declared type, and no more than it requests. Items in flight are bounded
 * ({@link chaski.api.remote.RemoteLimits}), so a slow subscriber slows the publisher even if it requests {@code Long.MAX_VALUE}. The
 * publisher's failure arrives as an exception of a call would. {@link UnavailableException} means that the publisher is withdrawn,
 * {@link UncertainException} that the session ended and items may have been lost; there is no automatic resubscription. A publisher
 * that is no longer referenced is released like an object.
 *
 * <p><b>Threads.</b> Exported objects are called concurrently, on threads for calls; futures are completed on them,
 * too. A subscriber and a publisher of a stream are called on a thread of that stream, one signal after another.
 * Interrupting a thread that waits for a call cancels the call. Thread-safe.
 */
@ProviderType
public interface Remote {

    /**
     * Exports an object: peers can call the methods of the type only.
     *
     * @param name 1 to 15 tokens with dots between, by the rules of {@link chaski.api.Topic}
     * @param type an interface, or a class, for the public methods that it declares
     * @param object the object
     * @return the registration, which withdraws it
     * @throws chaski.api.ConfigurationException when this node already exports that name, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, Class<T> type, T object) {
        return export(name, type, object, ExportOptions.DEFAULT);
    }

    /**
     * Exports an object of a generic type, for example a {@code Store<Item>}.
     *
     * @param name 1 to 15 tokens with dots between, by the rules of {@link chaski.api.Topic}
     * @param type an interface, or a class, for the public methods that it declares
     * @param object the object
     * @return the registration, which withdraws it
     * @throws chaski.api.ConfigurationException when this node already exports that name, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, TypeRef<T> type, T object) {
        return export(name, type, object, ExportOptions.DEFAULT);
    }

    /**
     * Exports an object, with more than its type declares.
     *
     * @param name the name
     * @param type the type
     * @param object the object
     * @param options what is offered in addition
     * @return the registration, which withdraws it
     * @throws chaski.api.ConfigurationException when this node already exports that name, or the type cannot be called
     * @param <T> the type
     */
    default <T> Registration export(String name, Class<T> type, T object, ExportOptions options) {
        return export(name, TypeRef.of(type), object, options);
    }

    /**
     * Exports an object of a generic type, with more than its type declares.
     *
     * @param name the name
     * @param type the type
     * @param object the object
     * @param options what is offered in addition
     * @return the registration, which withdraws it
     * @throws chaski.api.ConfigurationException when this node already exports that name, or the type cannot be called: its methods are
     *     closed to this module, or values of one of its type variables may arrive as another class than the caller expects
     * @param <T> the type
     */
    <T> Registration export(String name, TypeRef<T> type, T object, ExportOptions options);

    /**
     * Returns a proxy for an exported object. It is created immediately; each call waits for an exporter up to its
     * deadline. A method that returns a {@code CompletionStage}, {@code CompletableFuture} or {@code Future}, or a type
     * with an {@link AsyncResultAdapter}, does not block. {@code equals}, {@code hashCode} and {@code toString} are the
     * proxy's own.
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
     * Returns a proxy that implements several interfaces of one exported object. A method that several of them declare with the same
     * parameters is that of the first one.
     *
     * @param name the name
     * @param interfaces the interfaces, at least one
     * @param loader sees all of them; the class of the proxy is defined in it
     * @param options for each call
     * @return the proxy
     * @throws chaski.api.ConfigurationException when a type cannot be called, see {@link #export(String, TypeRef, Object, ExportOptions)}
     */
    Object proxy(String name, List<Class<?>> interfaces, ClassLoader loader, CallOptions options);

    /**
     * Returns a remote object without its interface.
     *
     * @param name the name
     * @return the object; nothing is called yet
     */
    default RemoteObject object(String name) {
        return object(name, CallOptions.DEFAULT);
    }

    /**
     * Returns a remote object whose calls have options.
     *
     * @param name the name
     * @param options for each call
     * @return the object; nothing is called yet
     */
    RemoteObject object(String name, CallOptions options);

    /**
     * Attaches a function of one argument, for all peers to call. It replaces one that this node has attached under that name: calls in
     * flight finish with the old one, later ones use the new one, and none fails because of it.
     *
     * @param name the name; functions and exported objects of a node share their names
     * @param in the type of the argument
     * @param out the type of the result
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the argument
     * @param <R> the type of the result
     */
    default <A, R> Registration attach(
            String name, Class<A> in, Class<R> out, Function<? super A, ? extends R> function) {
        return attach(name, TypeRef.of(in), TypeRef.of(out), function);
    }

    /**
     * Attaches a function of one argument whose types are generic; {@link TypeRef#of(Class)} makes one of a class. See
     * {@link #attach(String, Class, Class, Function)}.
     *
     * @param name the name; functions and exported objects of a node share their names
     * @param in the type of the argument
     * @param out the type of the result; for a {@code CompletableFuture} its value is sent when it completes
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the argument
     * @param <R> the type of the result
     */
    @SuppressWarnings("unchecked") // the argument was decoded as that type
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
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
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
     * @param out the type of the result; for a {@code CompletableFuture} its value is sent when it completes
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     */
    @SuppressWarnings("unchecked") // the arguments were decoded as these types
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
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
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
     * @param out the type of the result; for a {@code CompletableFuture} its value is sent when it completes
     * @param function called concurrently, on threads for calls
     * @return the registration, which detaches it unless it has been replaced
     * @throws chaski.api.ConfigurationException when this node exports an object under that name
     * @param <R> the type of the result
     */
    <R> Registration attach(String name, List<TypeRef<?>> in, TypeRef<R> out, AttachedFunction<? extends R> function);

    /**
     * Returns a function that is attached somewhere.
     *
     * @param name the name
     * @param out the type of the result
     * @return the function; nothing is called yet
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
     * @return the function; nothing is called yet
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
     * @return the function; nothing is called yet
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
     * @return the function; nothing is called yet
     * @throws chaski.api.ConfigurationException when the type is that of a future: {@link RemoteFunction#callAsync} returns one of any
     *     result
     * @param <R> the type of the result
     */
    <R> RemoteFunction<R> function(String name, TypeRef<R> out, CallOptions options);

    /** {@return the present exports of this node and its peers, by name; a snapshot} */
    List<Exported> exports();

    /**
     * Adds a watcher of {@link #exports}.
     *
     * @param watcher runs after each change, on any thread; must not block
     * @return removes the watcher when closed
     */
    Node.Watch watchExports(Runnable watcher);

    /**
     * Waits until a number of nodes export a name, this one included.
     *
     * @param name the name
     * @param nodes how many
     * @param timeout how long to wait at most
     * @return true if there are that many; also {@code false}, with the interrupt status set, when the thread is interrupted
     */
    boolean awaitExporters(String name, int nodes, Duration timeout);

    /**
     * {@return counters by name: calls made and how they ended, calls served, and calls refused by reason; a snapshot}
     */
    Map<String, Long> counters();

    /** {@return the call that the current thread serves on this node, if any} */
    Optional<Invocation> invocation();
}
