package chaski.rsa.endpoint;

import chaski.api.security.SecurityMode;
import java.util.List;
import java.util.Set;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The intents that services ask for, and those that a network has. Stateless. */
public final class Intents {

    /** Values, records, collections and exceptions are passed. */
    public static final String BASIC = "osgi.basic";

    /** Promises and futures are results that do not block the caller. */
    public static final String ASYNC = "osgi.async";

    /** No third party can read what is sent. */
    public static final String CONFIDENTIAL = "osgi.confidential";

    /** Only members of the network reach the service. */
    public static final String PRIVATE = "osgi.private";

    private static final Set<String> OF_NETWORKS = Set.of(BASIC, ASYNC, CONFIDENTIAL, PRIVATE);

    private Intents() {}

    /**
     * Returns what a network has.
     *
     * @param mode its security
     * @return the intents; in a closed network links are encrypted and both ends have proved who they are
     */
    public static List<String> supported(SecurityMode mode) {
        return mode == SecurityMode.CLOSED ? List.of(BASIC, ASYNC, CONFIDENTIAL, PRIVATE) : List.of(BASIC, ASYNC);
    }

    /**
     * Distinguishes intents of networks from those that services implement.
     *
     * @param intent any intent
     * @return true if it is one of this class
     */
    public static boolean isOfNetwork(String intent) {
        return OF_NETWORKS.contains(intent);
    }

    /**
     * Finds what a service asks for and does not get. An intent that it implements itself, by {@code service.intents}, is not missing;
     * those of this class cannot be implemented by a service.
     *
     * @param properties the properties of the service
     * @param supported what the network has
     * @return the missing intents
     * @throws IllegalArgumentException when a property is of another type than {@code String+}
     */
    public static Set<String> missing(ServiceProperties properties, List<String> supported) {
        Set<String> own = intents(properties, RemoteConstants.SERVICE_INTENTS);
        Set<String> missing = intents(properties, RemoteConstants.SERVICE_EXPORTED_INTENTS);
        missing.addAll(intents(properties, RemoteConstants.SERVICE_EXPORTED_INTENTS_EXTRA));
        missing.removeAll(own);
        own.retainAll(OF_NETWORKS);
        missing.addAll(own);
        supported.forEach(missing::remove);
        return missing;
    }

    private static Set<String> intents(ServiceProperties properties, String key) {
        return StringPlus.set(key, properties.get(key));
    }
}
