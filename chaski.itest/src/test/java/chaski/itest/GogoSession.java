package chaski.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A session of the shell of a framework, whose types belong to its bundle and are used by reflection. */
final class GogoSession implements AutoCloseable {

    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Object session;

    private GogoSession(Object processor) throws ReflectiveOperationException {
        session = OsgiContainer.invoke(
                processor,
                "createSession",
                new Class<?>[] {InputStream.class, OutputStream.class, OutputStream.class},
                new ByteArrayInputStream(new byte[0]),
                out,
                out);
    }

    static GogoSession open(OsgiContainer container) throws ReflectiveOperationException {
        return new GogoSession(container.service(PROCESSOR));
    }

    /** {@return the lines that a command prints} */
    List<String> run(String command) throws ReflectiveOperationException {
        out.reset();
        OsgiContainer.invoke(session, "execute", new Class<?>[] {CharSequence.class}, command);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() throws ReflectiveOperationException {
        OsgiContainer.invoke(session, "close", new Class<?>[0]);
    }
}
