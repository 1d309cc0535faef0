package chaski.remote.member;

import chaski.api.remote.ServiceDescription;
import chaski.remote.value.Contract;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A named value of an object that can be read or written. Immutable. */
public final class ObjectAttribute {

    private final String name;
    private final Contract contract;
    private final ValueType value;
    private final @Nullable Getter getter;
    private final @Nullable Setter setter;

    ObjectAttribute(String name, Type type, @Nullable Getter getter, @Nullable Setter setter) {
        this.name = name;
        this.contract = new Contract(type);
        this.value = ValueTypeFactory.of(type);
        this.getter = getter;
        this.setter = setter;
    }

    /** Reads it. */
    @FunctionalInterface
    interface Getter {
        @Nullable
        Object get(Object object) throws IllegalAccessException, InvocationTargetException;
    }

    /** Writes it. */
    @FunctionalInterface
    interface Setter {
        void set(Object object, @Nullable Object value) throws IllegalAccessException, InvocationTargetException;
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return its declared type, for paths through it} */
    public Contract contract() {
        return contract;
    }

    /** {@return how its values are encoded} */
    public ValueType value() {
        return value;
    }

    /** {@return true if it can be read} */
    public boolean isReadable() {
        return getter != null;
    }

    /** {@return true if it can be written} */
    public boolean isWritable() {
        return setter != null;
    }

    /**
     * Reads it.
     *
     * @param object the object
     * @return the value
     * @throws IllegalAccessException when a module is closed
     * @throws InvocationTargetException when the getter throws
     */
    public @Nullable Object get(Object object) throws IllegalAccessException, InvocationTargetException {
        Getter how = getter;
        if (how == null) {
            throw new IllegalStateException("the attribute " + name + " can only be written");
        }
        return how.get(object);
    }

    /**
     * Writes it.
     *
     * @param object the object
     * @param newValue the value
     * @throws IllegalAccessException when a module is closed
     * @throws InvocationTargetException when the setter throws
     */
    public void set(Object object, @Nullable Object newValue) throws IllegalAccessException, InvocationTargetException {
        Setter how = setter;
        if (how == null) {
            throw new IllegalStateException("the attribute " + name + " can only be read");
        }
        how.set(object, newValue);
    }

    ServiceDescription.Attribute describe(boolean open) {
        return ServiceDescription.Attribute.of(name, contract.raw().getTypeName())
                .readable(isReadable())
                .writable(isWritable())
                .open(open);
    }
}
