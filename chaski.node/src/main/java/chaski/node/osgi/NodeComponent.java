package chaski.node.osgi;

import chaski.api.ConfigurationException;
import chaski.api.TransportException;
import chaski.api.codec.Codec;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeFactory;
import chaski.api.node.NodeServiceProvider;
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import chaski.api.transport.Transport;
import chaski.node.DefaultNode;
import chaski.node.configuration.ConfigChange;
import chaski.node.configuration.NodeProperties;
import chaski.node.context.EventLog;
import chaski.node.context.RealEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A node inside OSGi, one for each configuration of the factory PID {@code chaski.node}. It is registered as a {@link
 * chaski.api.node.Node} service, with a service for each of its functions, such as its {@link
 * chaski.api.streamer.Streamer}; all have the properties {@code chaski.node} (its name), {@code chaski.node.id}, {@code
 * chaski.node.incarnation} and {@code chaski.node.pid} (of its configuration).
 *
 * <p>Transports, codecs and providers are added and removed with their bundles, and the configuration may change; the
 * node keeps running, unless it gets another id or other security. An invalid configuration is refused: no node starts with it, and a
 * running node is not changed.
 *
 * <p>The component runtime never waits here for longer than two seconds; a graceful close that takes longer completes
 * in the background. On framework shutdown the node closes before its first transport goes away, so that unacknowledged
 * data and GOODBYE can still be sent.
 */
@Component(
        configurationPid = NodeComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
@Designate(ocd = NodeMetatype.class, factory = true)
public final class NodeComponent {

    /** The factory PID. */
    public static final String PID = "chaski.node";

    private static final System.Logger LOG = System.getLogger(NodeComponent.class.getName());

    /** Nearly all nodes close within that time; others complete in the background. */
    private static final long CLOSE_WAIT_MS = 1_500;

    private static final IdClaims IDS = new IdClaims();

    private final BoundServices parts = new BoundServices();
    private volatile @Nullable Running running;

    /** Set while the id of this configuration is that of another node in this framework. Guarded by this. */
    private @Nullable WaitingClaim waiting;

    /** Called by the component runtime. */
    public NodeComponent() {}

    /** A node, its services, and the framework that it runs in. */
    private record Running(DefaultNode node, NodeServices services, Bundle framework) {}

    /** A claim of an id that is in use, and the thread on which it is repeated, which begins only then. */
    private record WaitingClaim(Runnable whenFree, RealEnvironment environment) {}

    @Activate
    synchronized void activate(BundleContext context, Map<String, Object> properties) {
        try {
            checkFactory(properties);
            start(context, create(secured(context, properties)), properties);
        } catch (ConfigurationException | TransportException e) {
            // Thrown, it would be final: a component that failed to activate is not tried again when its configuration
            // is right.
            LOG.log(System.Logger.Level.ERROR, "{0} is not started: {1}", pid(properties), e.getMessage());
        }
    }

    @Modified
    synchronized void modified(BundleContext context, Map<String, Object> properties) {
        Running before = running;
        stopWaiting();
        try {
            checkFactory(properties);
            NodeConfig wanted = secured(context, properties);
            if (before != null && isSame(wanted, before.node)) {
                change(before.node, wanted, pid(properties));
                return;
            }
            DefaultNode next = create(wanted); // fails before the present node is stopped
            if (before != null) {
                stop(before);
            }
            start(context, next, properties);
        } catch (ConfigurationException | TransportException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    running == null
                            ? "{0} is not started: {1}"
                            : "{0} keeps running unchanged, its new configuration is refused: {1}",
                    pid(properties),
                    e.getMessage());
        }
    }

    @Deactivate
    synchronized void deactivate() {
        stopWaiting();
        Running open = running;
        if (open != null) {
            if (!isStopping(open.framework)) {
                DepartingBundle.loadClasses(NodeComponent.class);
            }
            stop(open);
        }
    }

    /** {@return true if the running node may become the wanted one: a new id or other security makes a new node} */
    private static boolean isSame(NodeConfig wanted, DefaultNode node) {
        return wanted.security().equals(node.config().security())
                && wanted.id().filter(id -> !id.equals(node.id())).isEmpty();
    }

    /** A file chaski.node.cfg would be one configuration for all nodes, and its properties could not have a name. */
    private static void checkFactory(Map<String, Object> properties) {
        if (PID.equals(properties.get(Constants.SERVICE_PID))) {
            throw new ConfigurationException("expected a configuration of the factory PID " + PID + ", such as " + PID
                    + "~hub, in a file " + PID + "-hub.cfg; got one of the PID " + PID + " itself");
        }
    }

    /** Reads the configuration, and gives a node with an identity its instance. */
    private static NodeConfig secured(BundleContext context, Map<String, Object> properties) {
        NodeConfig config = NodeProperties.read(properties);
        SecurityConfig security = config.security();
        if (security.mode() != SecurityMode.CLOSED || security.instance().isPresent()) {
            return config;
        }
        return InstanceFile.instance(context, pid(properties), RealEnvironment.randomSource())
                .map(instance -> config.security(security.instance(instance)))
                .orElse(config);
    }

    /** Creates a node that is not started, which has read its identity. */
    private static DefaultNode create(NodeConfig config) {
        RealEnvironment environment = new RealEnvironment(config.name());
        try {
            DefaultNode node =
                    new DefaultNode(config, new NodeFactory.Parts(List.of(), List.of(), List.of()), environment);
            node.logEvents(new EventLog(config.name(), environment::nanoTime));
            return node;
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
    }

    private void start(BundleContext context, DefaultNode node, Map<String, Object> properties) {
        RealEnvironment environment = new RealEnvironment(node.name());
        Runnable whenFree = () -> environment.execute(() -> startWaiting(context, properties));
        Optional<String> owner = IDS.claim(node.id(), pid(properties), whenFree);
        if (owner.isPresent()) {
            waiting = new WaitingClaim(whenFree, environment);
            node.close();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} is not started: {1} of this framework has its id, {2}; it starts when that node is gone, or with"
                            + " another id",
                    pid(properties),
                    owner.get(),
                    node.id());
            return;
        }
        environment.close();
        try {
            node.start();
        } catch (RuntimeException e) {
            node.close();
            release(node);
            throw e;
        }
        parts.attach(node);
        NodeServices services = new NodeServices(context, node, describe(node, properties));
        running = new Running(node, services, context.getBundle(Constants.SYSTEM_BUNDLE_ID));
        services.offer(parts.providers());
    }

    /** The other node is gone. Called on a thread of its own: that node's component may still hold its lock. */
    private synchronized void startWaiting(BundleContext context, Map<String, Object> properties) {
        if (waiting != null) {
            stopWaiting();
            activate(context, properties);
        }
    }

    private void stopWaiting() {
        WaitingClaim before = waiting;
        if (before != null) {
            waiting = null;
            IDS.withdraw(before.whenFree());
            before.environment().close();
        }
    }

    private static void release(DefaultNode node) {
        IDS.release(node.id()).ifPresent(Runnable::run);
    }

    private void stop(Running open) {
        running = null;
        open.services.withdrawAll();
        parts.detach(open.node);
        try {
            open.node.closeAsync().toCompletableFuture().get(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.INFO, "{0} is still draining, and closes when that is done", open.node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, open.node + " did not close", e);
        } finally {
            release(open.node);
        }
    }

    private static void change(DefaultNode node, NodeConfig wanted, String pid) {
        ConfigChange change = ConfigChange.of(node.config(), wanted);
        node.reconfigure(change);
        if (!change.kept().isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1} cannot change while the node runs; the old values stay until its next start",
                    pid,
                    change.kept());
        }
    }

    private static Map<String, Object> describe(DefaultNode node, Map<String, Object> properties) {
        Map<String, Object> described = new HashMap<>();
        described.put("chaski.node", node.name());
        described.put("chaski.node.id", node.id().toString());
        described.put("chaski.node.incarnation", node.incarnation());
        described.put("chaski.node.pid", pid(properties));
        return described;
    }

    private static String pid(Map<String, Object> properties) {
        return String.valueOf(properties.getOrDefault(Constants.SERVICE_PID, PID));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTransport(Transport transport) {
        parts.add(transport);
    }

    void unbindTransport(Transport transport) {
        endWithFramework();
        parts.remove(transport);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCodec(Codec codec) {
        parts.add(codec);
    }

    void unbindCodec(Codec codec) {
        endWithFramework();
        parts.remove(codec);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProvider(NodeServiceProvider provider) {
        parts.add(provider);
        offer();
    }

    void unbindProvider(NodeServiceProvider provider) {
        endWithFramework();
        Running open = running;
        if (open != null) {
            DepartingBundle.loadClasses(provider.getClass());
            open.services.withdraw(provider);
        }
        parts.remove(provider);
        offer();
    }

    private void endWithFramework() {
        Running open = running;
        if (open != null && isStopping(open.framework)) {
            deactivate();
        }
    }

    private static boolean isStopping(Bundle framework) {
        return framework.getState() == Bundle.STOPPING;
    }

    private void offer() {
        Running open = running;
        if (open != null) {
            open.services.offer(parts.providers());
        }
    }
}
