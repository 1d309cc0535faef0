package chaski.remote.call;

import chaski.api.ConfigurationException;
import chaski.api.TypeRef;
import chaski.api.remote.CallOptions;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.RemoteObject;
import chaski.remote.channel.RpcChannel;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.MembersCache;
import chaski.remote.value.Contract;
import chaski.remote.value.TypeResolver;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/**
 * Makes proxies, remote objects and functions for objects of other nodes. Proxies are defined in the class loader of their interface.
 * Thread-safe.
 */
public final class ProxyFactory {

    private final CallClient client;
    private final MembersCache cache;
    private final AsyncResultAdapters asyncAdapters;

    /**
     * Makes proxies.
     *
     * @param client makes their calls
     * @param cache the members of types
     * @param asyncAdapters adapters for asynchronous results
     */
    public ProxyFactory(CallClient client, MembersCache cache, AsyncResultAdapters asyncAdapters) {
        this.client = client;
        this.asyncAdapters = asyncAdapters;
        this.cache = cache;
    }

    /**
     * Makes a proxy for an exported name.
     *
     * @param name the name
     * @param type an interface
     * @param options how calls are made
     * @return the proxy
     * @param <T> the interface
     */
    @SuppressWarnings("unchecked") // the class of the type
    public <T> T named(String name, TypeRef<T> type, CallOptions options) {
        Class<?> raw = TypeResolver.raw(type.type());
        checkInterface(raw);
        Members members = cache.of(type.type());
        members.checkVariables();
        client.exporters().declareInterest(name);
        return proxy((Class<T>) raw, members, new Destination.Named(name, options));
    }

    /**
     * Makes a proxy for an exported name that implements several interfaces.
     *
     * @param name the name
     * @param types the interfaces, at least one; of methods with the same name and parameters that of the first one is called
     * @param loader sees all of them; the class of the proxy is defined in it
     * @param options how calls are made
     * @return the proxy
     */
    public Object named(String name, List<Class<?>> types, ClassLoader loader, CallOptions options) {
        Members all = members(types.get(0));
        for (Class<?> type : types.subList(1, types.size())) {
            all = all.and(members(type));
        }
        client.exporters().declareInterest(name);
        return Proxy.newProxyInstance(
                loader,
                types.toArray(Class<?>[]::new),
                new ProxyInvocationHandler(client, all, new Destination.Named(name, options), asyncAdapters));
    }

    private Members members(Class<?> type) {
        checkInterface(type);
        Members members = cache.of(type);
        members.checkVariables();
        return members;
    }

    /**
     * Makes a remote object for an exported name.
     *
     * @param name the name
     * @param options how calls are made
     * @return the object
     */
    public RemoteObject object(String name, CallOptions options) {
        client.exporters().declareInterest(name);
        return new DefaultRemoteObject(client, new Destination.Named(name, options), "");
    }

    /**
     * Makes a function for the name of an attached one.
     *
     * @param name the name
     * @param out the type of its result
     * @param options how calls are made
     * @return the function
     * @param <R> the type of its result
     */
    public <R> RemoteFunction<R> function(String name, TypeRef<R> out, CallOptions options) {
        client.exporters().declareInterest(name);
        return new DefaultRemoteFunction<>(client, name, out, options);
    }

    /**
     * Makes a proxy for an object that a peer lent.
     *
     * @param channel the channel to the peer
     * @param number the object's number there
     * @param contract an interface, or {@link RemoteObject}
     * @return the proxy
     */
    public Object lent(RpcChannel channel, long number, Contract contract) {
        Class<?> type = contract.raw();
        Destination to =
                new Destination.Fixed(channel, number, type.getSimpleName() + " " + number, CallOptions.DEFAULT, true);
        return type == RemoteObject.class
                ? new DefaultRemoteObject(client, to, "")
                : proxy(type, Members.of(contract), to);
    }

    private static void checkInterface(Class<?> type) {
        if (!type.isInterface() || type.isSealed()) {
            throw new ConfigurationException(
                    "expected an interface that is not sealed, to make a proxy of, got " + type.getName());
        }
    }

    private <T> T proxy(Class<T> type, Members members, Destination to) {
        checkInterface(type);
        ProxyInvocationHandler handler = new ProxyInvocationHandler(client, members, to, asyncAdapters);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /**
     * Finds the number of the object behind a proxy or remote object.
     *
     * @param object any object
     * @param channel the channel to a peer
     * @return its number on that peer, if that peer has lent it
     */
    public static Optional<Long> numberOn(Object object, RpcChannel channel) {
        Destination to = null;
        if (object instanceof DefaultRemoteObject remote) {
            to = remote.to();
        } else if (Proxy.isProxyClass(object.getClass())
                && Proxy.getInvocationHandler(object) instanceof ProxyInvocationHandler handler) {
            to = handler.to();
        }
        return to instanceof Destination.Fixed fixed && fixed.channel() == channel
                ? Optional.of(fixed.number())
                : Optional.empty();
    }
}
