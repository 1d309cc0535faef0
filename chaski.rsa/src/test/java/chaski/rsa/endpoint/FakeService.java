package chaski.rsa.endpoint;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.ServiceReference;

/** References of services that exist only by their properties. */
final class FakeService {

    private FakeService() {}

    static ServiceReference<?> with(Map<String, Object> properties) {
        Map<String, Object> byKey = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byKey.putAll(properties);
        return (ServiceReference<?>) Proxy.newProxyInstance(
                FakeService.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPropertyKeys" -> byKey.keySet().toArray(String[]::new);
                    case "getProperty" -> byKey.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static ServiceProperties properties(Map<String, Object> properties) {
        return ServiceProperties.of(with(properties), Map.of());
    }
}
