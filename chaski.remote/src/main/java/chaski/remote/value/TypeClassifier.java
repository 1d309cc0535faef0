package chaski.remote.value;

import chaski.api.remote.RemoteObject;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which types travel how. Stateless. */
final class TypeClassifier {

    /** Annotations of the library by which most people say how an interface is to be written. */
    private static final String SERIALIZATION_ANNOTATIONS = "com.fasterxml.jackson.annotation.";

    private TypeClassifier() {}

    /** Whether objects of a type stay where they are: an interface that nobody has a way to write. */
    static boolean isReference(Class<?> type) {
        return type.isInterface()
                && !type.isAnnotation()
                && !type.isSealed()
                && !isCollection(type)
                && type != CharSequence.class
                && type != Map.Entry.class
                && !isMarker(type)
                && !hasSerializationAnnotation(type);
    }

    /** What an object can only be used for though no type tells: a lambda, or what stands for another object. */
    static @Nullable Contract implicitContract(Object object) {
        if (object instanceof RemoteObject) {
            return Contract.BY_NAME;
        }
        Class<?> type = object.getClass();
        return type.isHidden() || Proxy.isProxyClass(type)
                ? Arrays.stream(type.getInterfaces())
                        .filter(TypeClassifier::isReference)
                        .findFirst()
                        .map(Contract::new)
                        .orElse(null)
                : null;
    }

    /** Whether an interface only says something of values that have another type: they travel as what they are. */
    static boolean isMarker(Class<?> type) {
        return type == Comparable.class || type == Serializable.class;
    }

    private static boolean isCollection(Class<?> type) {
        return (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
                && type.getName().startsWith("java.util.");
    }

    static boolean hasSerializationAnnotation(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(a -> a.getName().startsWith(SERIALIZATION_ANNOTATIONS));
    }
}
