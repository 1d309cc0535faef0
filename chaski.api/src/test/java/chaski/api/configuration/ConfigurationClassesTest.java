package chaski.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.ServiceConfig;
import chaski.api.remote.RemoteLimits;
import chaski.api.security.AuditListener;
import chaski.api.transport.LinkSecurity;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all configurations and options have in common. Classes and properties are found by reflection, so new ones are tested, too. */
final class ConfigurationClassesTest {

    /** Computed from others, or chosen when the configuration is created. */
    private static final Set<String> WITHOUT_COPY_METHOD = Set.of(
            "SessionConfig.maxMessageBytes",
            "SecurityConfig.mode",
            "SecurityConfig.directory",
            "SecurityConfig.provider",
            "SecurityConfig.instance",
            "SecurityConfig.authorizer");

    private static final Set<String> WITHOUT_UPPER_BOUND =
            Set.of("SessionConfig.totalLogBytes", "PublisherOptions.slowSubscriber", "ConnectOptions.timeout");

    /**
     * One property of a class.
     *
     * @param accessor returns its value
     * @param copy returns a copy with another value
     */
    record Property(Method accessor, Method copy) {

        Object in(Object config) {
            return call(accessor, config);
        }

        Object copy(Object config, Object value) {
            return copy.isVarArgs() ? call(copy, config, value, new String[0]) : call(copy, config, value);
        }

        Class<?> type() {
            return accessor.getDeclaringClass();
        }

        /** The type that the copy method takes. */
        Class<?> valueType() {
            return copy.getParameterTypes()[0];
        }

        boolean isNumber() {
            return List.of(int.class, long.class, Duration.class).contains(valueType());
        }

        @Override
        public String toString() {
            return type().getSimpleName() + "." + accessor.getName();
        }
    }

    static List<Class<?>> types() throws IOException, URISyntaxException {
        Path classes = Path.of(ConfigState.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace(java.io.File.separatorChar, '.'))
                    .filter(name -> name.endsWith("$State.class"))
                    .<Class<?>>map(name -> named(name.substring(0, name.length() - "$State.class".length())))
                    .toList();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static List<Property> properties() throws IOException, URISyntaxException {
        return types().stream().flatMap(type -> properties(type).stream()).toList();
    }

    static List<Property> numbers() throws IOException, URISyntaxException {
        return properties().stream().filter(Property::isNumber).toList();
    }

    private static List<Property> properties(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 0 && method.getReturnType() != void.class)
                .filter(method -> !List.of("hashCode", "toString").contains(method.getName()))
                .filter(method -> !WITHOUT_COPY_METHOD.contains(type.getSimpleName() + "." + method.getName()))
                .map(method -> new Property(method, copyMethod(type, method)))
                .toList();
    }

    private static Method copyMethod(Class<?> type, Method accessor) {
        String name = accessor.getName().equals("services") ? "configure" : accessor.getName();
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() > 0
                        && method.getReturnType() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no copy method for " + accessor));
    }

    @Test
    void allClassesAreFound() throws IOException, URISyntaxException {
        assertThat(types().stream().map(Class::getSimpleName))
                .contains("NodeConfig", "Limits", "RemoteLimits", "CallOptions", "PublisherOptions", "ConnectOptions");
        assertThat(properties()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("types")
    void instancesComeFromTheDefault(Class<?> type) {
        assertThat(type.getConstructors()).isEmpty();
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        assertThat(standard(type)).isInstanceOf(type).hasToString(standard(type).toString());
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aCopyMethodChangesItsPropertyOnly(Property property) {
        Object before = standard(property.type());
        Object value = otherValue(property);
        Object after = property.copy(before, value);

        assertThat(property.in(after)).isEqualTo(expected(property, value));
        for (Property other : properties(property.type())) {
            if (!other.equals(property)) {
                assertThat(other.in(after)).as(other.toString()).isEqualTo(other.in(before));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsPartOfEqualityAndText(Property property) {
        Object before = standard(property.type());
        Object value = otherValue(property);
        Object after = property.copy(before, value);

        assertThat(after).isEqualTo(property.copy(before, value)).hasSameHashCodeAs(property.copy(before, value));
        assertThat(after.equals(before)).isEqualTo(property.in(after).equals(property.in(before)));
        assertThat(after.toString())
                .startsWith(property.type().getSimpleName() + "[")
                .contains(property.accessor().getName() + "=" + property.in(after));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberOutOfItsRangeIsRefusedByItsName(Property property) {
        Object standard = standard(property.type());
        for (Object value : outOfRange(property)) {
            assertThatThrownBy(() -> property.copy(standard, value))
                    .isInstanceOfAny(ConfigurationException.class, IllegalArgumentException.class)
                    .hasMessageContaining(property.accessor().getName())
                    .hasMessageContaining(value.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("properties")
    void theDefaultIsValid(Property property) {
        Object standard = standard(property.type());
        Object value = property.in(standard);
        Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (given != null && property.valueType() != String.class && property.valueType() != ServiceConfig.class) {
            assertThatCode(() -> assertThat(property.copy(standard, given)).isEqualTo(standard))
                    .doesNotThrowAnyException();
        }
    }

    private static List<Object> outOfRange(Property property) {
        boolean bounded = !WITHOUT_UPPER_BOUND.contains(property.toString());
        if (property.valueType() == Duration.class) {
            Duration least = Duration.ofNanos(-1);
            return bounded ? List.of(least, Duration.ofDays(1000)) : List.of(least);
        } else if (property.valueType() == int.class) {
            return List.of(-1, Integer.MAX_VALUE);
        }
        return bounded ? List.of(-1L, Long.MAX_VALUE) : List.of(-1L);
    }

    private static Object expected(Property property, Object value) {
        if (value instanceof ServiceConfig service) {
            return Map.of(service.getClass(), service);
        } else if (property.copy().isVarArgs()) {
            return Set.of(value);
        }
        return property.accessor().getReturnType() == Optional.class ? Optional.of(value) : value;
    }

    /** Another value than the default, if the type has one. */
    private static Object otherValue(Property property) {
        Object now = property.in(standard(property.type()));
        Class<?> type = property.valueType();
        NodeId id = new NodeId(new UUID(0, 7));
        if (now instanceof Integer number) {
            return number + 1;
        } else if (now instanceof Long number) {
            return number + 1;
        } else if (now instanceof Boolean flag) {
            return !flag;
        } else if (type == Duration.class) {
            return now instanceof Duration time ? time.plusMillis(1) : Duration.ofMinutes(1);
        } else if (type == String.class) {
            return "other";
        } else if (type == NodeId.class) {
            return id;
        } else if (type == ServiceConfig.class) {
            return RemoteLimits.DEFAULT.callsPerPeer(7);
        } else if (type == Consumer.class) {
            return (Consumer<Object>) error -> {};
        } else if (type == UnaryOperator.class) {
            return (UnaryOperator<Object>) failure -> failure;
        } else if (type == AuditListener.class) {
            return (AuditListener) event -> {};
        } else if (type == LinkSecurity.class) {
            return someSecurity();
        } else if (type == Map.class) {
            return Map.of("key", "value");
        } else if (type == List.class || type == Set.class) {
            Type element =
                    ((ParameterizedType) property.copy().getGenericParameterTypes()[0]).getActualTypeArguments()[0];
            Object one = element == NodeId.class ? id : element == Endpoint.class ? Endpoint.parse("mem://a:1") : "one";
            return type == List.class ? List.of(one) : Set.of(one);
        } else if (type.isEnum()) {
            return Stream.<Object>of(type.getEnumConstants())
                    .filter(constant -> !constant.equals(now))
                    .findFirst()
                    .orElse(now);
        }
        Property first = properties(type).get(0);
        return first.copy(now, otherValue(first));
    }

    private static LinkSecurity someSecurity() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(null, null);
            TrustManagerFactory peers = TrustManagerFactory.getInstance("PKIX");
            peers.init((KeyStore) null);
            return new LinkSecurity((X509ExtendedKeyManager) keys.getKeyManagers()[0], (X509ExtendedTrustManager)
                    peers.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Object standard(Class<?> type) {
        try {
            return type.getField("DEFAULT").get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
