package chaski.remote.export;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.WireValue;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Selects the overload that a call addresses and decodes its arguments. Confined to the thread that serves the call. */
final class OverloadResolver {

    private static final ValueType PLAIN = ValueTypeFactory.plain();

    private final String name;
    private final ReceivedValues values;
    private final Codec codec;

    OverloadResolver(String name, ReceivedValues values, Codec codec) {
        this.name = name;
        this.values = values;
        this.codec = codec;
    }

    /** An overload with its decoded arguments. */
    record Selection(Action action, @Nullable Object[] arguments) {}

    /** Selects the overload with exactly these parameter types. */
    Selection bySignature(List<Action> overloads, String signature) throws NotExecutedException {
        for (Action action : overloads) {
            if (action.signature().equals(signature) && action.parameters().size() == values.count()) {
                return new Selection(action, read(action.parameters()));
            }
        }
        throw new NotExecutedException(
                RefusalReason.NO_MEMBER,
                overloads.isEmpty()
                        ? "there is no method " + name
                        : "there is no method " + name + signature + ", only " + listed(overloads));
    }

    /** Selects the overload that fits the arguments best. */
    Selection byFit(List<Action> overloads) throws NotExecutedException {
        if (overloads.isEmpty()) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, "there is no method " + name);
        }
        Action best = best(overloads, false);
        if (best != null) {
            return new Selection(best, read(best.parameters()));
        }
        Action variable = best(overloads, true);
        if (variable != null) {
            return new Selection(variable, gathered(variable.parameters()));
        }
        throw new NotExecutedException(
                RefusalReason.ARGUMENTS,
                "the " + values.count() + " arguments do not fit " + name + ", expected " + listed(overloads));
    }

    /** Decodes a single argument, if it fits. */
    @Nullable
    Object single(ValueType type) throws NotExecutedException {
        if (values.count() != 1 || fit(values.all().get(0), type) == OverloadRanking.NOT) {
            throw new NotExecutedException(
                    RefusalReason.ARGUMENTS,
                    "expected one value of " + type.raw().getTypeName() + " for " + name + ", got " + values.count()
                            + (values.count() == 1 ? " that does not fit" : ""));
        }
        return read(List.of(type))[0];
    }

    private @Nullable Action best(List<Action> overloads, boolean variable) throws NotExecutedException {
        Action best = null;
        int bestFit = Integer.MAX_VALUE;
        for (Action action : overloads) {
            int fit = variable ? fitGathered(action) : fit(action.parameters());
            if (fit != OverloadRanking.NOT && fit < bestFit) {
                best = action;
                bestFit = fit;
            }
        }
        return best;
    }

    private int fit(List<ValueType> parameters) throws NotExecutedException {
        return parameters.size() == values.count() ? fit(values.all(), parameters) : OverloadRanking.NOT;
    }

    private int fitGathered(Action action) throws NotExecutedException {
        int fixed = action.parameters().size() - 1;
        if (!action.isVarArgs() || values.count() < fixed) {
            return OverloadRanking.NOT;
        }
        List<ValueType> each = new ArrayList<>(action.parameters().subList(0, fixed));
        ValueType component = component(action.parameters());
        for (int i = fixed; i < values.count(); i++) {
            each.add(component);
        }
        return fit(values.all(), each);
    }

    private int fit(List<WireValue> given, List<ValueType> parameters) throws NotExecutedException {
        int sum = 0;
        for (int i = 0; i < given.size(); i++) {
            int fit = fit(given.get(i), parameters.get(i));
            if (fit == OverloadRanking.NOT) {
                return OverloadRanking.NOT;
            }
            sum += fit;
        }
        return sum;
    }

    private int fit(WireValue value, ValueType parameter) throws NotExecutedException {
        if (value instanceof WireValue.Lent || value instanceof WireValue.Returned) {
            return OverloadRanking.ofReference(parameter.raw());
        }
        if (value instanceof WireValue.Published) {
            return parameter.raw() == Flow.Publisher.class || parameter.raw() == Object.class ? 0 : OverloadRanking.NOT;
        }
        try {
            return OverloadRanking.of(PLAIN.read(value, codec, values.references()), parameter);
        } catch (CodecException e) {
            throw new NotExecutedException(RefusalReason.ARGUMENTS, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object[] read(List<ValueType> parameters) throws NotExecutedException {
        @Nullable Object[] arguments = new @Nullable Object[values.count()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = read(i, parameters.get(i));
        }
        return arguments;
    }

    private @Nullable Object[] gathered(List<ValueType> parameters) throws NotExecutedException {
        int fixed = parameters.size() - 1;
        ValueType component = component(parameters);
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < fixed; i++) {
            arguments[i] = read(i, parameters.get(i));
        }
        Object rest = Array.newInstance(component.raw(), values.count() - fixed);
        for (int i = fixed; i < values.count(); i++) {
            Array.set(rest, i - fixed, read(i, component));
        }
        arguments[fixed] = rest;
        return arguments;
    }

    private static ValueType component(List<ValueType> parameters) {
        Class<?> component = parameters.get(parameters.size() - 1).raw().getComponentType();
        return ValueTypeFactory.of(component == null ? Object.class : component);
    }

    private @Nullable Object read(int index, ValueType type) throws NotExecutedException {
        try {
            return ArgumentCopies.unmodifiable(values.read(index, type, codec), type.raw());
        } catch (CodecException e) {
            throw new NotExecutedException(
                    RefusalReason.ARGUMENTS,
                    "argument " + (index + 1) + " of " + name + " does not fit: " + e.getMessage());
        }
    }

    private String listed(List<Action> overloads) {
        return overloads.stream().map(action -> name + action.signature()).collect(Collectors.joining(", "));
    }
}
