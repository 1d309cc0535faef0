/**
 * Tools for tests of networks: a transport in memory, a network that loses, delays and reorders by a seed, a clock
 * advanced by the test, the contract of every transport, the bytes of the wire protocol, a peer that violates the
 * protocol, and mutation tests.
 *
 * <p>For Chaski's own tests and those of its users. The contracts are JUnit classes; only they need JUnit and AssertJ,
 * only mutation tests need Byte Buddy, and only log lines need {@code java.logging}.
 */
module chaski.testkit {
    requires transitive chaski.api;
    requires static java.logging;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.junit.jupiter.api;
    requires static org.junit.jupiter.params;
    requires static org.junit.platform.engine;
    requires static org.junit.platform.launcher;
    requires static org.assertj.core;
    requires static net.bytebuddy;

    exports chaski.testkit;
    exports chaski.testkit.contract;
    exports chaski.testkit.history;
    exports chaski.testkit.hostile;
    exports chaski.testkit.mutation;
    exports chaski.testkit.network;
    exports chaski.testkit.simulation;
    exports chaski.testkit.values;
    exports chaski.testkit.vectors;
}
