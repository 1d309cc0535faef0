package chaski.remote.export;

import chaski.api.ChaskiException;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.ObjectAttribute;
import chaski.remote.value.Contract;
import chaski.remote.wire.RefusalReason;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves paths of open attributes to the targets behind them, and names to attributes. Runs getters, so it is used on threads for calls. */
final class TargetResolver {

    private final AsyncResultAdapters asyncAdapters;

    TargetResolver(AsyncResultAdapters asyncAdapters) {
        this.asyncAdapters = asyncAdapters;
    }

    CallTarget ofObject(Object object, Contract contract) throws NotExecutedException {
        Members members = Members.of(contract);
        try {
            members.checkVariables();
            members.checkAccess();
        } catch (ChaskiException e) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, String.valueOf(e.getMessage()));
        }
        return new CallTarget.OfObject(object, members, members.attributes(), Set.of(), asyncAdapters);
    }

    /** Follows a path of open attributes; each is named by its path from the export. */
    CallTarget at(CallTarget from, String path) throws NotExecutedException, InvocationTargetException {
        if (path.isEmpty()) {
            return from;
        }
        CallTarget target = from;
        StringBuilder prefix = new StringBuilder();
        for (String step : List.of(path.split("\\.", -1))) {
            prefix.append(prefix.length() == 0 ? "" : ".").append(step);
            ObjectAttribute attribute =
                    target.attribute(step).filter(ObjectAttribute::isReadable).orElse(null);
            if (attribute == null || !from.open().contains(prefix.toString())) {
                throw new NotExecutedException(RefusalReason.NO_MEMBER, "there is no open attribute " + prefix);
            }
            Object next = read(attribute, target.object());
            if (next == null) {
                throw new NotExecutedException(RefusalReason.NO_MEMBER, "the attribute " + prefix + " is null");
            }
            target = ofObject(next, attribute.contract());
        }
        return target;
    }

    static ObjectAttribute readable(CallTarget target, String name) throws NotExecutedException {
        ObjectAttribute attribute = attribute(target, name);
        if (!attribute.isReadable()) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, "the attribute " + name + " can only be written");
        }
        return attribute;
    }

    static ObjectAttribute writable(CallTarget target, String name) throws NotExecutedException {
        ObjectAttribute attribute = attribute(target, name);
        if (!attribute.isWritable()) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, "the attribute " + name + " can only be read");
        }
        return attribute;
    }

    private static ObjectAttribute attribute(CallTarget target, String name) throws NotExecutedException {
        return target.attribute(name)
                .orElseThrow(() -> new NotExecutedException(RefusalReason.NO_MEMBER, "there is no attribute " + name));
    }

    static @Nullable Object read(ObjectAttribute attribute, Object object)
            throws NotExecutedException, InvocationTargetException {
        try {
            return attribute.get(object);
        } catch (IllegalAccessException e) {
            throw closed(attribute);
        }
    }

    static void write(ObjectAttribute attribute, Object object, @Nullable Object value)
            throws NotExecutedException, InvocationTargetException {
        try {
            attribute.set(object, value);
        } catch (IllegalAccessException e) {
            throw closed(attribute);
        }
    }

    private static NotExecutedException closed(ObjectAttribute attribute) {
        return new NotExecutedException(
                RefusalReason.NO_MEMBER, "the attribute " + attribute.name() + " is closed to this module");
    }
}
