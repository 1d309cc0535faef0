package chaski.remote.export;

import chaski.api.remote.ServiceDescription;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.ObjectAttribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The methods and attributes that calls can reach on one object or function. */
interface CallTarget {

    /** {@return the overloads of a name; empty if there is no such method} */
    List<Action> actions(String name);

    /** {@return the attribute of a name, if it is offered} */
    Optional<ObjectAttribute> attribute(String name);

    /** {@return the object of the attributes} */
    Object object();

    /** {@return the open paths: names of attributes, separated by dots} */
    Set<String> open();

    /** {@return a description of the methods and attributes} */
    ServiceDescription describe();

    /**
     * A target of an object.
     *
     * @param object the object
     * @param members its methods
     * @param attributes its attributes, by name
     * @param open the open paths
     * @param asyncAdapters adapters for asynchronous results
     * @param actions the overloads of each name that was called; filled with the names of methods only
     */
    record OfObject(
            Object object,
            Members members,
            Map<String, ObjectAttribute> attributes,
            Set<String> open,
            AsyncResultAdapters asyncAdapters,
            Map<String, List<Action>> actions)
            implements CallTarget {

        OfObject(
                Object object,
                Members members,
                Map<String, ObjectAttribute> attributes,
                Set<String> open,
                AsyncResultAdapters asyncAdapters) {
            this(object, members, attributes, open, asyncAdapters, new ConcurrentHashMap<>());
        }

        @Override
        public List<Action> actions(String name) {
            List<Action> known = actions.get(name);
            if (known != null) {
                return known;
            }
            List<Action> found = members.named(name).stream()
                    .<Action>map(operation -> new MethodAction(operation, object, asyncAdapters))
                    .toList();
            if (!found.isEmpty()) { // a peer chooses the names
                actions.put(name, found);
            }
            return found;
        }

        @Override
        public Optional<ObjectAttribute> attribute(String name) {
            return Optional.ofNullable(attributes.get(name));
        }

        @Override
        public ServiceDescription describe() {
            return members.describe(attributes, open);
        }
    }

    /**
     * A target of a function.
     *
     * @param action the function
     */
    record OfFunction(FunctionAction action) implements CallTarget {

        @Override
        public List<Action> actions(String name) {
            return name.equals(FunctionAction.NAME) ? List.of(action) : List.of();
        }

        @Override
        public Optional<ObjectAttribute> attribute(String name) {
            return Optional.empty();
        }

        @Override
        public Object object() {
            return action.function();
        }

        @Override
        public Set<String> open() {
            return Set.of();
        }

        @Override
        public ServiceDescription describe() {
            return new ServiceDescription(List.of(action.description()), List.of());
        }
    }
}
