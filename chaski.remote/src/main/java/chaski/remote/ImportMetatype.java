package chaski.remote;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The keys of the configuration of an import, for tools. Keys that begin with {@code property.} are not among them: they become
 * properties of the service.
 */
@ObjectClassDefinition(
        id = "chaski.remote.ImportSettings",
        name = "Chaski import",
        description =
                "An object that peers export, as a service of this framework. The service is registered while a peer exports the"
                        + " name. A key property.KEY becomes the property KEY of the service. All can change at any time.")
public @interface ImportMetatype {

    /** {@return the exported name} */
    @AttributeDefinition(name = "Name", description = "The name under which peers export it.")
    String name();

    /** {@return the interface} */
    @AttributeDefinition(
            name = "Interface",
            description =
                    "The full name of the interface that the service is registered under. Each bundle that uses the service"
                            + " gets it with the interface as it sees it itself.")
    String interface$();

    /** {@return the deadline of calls} */
    @AttributeDefinition(
            name = "Deadline (ms)",
            description = "How long a call may take in all.",
            required = false,
            min = "1",
            max = "600000")
    long deadlineMs() default 10_000;

    /** {@return the selection of exporters} */
    @AttributeDefinition(
            name = "Choice",
            description = "Which of several peers gets a call.",
            required = false,
            options = {
                @Option(label = "the one with the shortest round trip", value = "NEAREST"),
                @Option(label = "one after another", value = "ROUND_ROBIN")
            })
    String choice() default "NEAREST";

    /** {@return true if calls may run twice} */
    @AttributeDefinition(
            name = "Idempotent",
            description = "True if running any method twice does no harm.",
            required = false)
    boolean idempotent() default false;

    /** {@return true if each peer becomes a service} */
    @AttributeDefinition(
            name = "A service per exporter",
            description = "True for a service for each peer that exports the name, instead of one for all of them.",
            required = false)
    boolean perExporter() default false;

    /** {@return a filter of nodes} */
    @AttributeDefinition(
            name = "Nodes",
            description = "A filter of the local nodes to import through, such as (chaski.node=hub). Default: each.",
            required = false)
    String node_target() default "";
}
