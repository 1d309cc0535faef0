/**
 * The {@code chaski} command. The distribution runs it on the class path.
 */
module chaski.cli {
    requires chaski.api;
    requires chaski.ca;
    requires chaski.security;
    requires info.picocli;
    requires java.logging;
    requires java.net.http;
    requires static org.jspecify;
    requires static osgi.core;

    uses chaski.api.transport.Transport;
    uses org.osgi.framework.launch.FrameworkFactory;

    opens chaski.cli to
            info.picocli;
    opens chaski.cli.demo;
}
