/** An application of its own on the module path. It requires the interface; the parts are found as services. */
module greeter {
    requires chaski.api;

    // The codec reads and writes the messages.
    opens greeter to
            tools.jackson.databind;
}
