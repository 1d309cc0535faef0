package chaski.api.remote;

import chaski.api.TypeRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An object of another node, used without its interface; see {@link Remote#object}. {@link Remote} describes what its methods throw.
 * Thread-safe.
 *
 * <p>Values have their plain form: numbers, strings, booleans, {@code byte[]}, lists and maps; a record is a map. Where a type is
 * given, they are decoded as that type.
 */
@ProviderType
public interface RemoteObject {

    /**
     * Calls a method and waits. Of the overloads with that number of parameters, the one that fits the arguments best is called,
     * integral types before decimal ones.
     *
     * @param method its name
     * @param arguments its arguments
     * @return the result
     */
    @Nullable
    Object call(String method, @Nullable Object... arguments);

    /**
     * Calls a method and waits.
     *
     * @param result the type of the result
     * @param method its name
     * @param arguments its arguments
     * @return the result
     * @param <R> the type of the result
     */
    default <R> @Nullable R call(Class<R> result, String method, @Nullable Object... arguments) {
        return call(TypeRef.of(result), method, arguments);
    }

    /**
     * Calls a method whose result is of a generic type, and waits.
     *
     * @param result the type of the result
     * @param method its name
     * @param arguments its arguments
     * @return the result
     * @param <R> the type of the result
     */
    <R> @Nullable R call(TypeRef<R> result, String method, @Nullable Object... arguments);

    /**
     * Calls a method.
     *
     * @param method its name
     * @param arguments its arguments
     * @return the result; cancelling it cancels the call
     */
    CompletableFuture<@Nullable Object> callAsync(String method, @Nullable Object... arguments);

    /**
     * Reads an attribute of the remote object.
     *
     * @param attribute its name
     * @return its present value
     */
    @Nullable
    Object get(String attribute);

    /**
     * Reads an attribute of the remote object.
     *
     * @param attribute its name
     * @param type the type of the value
     * @return its present value
     * @param <T> the type
     */
    default <T> @Nullable T get(String attribute, Class<T> type) {
        return get(attribute, TypeRef.of(type));
    }

    /**
     * Reads an attribute of a generic type.
     *
     * @param attribute its name
     * @param type the type of the value
     * @return its present value
     * @param <T> the type
     */
    <T> @Nullable T get(String attribute, TypeRef<T> type);

    /**
     * Writes an attribute of the remote object.
     *
     * @param attribute its name
     * @param value its value
     */
    void set(String attribute, @Nullable Object value);

    /**
     * Observes an attribute of the remote object. Each subscriber receives the current value on subscription and the latest value after
     * each change. A slow subscriber, or one that requests items one at a time, may miss intermediate values, and never receives an
     * older value after a newer one. The exporter detects a change after it has served a call, when its owner {@linkplain
     * Registration#changed reports it}, and otherwise by reading the attribute once a second.
     *
     * <p>When the exporter goes away, the attribute of the next exporter is observed; if there is none until the deadline, the
     * publisher fails with {@link UnavailableException}. It fails with {@link RefusedException} if the attribute does not exist or
     * cannot be read, and with an exception of the getter as {@link #get} would. {@code null} cannot be emitted: observe such an
     * attribute as {@code Optional}.
     *
     * @param attribute its name
     * @return a publisher of its values in their plain form
     */
    Flow.Publisher<Object> observe(String attribute);

    /**
     * Observes an attribute of the remote object, see {@link #observe(String)}.
     *
     * @param attribute its name
     * @param type the type of the values
     * @return its values
     * @param <T> the type
     */
    default <T> Flow.Publisher<T> observe(String attribute, Class<T> type) {
        return observe(attribute, TypeRef.of(type));
    }

    /**
     * Observes an attribute of a generic type, see {@link #observe(String)}.
     *
     * @param attribute its name
     * @param type the type of the values
     * @return its values
     * @param <T> the type
     */
    <T> Flow.Publisher<T> observe(String attribute, TypeRef<T> type);

    /**
     * Returns an object behind an open attribute; calls nothing. The path is resolved on the other node, again for each call.
     *
     * @param path names of attributes, separated by dots
     * @return the object at that path
     */
    RemoteObject at(String path);

    /**
     * Returns a description of it, from one node that exports it.
     *
     * @return its methods and attributes
     */
    ServiceDescription describe();
}
