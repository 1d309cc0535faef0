package chaski.remote.value;

import chaski.api.remote.RemoteObject;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classifies types by how their values are passed. Stateless. */
final class TypeClassifier {

    /** The package of the annotations that usually define the serialization of an interface. */
    private static final String SERIALIZATION_ANNOTATIONS = "com.fasterxml.jackson.annotation.";

    private TypeClassifier() {}

    /** True if objects of a type are passed by reference: an interface that no codec can encode. */
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

    /** {@return the interface of a lambda or proxy, which is passed by reference though no declared type requires it} */
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

    /** True if an interface only marks values of other types, which are encoded by their own type. */
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
