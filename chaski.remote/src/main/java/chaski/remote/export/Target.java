package chaski.remote.export;

import chaski.api.remote.ServiceDescription;
import chaski.remote.member.AsyncResults;
import chaski.remote.member.Attribute;
import chaski.remote.member.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What calls can reach: nothing but what is listed here. */
interface Target {

    /** The overloads of a name; none if there is no such method. */
    List<Action> actions(String name);

    /** The attribute of a name, if it is offered. */
    Optional<Attribute> attribute(String name);

    /** The object whose attributes these are. */
    Object object();

    /** The ways that lead on: names of attributes, separated by dots. */
    Set<String> open();

    /** What can be done. */
    ServiceDescription describe();

    /**
     * A target of an object.
     *
     * @param object the object
     * @param members what may be used of it
     * @param attributes its attributes, by name
     * @param open ways that lead on
     * @param asyncs adapters for results to come
     */
    record OfObject(
            Object object, Members members, Map<String, Attribute> attributes, Set<String> open, AsyncResults asyncs)
            implements Target {

        @Override
        public List<Action> actions(String name) {
            return members.named(name).stream()
                    .<Action>map(operation -> new MethodAction(operation, object, asyncs))
                    .toList();
        }

        @Override
        public Optional<Attribute> attribute(String name) {
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
    record OfFunction(FunctionAction action) implements Target {

        @Override
        public List<Action> actions(String name) {
            return name.equals(FunctionAction.NAME) ? List.of(action) : List.of();
        }

        @Override
        public Optional<Attribute> attribute(String name) {
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
