/** Brings a transport in a module layer, and takes it away again. */
module swapping {
    requires chaski.api;

    uses chaski.api.transport.Transport;
}
