package chaski.rsa.admin;

/** What a bundle has to close, of exports and imports alike. */
interface Handle {

    /** True once it was closed. */
    boolean isClosed();

    /** Closes it; closing it again has no effect. */
    void close();
}
