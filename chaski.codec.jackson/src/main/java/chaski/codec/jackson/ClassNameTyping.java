package chaski.codec.jackson;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.AsPropertyTypeSerializer;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;

/**
 * Decides for each declared type how the reader finds the class of a value. For a sealed type the simple name of the
 * class is written, as a property {@value #PROPERTY} before all others, or, for an enum, in an array before the
 * constant. Other types need no name: a value of a subclass, of which the reader would lose a part, is refused, as is a
 * sorted collection with its own comparator. Types with Jackson's annotations for polymorphism use these. Thread-safe.
 */
final class ClassNameTyping extends StdTypeResolverBuilder {

    /** A generic sealed type may contain itself with ever longer arguments. */
    private static final int MAX_MEMBERS = 1000;

    /** The property with the simple name of the class; no component of a record can have this name. */
    static final String PROPERTY = "@type";

    private final Set<JavaType> members = new LinkedHashSet<>();

    @Override
    public @Nullable TypeSerializer buildTypeSerializer(
            SerializationContext context, JavaType base, Collection<NamedType> subtypes) {
        ClassNames names = null;
        if (SealedFamily.isSealed(base.getRawClass())) {
            names = new ClassNames.OfFamily(base, family(base));
        } else if (base.isJavaLangObject()) {
            names = new ClassNames.OfAnything();
        } else if (base.isTypeOrSubTypeOf(SortedSet.class) || base.isTypeOrSubTypeOf(SortedMap.class)) {
            names = new ClassNames.InNaturalOrder();
        } else if (base.isTypeOrSubTypeOf(Set.class) && base.getContentType().isEnumType()) {
            names = new ClassNames.WithoutNull();
        } else if (mayHaveSubclasses(base)) {
            names = new ClassNames.OfOne(base.getRawClass());
        }
        return names == null ? null : new AsPropertyTypeSerializer(names, null, PROPERTY, null);
    }

    @Override
    public @Nullable TypeDeserializer buildTypeDeserializer(
            DeserializationContext context, JavaType base, Collection<NamedType> subtypes) {
        if (!SealedFamily.isSealed(base.getRawClass())) {
            return null;
        }
        SealedFamily family = family(base);
        family.classes().forEach(type -> note(context.constructSpecializedType(base, type)));
        return new FamilyReader(base, new ClassNames.OfFamily(base, family));
    }

    private synchronized void note(JavaType member) {
        if (members.size() < MAX_MEMBERS) {
            members.add(member);
        }
    }

    /**
     * {@return the classes of the sealed types met so far; each is prepared in turn, so that an unusable one is
     * detected immediately}
     */
    synchronized List<JavaType> members() {
        return List.copyOf(members);
    }

    private static SealedFamily family(JavaType base) {
        try {
            return SealedFamily.of(base.getRawClass());
        } catch (IllegalArgumentException e) {
            throw InvalidDefinitionException.from(
                    (tools.jackson.core.JsonParser) null, String.valueOf(e.getMessage()), base);
        }
    }

    /**
     * True for classes whose values are read as that class, while a value may be of a subclass with more properties.
     */
    private static boolean mayHaveSubclasses(JavaType base) {
        Class<?> type = base.getRawClass();
        return base.isConcrete()
                && !base.isFinal()
                && !base.isContainerType()
                && !base.isReferenceType()
                && !base.isEnumType()
                && !Number.class.isAssignableFrom(type)
                && !type.isAnnotationPresent(JsonSerialize.class);
    }
}
