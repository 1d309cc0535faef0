/** Adds a transport in a module layer, and removes it again. */
module swapping {
    requires chaski.api;

    uses chaski.api.transport.Transport;
}
