package chaski.streamer.payload;

/** Any payload as the bytes it came in. */
final class BytesReader implements PayloadReader<byte[]> {

    @Override
    public boolean keepsBytes() {
        return true;
    }

    @Override
    public byte[] read(String content, byte[] bytes) {
        return bytes;
    }
}
