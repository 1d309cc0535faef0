package chaski.transport.udp;

/** The system has refused an operation of a socket. */
final class SocketFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SocketFailure(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
