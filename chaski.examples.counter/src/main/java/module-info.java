/** An example bundle for OSGi: a component that publishes numbers and receives commands. */
module chaski.examples.counter {
    requires chaski.api;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;
}
