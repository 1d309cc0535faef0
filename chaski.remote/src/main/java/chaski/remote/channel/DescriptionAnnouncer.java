package chaski.remote.channel;

import chaski.remote.wire.ExportDescription;

/** Announces to peers what is known of the exports of this node beside their names. */
public interface DescriptionAnnouncer {

    /**
     * Sets what is announced of an export.
     *
     * @param description the number of the export, and its properties
     * @throws chaski.api.LimitException when they are too long
     */
    void describe(ExportDescription description);

    /**
     * Forgets an export; the remote's channel announces that it is withdrawn.
     *
     * @param export its number
     */
    void withdraw(long export);
}
