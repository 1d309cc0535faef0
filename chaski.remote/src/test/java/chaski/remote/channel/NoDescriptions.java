package chaski.remote.channel;

import chaski.remote.wire.ExportDescription;

/** Announces nothing. */
public final class NoDescriptions implements DescriptionAnnouncer {

    /** Creates it. */
    public NoDescriptions() {}

    @Override
    public void describe(ExportDescription description) {
        // no test needs it
    }

    @Override
    public void withdraw(long export) {
        // nothing was announced
    }
}
