package chaski.rsa;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of the configuration of remote services, for tools and for the component. */
@ObjectClassDefinition(
        id = RemoteServicesComponent.PID,
        name = "Chaski remote services",
        description = "The topology manager of OSGi remote services over Chaski. A change takes effect at once.")
public @interface RemoteServicesMetatype {

    /** {@return true if services are exported and imported by Chaski's own topology manager} */
    @AttributeDefinition(
            name = "Topology manager",
            description = "False if another topology manager exports and imports services.",
            required = false)
    boolean topology() default true;

    /** {@return which endpoints are imported} */
    @AttributeDefinition(
            name = "Imports",
            description = "Which endpoints of other frameworks become services here.",
            required = false,
            options = {
                @Option(label = "all", value = "all"),
                @Option(label = "those that a service listener is looking for", value = "wanted")
            })
    String imports() default "all";
}
