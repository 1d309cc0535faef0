package chaski.api.installation;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The place in which a program has the parts of a node: the modules and the class path that a class loader sees, or a module layer
 * and its parents.
 *
 * <p>{@link ServiceLoader} silently takes the first of two jars that hold the same class, and accepts that none does. The node
 * would run with whichever came first, or never listen. Here both are errors whose message names the remedy.
 */
public final class Installation {

    private static final String SERVICES = "META-INF/services/";

    private static final String IN_AN_IMAGE = " (a jlink image has what --add-modules named when it was linked)";

    private final @Nullable ClassLoader loader;
    private final @Nullable ModuleLayer layer;

    private Installation(@Nullable ClassLoader loader, @Nullable ModuleLayer layer) {
        this.loader = loader;
        this.layer = layer;
    }

    /**
     * Finds parts in the modules and on the class path that a class loader sees.
     *
     * @param loader the class loader
     * @return the installation
     */
    public static Installation in(ClassLoader loader) {
        return new Installation(loader, null);
    }

    /**
     * Finds parts in a module layer and its parents.
     *
     * @param layer the layer
     * @return the installation
     */
    public static Installation in(ModuleLayer layer) {
        return new Installation(null, layer);
    }

    /**
     * Finds parts with the context class loader of the calling thread or, without one, the API's own.
     *
     * @return the installation
     */
    public static Installation around() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return in(context != null ? context : Installation.class.getClassLoader());
    }

    /**
     * Finds the engine.
     *
     * @param type the interface of its factory
     * @return the factory
     * @param <E> the interface of its factory
     * @throws ConfigurationException if there is none, or more than one
     */
    public <E> E engine(Class<E> type) {
        List<E> engines = all(type);
        if (engines.size() > 1) {
            throw new ConfigurationException("expected one engine, found " + places(engines) + ": keep one of them");
        }
        return engines.stream()
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "no engine found: put the module chaski.node on the class path or module path" + IN_AN_IMAGE
                                + "; inside an OSGi framework use the NodeFactory service instead of Chaski.node()"));
    }

    /**
     * Finds the transports, one for each scheme.
     *
     * @param endpoints those that need one
     * @return the transports
     * @throws ConfigurationException if an endpoint has none, or a scheme has more than one
     */
    public List<Transport> transports(List<Endpoint> endpoints) {
        List<Transport> transports = all(Transport.class);
        Map<String, Transport> byScheme = new LinkedHashMap<>();
        for (Transport transport : transports) {
            Transport other = byScheme.putIfAbsent(transport.scheme(), transport);
            if (other != null) {
                throw new ConfigurationException("expected one transport for " + transport.scheme() + "://, found "
                        + places(List.of(other, transport))
                        + ": keep one of them, or give the one to use to transport()");
            }
        }
        endpoints.forEach(endpoint -> {
            if (!byScheme.containsKey(endpoint.scheme())) {
                throw new ConfigurationException("no transport found for " + endpoint + ": expected one for "
                        + endpoint.scheme() + "://, found " + byScheme.keySet()
                        + "; put a module such as chaski.transport."
                        + endpoint.scheme() + " on the class path or module path" + IN_AN_IMAGE
                        + ", or start the node without this endpoint and give it the transport and the endpoint later");
            }
        });
        return transports;
    }

    /**
     * Finds all parts of one kind.
     *
     * @param type their interface, which this module uses
     * @return the parts, each once
     * @param <S> their interface
     */
    public <S> List<S> all(Class<S> type) {
        refuseTwice(type);
        List<S> all = new ArrayList<>();
        try {
            load(type).forEach(all::add);
        } catch (UnsupportedClassVersionError e) {
            throw new ConfigurationException(
                    "a part on the path is made for a later Java: this is Java "
                            + Runtime.version().feature() + ", and " + e.getMessage()
                            + "; run a later Java, or use a version of that part made for this one",
                    e);
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException(
                    "a part on the path cannot be used: " + e.getMessage() + "; fix it, or remove it", e);
        }
        return all;
    }

    private <S> ServiceLoader<S> load(Class<S> type) {
        return layer != null ? ServiceLoader.load(layer, type) : ServiceLoader.load(type, loader);
    }

    /** Rejects two jars that provide the same class: most likely two versions of one part. */
    private void refuseTwice(Class<?> type) {
        if (loader == null) {
            return; // the module system allows a module once in a layer
        }
        Map<String, String> seen = new HashMap<>();
        for (URL list : lists(loader, type)) {
            String place =
                    list.toString().replaceFirst("!?/" + SERVICES + ".*", "").replaceFirst("^jar:", "");
            for (String provider : providers(list)) {
                String other = seen.putIfAbsent(provider, place);
                if (other != null && !other.equals(place)) {
                    throw new ConfigurationException("expected " + provider + " once, found it in " + other + " and in "
                            + place + ": keep one version on the path");
                }
            }
        }
    }

    private static List<URL> lists(ClassLoader loader, Class<?> type) {
        try {
            return Collections.list(loader.getResources(SERVICES + type.getName()));
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the class path: " + e.getMessage(), e);
        }
    }

    private static List<String> providers(URL list) {
        try {
            URLConnection connection = list.openConnection();
            connection.setUseCaches(false); // a cached jar would stay open
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
            }
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + list + ": " + e.getMessage(), e);
        }
    }

    private static String places(List<?> parts) {
        return parts.stream()
                .map(part -> part.getClass().getName() + " in " + place(part.getClass()))
                .collect(Collectors.joining(" and "));
    }

    private static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source != null && source.getLocation() != null
                ? source.getLocation().toString()
                : String.valueOf(type.getModule());
    }
}
