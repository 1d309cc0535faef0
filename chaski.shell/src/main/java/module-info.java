/**
 * Commands for the shell of an OSGi framework.
 *
 * <p>It exports nothing; the shell finds its commands as services. Gogo is an automatic module.
 */
module chaski.shell {
    requires chaski.api;
    requires static org.apache.felix.gogo.runtime;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
    requires static osgi.core;
}
