package chaski.api.remote;

import java.util.List;

/**
 * What can be done with a remote object. The names of types are for people; nothing is loaded because of them.
 *
 * @param methods its methods, by name
 * @param attributes its attributes, by name
 */
public record ServiceDescription(List<Method> methods, List<Attribute> attributes) {

    /** Copies the lists. */
    public ServiceDescription {
        methods = List.copyOf(methods);
        attributes = List.copyOf(attributes);
    }

    /**
     * One method.
     *
     * @param name its name
     * @param parameters the types of its parameters
     * @param result the type of its result, {@code void} if there is none
     * @param idempotent whether it may run twice
     */
    public record Method(String name, List<String> parameters, String result, boolean idempotent) {

        /** Copies the list. */
        public Method {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String toString() {
            return result + " " + name + "(" + String.join(", ", parameters) + ")";
        }
    }

    /**
     * One attribute.
     *
     * @param name its name
     * @param type its type
     * @param readable whether it can be got
     * @param writable whether it can be set
     * @param open whether one may go through it with {@link RemoteObject#at}
     */
    public record Attribute(String name, String type, boolean readable, boolean writable, boolean open) {

        @Override
        public String toString() {
            return type + " " + name + (writable ? "" : " (read only)") + (readable ? "" : " (write only)");
        }
    }
}
