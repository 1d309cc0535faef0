package chaski.fuzz;

import chaski.api.ConfigurationException;
import chaski.node.configuration.NodeProperties;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Configurations of a node, as Configuration Admin delivers them. */
public final class ConfigurationTarget {

    private static final int MOST = 64;

    private ConfigurationTarget() {}

    /** Lines of a key and a value; a comma in the value makes it an array. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> {
            Map<String, Object> properties = new HashMap<>();
            for (String line : new String(data, StandardCharsets.UTF_8).split("\n", MOST)) {
                int end = line.indexOf('=');
                if (end > 0) {
                    String value = line.substring(end + 1);
                    properties.put(line.substring(0, end), value.indexOf(',') < 0 ? value : value.split(",", MOST));
                }
            }
            try {
                DecoderOracle.same(NodeProperties.read(properties), NodeProperties.read(properties));
            } catch (ConfigurationException expected) {
                DecoderOracle.same(false, String.valueOf(expected.getMessage()).isEmpty());
            }
        });
    }
}
