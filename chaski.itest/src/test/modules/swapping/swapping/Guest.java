package swapping;

import chaski.api.node.Node;
import chaski.api.transport.Transport;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** A transport whose modules are in a separate layer. */
final class Guest {

    private final Transport transport;

    /** Finds a module, and the required ones that are not resolved already. */
    Guest(Path jars, String module) {
        ModuleLayer boot = ModuleLayer.boot();
        // The program's modules take precedence, so that both use the same chaski.api.
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(), ModuleFinder.of(jars), Set.of(module));
        ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
        this.transport = ServiceLoader.load(layer, Transport.class).stream()
                .filter(provider -> provider.type().getModule().getLayer() == layer)
                .findFirst()
                .orElseThrow()
                .get();
    }

    Transport transport() {
        return transport;
    }

    /** {@return a reference that is enqueued when the layer is unreachable} */
    WeakReference<ClassLoader> watch(ReferenceQueue<ClassLoader> gone) {
        return new WeakReference<>(transport.getClass().getClassLoader(), gone);
    }

    void enter(List<Node> nodes) {
        nodes.forEach(node -> node.addTransport(transport));
    }

    void leave(List<Node> nodes) {
        nodes.forEach(this::leave);
        transport.close();
    }

    /** Removes it from one node; the others still use it. */
    void leave(Node node) {
        node.removeTransport(transport);
    }
}
