package chaski.shell;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import java.time.Duration;
import java.util.stream.Collectors;

/** Finds the objects of other nodes. */
final class RemoteObjects {

    /** A node that has just been connected announces its exports immediately. */
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(3);

    private RemoteObjects() {}

    static RemoteObject find(Node node, String name) {
        return find(node, name, CallOptions.DEFAULT);
    }

    /**
     * Finds an object.
     *
     * @throws ShellException if no peer exports the name
     */
    static RemoteObject find(Node node, String name, CallOptions options) {
        Remote remote = node.service(Remote.class);
        if (!remote.awaitExporters(name, 1, ANNOUNCEMENT)) {
            String names = remote.exports().stream()
                    .map(Exported::name)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new ShellException("no node exports '" + name + "'; "
                    + (names.isEmpty() ? "nothing is exported" : "exported are " + names));
        }
        return remote.object(name, options);
    }
}
