package chaski.testkit.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The profiles of the lines between hosts, and which lines are blocked. */
final class NetworkPaths {

    private final Map<HostPath, LinkProfile> profiles = new HashMap<>();
    private final Set<HostPath> blocked = new HashSet<>();
    private final Set<String> isolated = new HashSet<>();
    private LinkProfile usual = LinkProfile.DEFAULT;

    void usual(LinkProfile profile) {
        usual = profile;
    }

    void reset(LinkProfile profile) {
        profiles.clear();
        usual = profile;
    }

    void profile(HostPath path, LinkProfile profile) {
        profiles.put(path, profile);
    }

    LinkProfile profile(HostPath path) {
        return profiles.getOrDefault(path, usual);
    }

    void block(HostPath path) {
        blocked.add(path);
    }

    void unblock(HostPath path) {
        blocked.remove(path);
    }

    void isolate(String host) {
        isolated.add(host);
    }

    void clear() {
        blocked.clear();
        isolated.clear();
    }

    boolean blocked(HostPath path) {
        return !path.from().equals(path.to())
                && (blocked.contains(path) || isolated.contains(path.from()) || isolated.contains(path.to()));
    }
}
