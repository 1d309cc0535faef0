package chaski.node;

import chaski.api.codec.Codec;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.NodeServiceProvider;
import chaski.api.transport.Transport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * A node inside OSGi, one for each configuration of the factory PID {@code chaski.node}. It is registered as a {@link Node} service
 * with the properties {@code chaski.node} (its name) and {@code chaski.node.id}. Transports, codecs and services come and go as
 * bundles do; the node stays.
 *
 * <p>What comes before the node is started waits in the lists; the component runtime calls one method after another.
 */
@Component(
        configurationPid = NodeComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class NodeComponent {

    /** The factory PID. */
    public static final String PID = "chaski.node";

    private final LivingParts parts = new LivingParts();
    private @Nullable DefaultNode node;
    private @Nullable ServiceRegistration<Node> registration;

    /** Made by the component runtime. */
    public NodeComponent() {}

    /**
     * What can be configured.
     */
    public @interface Settings {

        /**
         * The name for people.
         *
         * @return the name
         */
        String name() default "node";

        /**
         * Endpoints to listen on.
         *
         * @return the endpoints
         */
        String[] listen() default {};

        /**
         * Endpoints that others are told to dial.
         *
         * @return the endpoints
         */
        String[] advertise() default {};

        /**
         * Endpoints of nodes to reach.
         *
         * @return the endpoints
         */
        String[] join() default {};
    }

    @Activate
    synchronized void activate(BundleContext context, Settings settings) {
        Node.Builder builder = new Node.Builder().name(settings.name());
        List.of(settings.listen()).forEach(builder::listen);
        List.of(settings.advertise()).forEach(builder::advertise);
        List.of(settings.join()).forEach(builder::join);
        DefaultNode made = new DefaultNode(
                builder.config(),
                new NodeFactory.Parts(List.of(), List.of(), List.of()),
                new RealEnvironment(settings.name()));
        made.start();
        node = made;
        parts.attach(made);
        Map<String, Object> properties = Map.of(
                "chaski.node", settings.name(), "chaski.node.id", made.id().toString());
        registration = context.registerService(Node.class, made, FrameworkUtil.asDictionary(properties));
    }

    @Deactivate
    synchronized void deactivate() {
        ServiceRegistration<Node> registered = registration;
        if (registered != null) {
            registered.unregister();
            registration = null;
        }
        parts.detach();
        DefaultNode open = node;
        if (open != null) {
            open.closeAsync();
            node = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTransport(Transport transport) {
        parts.add(transport);
    }

    void unbindTransport(Transport transport) {
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
        parts.remove(codec);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindService(NodeServiceProvider provider) {
        parts.add(provider);
    }

    void unbindService(NodeServiceProvider provider) {
        parts.remove(provider);
    }
}
