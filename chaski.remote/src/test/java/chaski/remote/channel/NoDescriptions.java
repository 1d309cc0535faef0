package chaski.remote.channel;

import chaski.remote.wire.ExportDescription;

/** Announces nothing. */
public final class NoDescriptions implements DescriptionAnnouncer {

    /** Creates it. */
    public NoDescriptions() {}

    @Override
    public void describe(ExportDescription description) {
        // nobody is interested
    }

    @Override
    public void withdraw(long export) {
        // nothing was announced
    }
}
