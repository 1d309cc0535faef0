package chaski.remote.export;

import chaski.remote.channel.RpcChannel;
import chaski.remote.value.References;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object that a call addresses by its number: an export of this node, or an object that this node lent to the peer. Thread-safe. */
final class CalledObject {

    private final @Nullable Export export;
    private final References.@Nullable LentObject lent;

    private CalledObject(@Nullable Export export, References.@Nullable LentObject lent) {
        this.export = export;
        this.lent = lent;
    }

    /** Finds the object of a number; empty if it was withdrawn or released. */
    static Optional<CalledObject> find(ExportRegistry exports, RpcChannel channel, long number) {
        Export export = exports.find(number);
        if (export != null) {
            return Optional.of(new CalledObject(export, null));
        }
        return Optional.ofNullable(channel.references().lent(number)).map(lent -> new CalledObject(null, lent));
    }

    /** {@return the export, unless the object is a lent one} */
    @Nullable
    Export export() {
        return export;
    }

    /** {@return the key of the object among those whose attributes are observed} */
    Object observedKey() {
        if (export != null) {
            return export;
        }
        if (lent == null) {
            throw new IllegalStateException("neither an export nor a lent object");
        }
        return lent.object();
    }

    /** {@return its methods and attributes} */
    CallTarget target(TargetResolver targets) throws NotExecutedException {
        if (export != null) {
            return export.target();
        }
        if (lent == null) {
            throw new IllegalStateException("neither an export nor a lent object");
        }
        return targets.ofObject(lent.object(), lent.contract());
    }

    /** Counts the beginning of a call; false if the export is withdrawn. */
    boolean begin() {
        return export == null || export.begin();
    }

    /** Counts the end of a call. */
    void end() {
        if (export != null) {
            export.end();
        }
    }
}
