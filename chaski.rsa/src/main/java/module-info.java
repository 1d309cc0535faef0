/**
 * OSGi remote services over nodes: remote service admin, discovery and topology manager.
 *
 * <p>It exports nothing and is of use only inside an OSGi framework, whose libraries it therefore needs at compile time only.
 */
module chaski.rsa {
    requires chaski.api;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;
    requires static org.osgi.service.remoteserviceadmin;
    requires static osgi.core;
}
