/**
 * What tests of networks need: a transport in memory, a network that loses, delays and reorders by a seed, a clock
 * moved by hand, the contract that every transport keeps, and the bytes of the wire protocol.
 *
 * <p>It serves Chaski's own tests and those of its users. The contracts are JUnit classes; who does not use them needs
 * neither JUnit nor AssertJ.
 */
module chaski.testkit {
    requires transitive chaski.api;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.junit.jupiter.api;
    requires static org.assertj.core;

    exports chaski.testkit;
    exports chaski.testkit.contract;
    exports chaski.testkit.history;
    exports chaski.testkit.network;
    exports chaski.testkit.simulation;
    exports chaski.testkit.vectors;
}
