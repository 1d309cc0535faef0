package chaski.codec.jackson;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Refuses to read types of the JDK whose reading reaches outside: a {@link Class} is loaded, an {@link InetAddress} asks a name
 * server, a {@link URL} does so when it is put in a set, a {@link Path} looks for file systems.
 */
final class RefusedTypes extends JacksonModule {

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
