/**
 * Payload codecs for records and beans, by Jackson: CBOR, the default, and JSON.
 *
 * <p>It exports nothing. A program's module opens the packages of its message types to {@code tools.jackson.databind}, unless
 * the types are public and their packages exported.
 */
module chaski.codec.jackson {
    requires chaski.api;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.cbor;
    requires static org.jspecify;
    requires static org.osgi.service.component.annotations;

    provides chaski.api.codec.Codec with
            chaski.codec.jackson.CborCodec,
            chaski.codec.jackson.JsonCodec;
}
