package chaski.api.remote;

import java.util.concurrent.CompletableFuture;
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
    <R> @Nullable R call(Class<R> result, String method, @Nullable Object... arguments);

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
    <T> @Nullable T get(String attribute, Class<T> type);

    /**
     * Writes an attribute of the remote object.
     *
     * @param attribute its name
     * @param value its value
     */
    void set(String attribute, @Nullable Object value);

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
    Description describe();
}
