/** Identities from files, and the verification of the certificates of peers. */
module chaski.security {
    requires transitive chaski.api;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports chaski.security;
}
