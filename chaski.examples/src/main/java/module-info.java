/**
 * Small programs that show how Chaski is used. Each has a {@code main} method; tests run them all.
 */
module chaski.examples {
    requires chaski.api;
    requires static org.jspecify;

    // The codec reads and writes the records of the examples.
    opens chaski.examples;
}
