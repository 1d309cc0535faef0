package chaski.streamer.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A recorder between the user of an interface and its implementation. */
final class RecordingProxy {

    private RecordingProxy() {}

    /** Handles a call, or passes it on. */
    interface Handler {

        Object call(Method method, Object[] arguments) throws Throwable;
    }

    static <T> T on(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.call(method, arguments == null ? new Object[0] : arguments)));
    }

    static Object pass(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
