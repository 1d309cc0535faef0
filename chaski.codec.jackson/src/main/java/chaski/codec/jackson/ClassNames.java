package chaski.codec.jackson;

import chaski.api.CodecException;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serial;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * Names the class of a value, if a name is sent, and refuses values of classes that the reader would not find.
 * Thread-safe.
 */
abstract class ClassNames extends TypeIdResolverBase {

    @Serial
    private static final long serialVersionUID = 1L;

    private ClassNames(@Nullable JavaType base) {
        super(base);
    }

    @Override
    public final @Nullable String idFromValue(DatabindContext context, Object value) {
        return name(value);
    }

    @Override
    public final @Nullable String idFromValueAndType(DatabindContext context, @Nullable Object value, Class<?> type) {
        return value == null ? null : name(value);
    }

    @Override
    public final JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }

    /** {@return the name; {@code null} if none is sent} */
    abstract @Nullable String name(Object value);

    /** The classes of a sealed type. */
    static final class OfFamily extends ClassNames {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient JavaType base;
        private final transient SealedFamily family;

        OfFamily(JavaType base, SealedFamily family) {
            super(base);
            this.base = base;
            this.family = family;
        }

        @Override
        String name(Object value) {
            String name = family.name(value);
            if (name == null) {
                throw new CodecException("expected one of " + family.names() + " for "
                        + base.getRawClass().getName() + ", got a "
                        + value.getClass().getName());
            }
            return name;
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String name) {
            Class<?> found = family.named(name);
            if (found == null) {
                throw new CodecException("expected one of " + family.names() + " for "
                        + base.getRawClass().getName() + ", got '" + name + "'");
            }
            return context.constructSpecializedType(base, found);
        }

        @Override
        public String getDescForKnownTypeIds() {
            return family.names();
        }

        SealedFamily family() {
            return family;
        }
    }

    /** One class: a value of a subclass would lose what the subclass adds. */
    static final class OfOne extends ClassNames {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Class<?> declared;

        OfOne(Class<?> declared) {
            super(null);
            this.declared = declared;
        }

        @Override
        @Nullable
        String name(Object value) {
            if (value.getClass() != declared) {
                throw new CodecException("expected a " + declared.getName() + ", got a "
                        + value.getClass().getName() + ", of which only the part that is a "
                        + declared.getSimpleName() + " would arrive; declare that type, or seal "
                        + declared.getSimpleName()
                        + " and permit it");
            }
            return null;
        }
    }

    /** Any class, read in its plain form; the name helps if the reader knows a sealed type. */
    static final class OfAnything extends ClassNames {

        @Serial
        private static final long serialVersionUID = 1L;

        /** No {@code ClassValue}: classes of the JDK would keep it, and with it the class loader of this module. */
        private final transient Map<Class<?>, Boolean> inFamily = new ConcurrentHashMap<>();

        OfAnything() {
            super(null);
        }

        @Override
        @Nullable
        String name(Object value) {
            Class<?> type = value.getClass();
            return inFamily.computeIfAbsent(type, SealedFamily::hasMember) ? type.getSimpleName() : null;
        }
    }

    /** Sorted collections and maps: the reader sorts in the natural order. */
    static final class InNaturalOrder extends ClassNames {

        @Serial
        private static final long serialVersionUID = 1L;

        InNaturalOrder() {
            super(null);
        }

        @Override
        @Nullable
        String name(Object value) {
            Comparator<?> order = value instanceof SortedMap<?, ?> map
                    ? map.comparator()
                    : value instanceof SortedSet<?> set ? set.comparator() : null;
            if (order != null && order != Comparator.naturalOrder()) {
                throw new CodecException(
                        "expected the natural order, got a " + value.getClass().getName()
                                + " with a comparator, which does not travel; declare a List, Set or Map");
            }
            return null;
        }
    }

    /** Sets of constants, which the reader keeps in an {@code EnumSet}. */
    static final class WithoutNull extends ClassNames {

        @Serial
        private static final long serialVersionUID = 1L;

        WithoutNull() {
            super(null);
        }

        @Override
        @Nullable
        String name(Object value) {
            for (Object element : (Set<?>) value) {
                if (element == null) {
                    throw new CodecException("expected a set of constants, got one with null");
                }
            }
            return null;
        }
    }
}
