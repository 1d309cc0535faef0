package chaski.streamer.payload;

import chaski.api.codec.PayloadCodec;

/** Everything else, by a codec. */
final class CodecWriter<T> implements PayloadWriter<T> {

    private final String content;
    private final PayloadCodec<T> codec;

    CodecWriter(String content, PayloadCodec<T> codec) {
        this.content = content;
        this.codec = codec;
    }

    @Override
    public String content() {
        return content;
    }

    @Override
    public void append(T payload, Scratch out) {
        codec.encode(payload, out);
    }
}
