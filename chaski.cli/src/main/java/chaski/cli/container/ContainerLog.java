package chaski.cli.container;

import chaski.api.ChaskiException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Passes the errors that bundles log to the command, which prints each in one line. The log service belongs to a
 * bundle; its types are accessed by reflection, because a type shared with the bundles would make them depend on the
 * command's version of it.
 */
final class ContainerLog {

    private static final String READER = "org.osgi.service.log.LogReaderService";
    private static final String LISTENER = "org.osgi.service.log.LogListener";

    private final BundleContext context;
    private final Consumer<String> errors;

    private ContainerLog(BundleContext context, Consumer<String> errors) {
        this.context = context;
        this.errors = errors;
    }

    /** Listens to the log as soon as the service exists. */
    static void tap(BundleContext context, Consumer<String> errors) {
        ContainerLog log = new ContainerLog(context, errors);
        try {
            context.addServiceListener(log::changed, "(objectClass=" + READER + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            listen(event.getServiceReference());
        }
    }

    private void listen(ServiceReference<?> reference) {
        Object reader = context.getService(reference);
        if (reader == null) {
            return;
        }
        try {
            ClassLoader loader = reader.getClass().getClassLoader();
            Class<?> listenerType = Class.forName(LISTENER, false, loader);
            Object listener =
                    Proxy.newProxyInstance(loader, new Class<?>[] {listenerType}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "logged" -> {
                                notifyListener(arguments[0]);
                                yield null;
                            }
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy == arguments[0];
                            default -> "the container's log";
                        };
                    });
            Class.forName(READER, false, loader)
                    .getMethod("addLogListener", listenerType)
                    .invoke(reader, listener);
        } catch (ReflectiveOperationException e) {
            errors.accept("the log of the container cannot be read: " + e);
        }
    }

    private void notifyListener(Object entry) {
        try {
            Object error = ask(entry, "getException");
            // the component itself has reported the error in a configuration
            boolean expected = error instanceof ChaskiException;
            if (!expected && String.valueOf(ask(entry, "getLogLevel")).equals("ERROR")) {
                errors.accept("bundle " + ask(entry, "getBundle") + ": " + ask(entry, "getMessage")
                        + (error == null ? "" : ": " + error));
            }
        } catch (ReflectiveOperationException e) {
            errors.accept("the log of the container cannot be read: " + e);
        }
    }

    /** Calls the method of the public interface; the class that implements it is internal to the bundle. */
    private static @Nullable Object ask(Object entry, String name) throws ReflectiveOperationException {
        for (Class<?> type : entry.getClass().getInterfaces()) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return method.invoke(entry);
                }
            }
        }
        throw new NoSuchMethodException(name + " of " + entry.getClass());
    }
}
