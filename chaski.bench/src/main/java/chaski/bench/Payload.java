package chaski.bench;

import java.util.List;

/**
 * Messages of one length.
 *
 * @param bytes the length of a message
 */
record Payload(int bytes) implements Load {

    private static final List<String> CONTENDERS = List.of(
            ContenderFactory.HANDOFF, ContenderFactory.NETTY, ContenderFactory.CHASKI, ContenderFactory.ITERATE);

    static List<Load> ofBytes(Integer... lengths) {
        return List.of(lengths).stream().<Load>map(Payload::new).toList();
    }

    @Override
    public String argument() {
        return Integer.toString(bytes);
    }

    @Override
    public String label() {
        return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " B";
    }

    @Override
    public String json() {
        return "\"payloadBytes\":" + bytes;
    }

    @Override
    public List<String> contenders() {
        return CONTENDERS;
    }
}
