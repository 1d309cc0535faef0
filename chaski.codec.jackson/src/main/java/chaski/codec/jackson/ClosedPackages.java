package chaski.codec.jackson;

import java.io.Serial;
import java.lang.reflect.Modifier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Refuses, when a type is prepared, records and beans in packages that are not open, and names what to add to the
 * module declaration. The mapper itself would fail at the first message, with the name of a method handle.
 */
final class ClosedPackages extends JacksonModule {

    private static final Module MAPPER = ObjectMapper.class.getModule();

    @Override
    public String getModuleName() {
        return "chaski-closed-packages";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializerModifier(new Reading());
        context.addSerializerModifier(new Writing());
    }

    private static void check(BeanDescription.Supplier description) {
        Class<?> type = description.getBeanClass();
        if (!isReachable(type)) {
            throw new NotOpenException(type, description);
        }
    }

    private static boolean isReachable(Class<?> type) {
        Module module = type.getModule();
        String folder = type.getPackageName();
        return module.isOpen(folder, MAPPER)
                || (Modifier.isPublic(type.getModifiers()) && module.isExported(folder, MAPPER));
    }

    /** A module does not open the package of a type. */
    static final class NotOpenException extends InvalidDefinitionException {

        @Serial
        private static final long serialVersionUID = 1L;

        private NotOpenException(Class<?> type, BeanDescription.Supplier description) {
            super((JsonParser) null, reason(type), description.getType());
        }

        private static String reason(Class<?> type) {
            String to = MAPPER.isNamed() ? " to " + MAPPER.getName() : "";
            return "the module " + type.getModule().getName() + " does not open the package of " + type.getName()
                    + "; add 'opens " + type.getPackageName() + to + ";' to its module-info.java";
        }
    }

    private static final class Reading extends ValueDeserializerModifier {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription.Supplier description, BeanDeserializerBuilder builder) {
            check(description);
            return builder;
        }
    }

    private static final class Writing extends ValueSerializerModifier {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public BeanSerializerBuilder updateBuilder(
                SerializationConfig config, BeanDescription.Supplier description, BeanSerializerBuilder builder) {
            check(description);
            return builder;
        }
    }
}
