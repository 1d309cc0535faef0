package chaski.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program of a child process: {@code ROLE CONTENDER LOAD}. A connecting role reads the endpoint first. */
final class ChildMain {

    static final String RECEIVE = "receive";
    static final String PUBLISH = "publish";
    static final String ECHO = "echo";
    static final String PING = "ping";
    static final String SERVE = "serve";
    static final String CALL = "call";

    private ChildMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        ChildControl control = new ChildControl(System.in, out);
        int status = 0;
        try {
            control.serve(role(args, control));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            control.fail(e);
            status = 1;
        }
        // everything has been verified or has failed: a graceful close would only take time
        System.exit(status);
    }

    private static Role role(String[] args, ChildControl control) throws IOException, InterruptedException {
        if (args.length != 3) {
            throw new IllegalArgumentException("expected ROLE CONTENDER LOAD, got " + args.length + " arguments");
        }
        return switch (args[0]) {
            case SERVE -> new ServeRole(ContenderFactory.calls(args[1]));
            case CALL ->
                new CallRole(
                        ContenderFactory.calls(args[1]),
                        control.readEndpoint(),
                        CallMode.named(args[2]),
                        control::fail);
            default -> messageRole(args[0], ContenderFactory.named(args[1]), Integer.parseInt(args[2]), control);
        };
    }

    private static Role messageRole(String name, Contender contender, int payloadBytes, ChildControl control)
            throws IOException, InterruptedException {
        return switch (name) {
            case RECEIVE -> new ReceiveRole(contender, payloadBytes, control::fail);
            case PUBLISH -> new PublishRole(contender, control.readEndpoint(), payloadBytes, control::fail);
            case ECHO -> new EchoRole(contender, control::fail);
            case PING -> new PingRole(contender, control.readEndpoint(), payloadBytes, control::fail);
            default ->
                throw new IllegalArgumentException(
                        "expected receive, publish, echo, ping, serve or call, got '" + name + "'");
        };
    }
}
