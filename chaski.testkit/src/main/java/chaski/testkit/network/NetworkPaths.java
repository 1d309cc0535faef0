package chaski.testkit.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The profiles of the lines between hosts, and which lines are blocked. */
final class NetworkPaths {

    private final Map<Pipe.Line, LinkProfile> profiles = new HashMap<>();
    private final Set<Pipe.Line> blocked = new HashSet<>();
    private final Set<String> isolated = new HashSet<>();
    private LinkProfile usual = LinkProfile.DEFAULT;

    void usual(LinkProfile profile) {
        usual = profile;
    }

    void reset(LinkProfile profile) {
        profiles.clear();
        usual = profile;
    }

    void profile(Pipe.Line line, LinkProfile profile) {
        profiles.put(line, profile);
    }

    LinkProfile profile(Pipe.Line line) {
        return profiles.getOrDefault(line, usual);
    }

    void block(Pipe.Line line) {
        blocked.add(line);
    }

    void unblock(Pipe.Line line) {
        blocked.remove(line);
    }

    void isolate(String host) {
        isolated.add(host);
    }

    void clear() {
        blocked.clear();
        isolated.clear();
    }

    boolean blocked(Pipe.Line line) {
        return !line.from().equals(line.to())
                && (blocked.contains(line) || isolated.contains(line.from()) || isolated.contains(line.to()));
    }
}
