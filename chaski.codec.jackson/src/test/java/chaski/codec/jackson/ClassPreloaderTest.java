package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A codec whose bundle stops has loaded all classes that it may still need. */
class ClassPreloaderTest {

    private static final String PACKAGE = "chaski.codec.jackson.";

    /** Loads the codecs' classes itself, and records which. */
    private static final class Bundle extends ClassLoader {

        private final Set<String> loaded = new TreeSet<>();

        Bundle() {
            super(ClassPreloaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null || !name.startsWith(PACKAGE)) {
                    return known != null ? known : super.loadClass(name, resolve);
                }
                try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    byte[] bytes = in.readAllBytes();
                    loaded.add(name.substring(PACKAGE.length()));
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    @Test
    void everyClassIsLoadedBeforeTheBundleGoes() throws ReflectiveOperationException, IOException, URISyntaxException {
        Bundle bundle = new Bundle();
        for (String codec : new String[] {"CborCodec", "JsonCodec"}) {
            Object made = bundle.loadClass(PACKAGE + codec).getConstructor().newInstance();
            Method last = made.getClass().getDeclaredMethod("prepareToGo");
            last.setAccessible(true);
            last.invoke(made);
        }
        assertThat(bundle.loaded).containsAll(classes());
    }

    private static Set<String> classes() throws IOException, URISyntaxException {
        Path folder = Path.of(CborCodec.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(PACKAGE.replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .forEach(name -> names.add(name.substring(0, name.length() - ".class".length())));
            return names;
        }
    }
}
