package chaski.api.remote;

import chaski.api.TypeRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An object of another node, without its interface; got by {@link Remote#object}. Naming something calls nothing: only the methods here
 * do. What they throw is told at {@link Remote}. Thread-safe.
 *
 * <p>Values come in their plain form: numbers, strings, booleans, {@code byte[]}, lists and maps; a record comes as a map. Where a type is
 * given, they are read as that type.
 */
@ProviderType
public interface RemoteObject {

    /**
     * Calls a method and waits. Of overloads with as many parameters the one is called that fits the arguments best, integral types
     * before decimal ones.
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
     * @return its value there and then
     */
    @Nullable
    Object get(String attribute);

    /**
     * Reads an attribute of the remote object.
     *
     * @param attribute its name
     * @param type the type of the value
     * @return its value there and then
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
     * @return its value there and then
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
     * Follows an attribute of the remote object. Each subscriber is told its value there and then, and after each change the value it has by
     * then: who is slow, or requests one at a time, misses values in between, and never gets an old one late. The exporter notices a change after it has served a call, when its
     * owner {@linkplain Registration#changed says so}, and otherwise by looking once a second.
     *
     * <p>When the exporter goes, the attribute of the next one is followed, and its value told; if there is none until the deadline, the subscriber is told an
     * {@link UnavailableException}. An attribute that is not there or cannot be read ends in a {@link RefusedException}, what the getter throws as it would for {@link #get}.
     * A value of {@code null} cannot be told: observe such an attribute as {@code Optional}.
     *
     * @param attribute its name
     * @return its values in their plain form
     */
    Flow.Publisher<Object> observe(String attribute);

    /**
     * Follows an attribute of the remote object, see {@link #observe(String)}.
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
     * Follows an attribute of a generic type, see {@link #observe(String)}.
     *
     * @param attribute its name
     * @param type the type of the values
     * @return its values
     * @param <T> the type
     */
    <T> Flow.Publisher<T> observe(String attribute, TypeRef<T> type);

    /**
     * Names an object behind an open attribute; calls nothing. The way is gone on the other side, anew with each call.
     *
     * @param path names of attributes, separated by dots
     * @return the object there
     */
    RemoteObject at(String path);

    /**
     * Asks what can be done with it.
     *
     * @return its methods and attributes
     */
    ServiceDescription describe();
}
