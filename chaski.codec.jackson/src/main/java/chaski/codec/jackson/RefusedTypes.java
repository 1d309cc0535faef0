package chaski.codec.jackson;

import java.io.Serial;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Refuses types that are not values. Types of the JDK whose decoding has side effects are not read: a {@link Class} is
 * loaded, an {@link InetAddress} queries a name server, a {@link URL} does so when it is put in a set, a {@link Path}
 * searches for file systems. Types of the JDK without a known form are neither read nor written: the getters of a
 * {@code BitSet} or a {@code Thread} do not describe its value. A lambda has no value to encode.
 */
final class RefusedTypes extends JacksonModule {

    private static final String INSTEAD = "use a type that has: an array, a collection, a record";

    private static final Set<Class<?>> REFUSED =
            Set.of(Class.class, InetAddress.class, InetSocketAddress.class, URL.class, Path.class);

    @Override
    public String getModuleName() {
        return "chaski-refused-types";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializers(new Refusing());
        context.addDeserializerModifier(new Reading());
        context.addSerializerModifier(new Writing());
    }

    /** A bean only by its methods; exceptions are beans. */
    private static boolean isNoBean(Class<?> type) {
        return type.getName().startsWith("java.")
                && type != Object.class
                && type != StackTraceElement.class
                && !Throwable.class.isAssignableFrom(type);
    }

    private static InvalidDefinitionException noValue(BeanDescription.Supplier description, String instead) {
        String name = description.getBeanClass().getName();
        return InvalidDefinitionException.from(
                (JsonParser) null, name + " has no form as a value; " + instead, description.getType());
    }

    private static final class Reading extends ValueDeserializerModifier {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription.Supplier description, BeanDeserializerBuilder builder) {
            if (isNoBean(description.getBeanClass())) {
                throw noValue(description, INSTEAD);
            }
            if (!canBeMade(config, description, builder)) {
                throw unmade(description);
            }
            return builder;
        }

        private static boolean canBeMade(
                DeserializationConfig config, BeanDescription.Supplier description, BeanDeserializerBuilder builder) {
            AnnotatedClass type = description.getClassInfo();
            ValueInstantiator maker = builder.getValueInstantiator();
            return maker.canCreateUsingDefault()
                    || maker.canCreateFromObjectWith()
                    || maker.canCreateUsingDelegate()
                    || maker.canCreateUsingArrayDelegate()
                    // from a number or text, if that is how it is written
                    || (maker.canInstantiate() && description.get().findJsonValueAccessor() != null)
                    || SealedFamily.isSealed(description.getBeanClass())
                    || config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type) != null
                    || config.getAnnotationIntrospector().findTypeResolverBuilder(config, type) != null;
        }

        private static InvalidDefinitionException unmade(BeanDescription.Supplier description) {
            Class<?> type = description.getBeanClass();
            boolean isAbstract = Modifier.isAbstract(type.getModifiers());
            return InvalidDefinitionException.from(
                    (JsonParser) null,
                    isAbstract
                            ? type.getName()
                                    + " is abstract, and the class of a value is not known; seal it, or use a record"
                            : type.getName()
                                    + " cannot be constructed: it has no constructor without parameters and none whose"
                                    + " parameters are its properties; add one, or use a record",
                    description.getType());
        }
    }

    private static final class Writing extends ValueSerializerModifier {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public BeanSerializerBuilder updateBuilder(
                SerializationConfig config, BeanDescription.Supplier description, BeanSerializerBuilder builder) {
            if (isNoBean(description.getBeanClass())) {
                throw noValue(description, INSTEAD);
            }
            return builder;
        }

        /**
         * Keys are text: a class without a defined text form would be written as the result of its {@code toString}.
         */
        @Override
        public ValueSerializer<?> modifyKeySerializer(
                SerializationConfig config,
                JavaType type,
                BeanDescription.Supplier description,
                ValueSerializer<?> serializer) {
            if (type.hasRawClass(Locale.class)) {
                return new LocaleKey(); // the result of its toString is not the name of a locale
            }
            boolean isText = type.isEnumType()
                    || type.isPrimitive()
                    || type.getRawClass().getName().startsWith("java.")
                    || description.get().findJsonKeyAccessor() != null
                    || description.get().findJsonValueAccessor() != null;
            if (!isText) {
                throw InvalidDefinitionException.from(
                        (JsonParser) null,
                        type.getRawClass().getName()
                                + " cannot be a Key of a map: expected text, a number, an enum, a date or"
                                + " a UUID; use a list of entries",
                        type);
            }
            return serializer;
        }

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier description, ValueSerializer<?> serializer) {
            if (description.getBeanClass().isHidden()) {
                throw noValue(description, "it is a lambda, of which nothing would arrive");
            }
            return serializer;
        }
    }

    private static final class LocaleKey extends StdSerializer<Locale> {

        private LocaleKey() {
            super(Locale.class);
        }

        @Override
        public void serialize(Locale value, JsonGenerator generator, SerializationContext context) {
            generator.writeName(value.toLanguageTag());
        }
    }

    private static boolean isRefused(Class<?> type) {
        return REFUSED.stream().anyMatch(refused -> refused.isAssignableFrom(type));
    }

    private static final class Refusing extends Deserializers.Base {

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return isRefused(type);
        }

        @Override
        public ValueDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            if (isRefused(type.getRawClass())) {
                throw InvalidDefinitionException.from(
                        (JsonParser) null,
                        type.getRawClass().getName()
                                + " is not read from messages, because reading it would reach outside (load a class, look"
                                + " a name up); use a String or a java.net.URI and convert it where it is used",
                        type);
            }
            return super.findBeanDeserializer(type, config, description);
        }
    }
}
