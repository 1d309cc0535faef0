package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/** Counts the bytes in flight, and compares them with what congestion control permits. */
final class SendWindow {

    private final CongestionControl control;
    private int datagramBytes = DatagramFormat.BASE_BYTES;
    private long inFlightBytes;

    SendWindow(CongestionControl control) {
        this.control = control;
    }

    CongestionControl control() {
        return control;
    }

    long windowBytes() {
        return control.windowBytes();
    }

    long inFlightBytes() {
        return inFlightBytes;
    }

    /** {@return the size of full datagrams} */
    int datagramBytes() {
        return datagramBytes;
    }

    /** Sets the size of full datagrams. */
    void datagramBytes(int bytes) {
        if (bytes != datagramBytes) {
            datagramBytes = bytes;
            control.datagramBytes(bytes);
        }
    }

    /** {@return whether one more datagram may be sent} */
    boolean hasRoom() {
        return inFlightBytes + datagramBytes <= control.windowBytes();
    }

    /** {@return whether the window limits the sender: at least half of it is in flight} */
    boolean used() {
        return 2 * inFlightBytes >= control.windowBytes();
    }

    void sent(long bytes) {
        inFlightBytes += bytes;
    }

    /** A packet is no longer in flight, whatever happened to it. */
    void left(long bytes) {
        inFlightBytes -= bytes;
    }
}
