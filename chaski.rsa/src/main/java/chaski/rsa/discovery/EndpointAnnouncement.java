package chaski.rsa.discovery;

/** What announces an endpoint, or that a node takes part in discovery: an export that has a name and properties, and no methods. */
public interface EndpointAnnouncement {}
