/**
 * Felix Health Checks of nodes, and a printer for Felix' Inventory.
 *
 * <p>It exports nothing; its checks are found as services. The libraries that it requires are automatic modules.
 */
module chaski.health {
    requires chaski.api;
    requires static org.apache.felix.healthcheck.api;
    requires static org.apache.felix.inventory;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
}
