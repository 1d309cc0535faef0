/** A small certificate authority for networks that have none. Only those who issue identities need it; nodes do not. */
module chaski.ca {
    requires transitive chaski.api;
    requires java.logging; // the compiler reads classes of Bouncy Castle that refer to it
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports chaski.ca;
}
