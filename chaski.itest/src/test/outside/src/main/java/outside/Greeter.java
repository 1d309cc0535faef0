package outside;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.api.streamer.Streamer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Requires every service that Chaski registers for a node. */
@Component(service = Greeter.class, immediate = true)
public class Greeter {

    @Activate
    public Greeter(@Reference Node node, @Reference Streamer streamer, @Reference Remote remote) {
        remote.export("greeter", Greeter.class, this);
        streamer.publisher("outside.greetings", String.class).publish("hello");
    }

    public String greet(String name) {
        return "hello " + name;
    }
}
