package chaski.codec.jackson;

import chaski.api.CodecException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;

/**
 * The names of the objects that are being written, outermost first, to find duplicates. Properties of a class differ
 * from each other, so they are only remembered; they are only compared when a name follows that is not a property of a
 * class, such as the key of a map. Used by one thread.
 */
final class DuplicateKeyCheck {

    private final List<OfObject> open = new ArrayList<>();
    private int depth;

    private static final class OfObject {
        private final List<SerializableString> properties = new ArrayList<>();
        private @Nullable Set<String> all;
    }

    void begin() {
        if (depth == open.size()) {
            open.add(new OfObject());
        }
        OfObject object = open.get(depth++);
        object.properties.clear();
        object.all = null;
    }

    void end() {
        depth--;
    }

    void property(SerializableString name) {
        OfObject object = open.get(depth - 1);
        if (object.all == null) {
            object.properties.add(name);
        } else {
            check(object.all, name.getValue());
        }
    }

    void key(String name) {
        OfObject object = open.get(depth - 1);
        Set<String> all = object.all;
        if (all == null) {
            all = new HashSet<>();
            for (SerializableString property : object.properties) {
                all.add(property.getValue());
            }
            object.all = all;
        }
        check(all, name);
    }

    private static void check(Set<String> all, String name) {
        if (!all.add(name)) {
            throw new CodecException(
                    "duplicate name '" + name + "': keys of a map are written as text, and two are the same");
        }
    }
}
