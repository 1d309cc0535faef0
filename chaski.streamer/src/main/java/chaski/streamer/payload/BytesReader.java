package chaski.streamer.payload;

/** Reads any payload as its bytes. */
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
