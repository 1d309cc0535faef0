package chaski.cli;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes whose instances {@code chaski serve} exports: those of the user's class path, and the shipped ones. */
final class ServedClasses implements Closeable {

    /** As in Java's class path: all jars of the folder. */
    private static final String ALL_JARS = File.separator + "*";

    private final URLClassLoader loader;

    private ServedClasses(URLClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Opens a class path.
     *
     * @param classPath jars and folders, separated as on the class path of Java; null for the shipped classes only
     * @return the classes
     * @throws CommandFailure if a part of it does not exist
     */
    static ServedClasses on(@Nullable String classPath) throws IOException {
        List<URL> places = new ArrayList<>();
        for (String part : classPath == null ? new String[0] : classPath.split(File.pathSeparator)) {
            if (!part.isEmpty()) {
                addTo(places, part);
            }
        }
        return new ServedClasses(new URLClassLoader(places.toArray(URL[]::new), ServedClasses.class.getClassLoader()));
    }

    private static void addTo(List<URL> places, String part) throws IOException {
        boolean allJars = part.endsWith(ALL_JARS);
        Path path = path(allJars ? part.substring(0, part.length() - ALL_JARS.length()) : part);
        if (!Files.exists(path) || (allJars && !Files.isDirectory(path))) {
            throw new CommandFailure("there is no " + (allJars ? "folder " : "file or folder ") + path
                    + ", which is part of --classpath");
        }
        if (!allJars) {
            places.add(url(path));
            return;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
            for (Path jar : jars) {
                places.add(url(jar));
            }
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandFailure("expected jars and folders in --classpath, got '" + text + "'");
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    /**
     * Creates an object.
     *
     * @param name the name of a public class with a public constructor without parameters
     * @return the object
     * @throws CommandFailure if there is no such class or its constructor fails
     */
    Object instance(String name) {
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (!Modifier.isPublic(type.getModifiers()) || type.isInterface()) {
                throw new CommandFailure("expected a public class, got " + name);
            }
            return type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new CommandFailure(
                    "there is no class " + name + " on the class path; --classpath JAR:DIR adds to it");
        } catch (LinkageError e) {
            throw new CommandFailure("the class " + name + " cannot be used: " + SingleLine.of(e.toString()));
        } catch (InvocationTargetException e) {
            throw new CommandFailure(
                    "the constructor of " + name + " failed: " + SingleLine.of(String.valueOf(e.getCause())));
        } catch (ReflectiveOperationException e) {
            throw new CommandFailure("expected a class with a public constructor without parameters, got " + name);
        }
    }

    /** No more classes can be loaded from the user's class path. */
    @Override
    public void close() throws IOException {
        loader.close();
    }
}
