package chaski.api.remote;

import java.util.List;

/**
 * The methods and attributes of a remote object. The names of types are for people; no class is loaded by them.
 *
 * @param methods its methods, by name
 * @param attributes its attributes, by name
 */
public record ServiceDescription(List<Method> methods, List<Attribute> attributes) {

    /**
     * Copies the lists.
     *
     * @param methods its methods, by name
     * @param attributes its attributes, by name
     */
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
     * @param idempotent true if it may run twice
     */
    public record Method(String name, List<String> parameters, String result, boolean idempotent) {

        /**
         * Copies the list.
         *
         * @param name its name
         * @param parameters the types of its parameters
         * @param result the type of its result, {@code void} if there is none
         * @param idempotent true if it may run twice
         */
        public Method {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String toString() {
            return result + " " + name + "(" + String.join(", ", parameters) + ")";
        }
    }

    /**
     * One attribute. {@link #of} makes one; a method with an argument returns a copy. It is a record because codecs write it; a
     * later version may have more components.
     *
     * @param name its name
     * @param type its type
     * @param readable true if it can be read
     * @param writable true if it can be written
     * @param open true if {@link RemoteObject#at} may go through it
     */
    public record Attribute(String name, String type, boolean readable, boolean writable, boolean open) {

        /**
         * Describes an attribute that can be read and written and is not open.
         *
         * @param name its name
         * @param type its type
         * @return the description
         */
        public static Attribute of(String name, String type) {
            return new Attribute(name, type, true, true, false);
        }

        /**
         * Returns a copy that can be read, or cannot.
         *
         * @param value true if it can
         * @return the copy
         */
        public Attribute readable(boolean value) {
            return new Attribute(name, type, value, writable, open);
        }

        /**
         * Returns a copy that can be written, or cannot.
         *
         * @param value true if it can
         * @return the copy
         */
        public Attribute writable(boolean value) {
            return new Attribute(name, type, readable, value, open);
        }

        /**
         * Returns a copy that {@link RemoteObject#at} may go through, or may not.
         *
         * @param value true if it may
         * @return the copy
         */
        public Attribute open(boolean value) {
            return new Attribute(name, type, readable, writable, value);
        }

        @Override
        public String toString() {
            return type + " " + name + (writable ? "" : " (read only)") + (readable ? "" : " (write only)");
        }
    }
}
