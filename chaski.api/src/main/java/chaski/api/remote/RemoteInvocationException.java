package chaski.api.remote;

/**
 * The method ran and threw an exception that this side does not know or cannot decode. The stack trace begins with the remote one.
 */
public class RemoteInvocationException extends CallException {

    private static final long serialVersionUID = 1L;

    /** The name of the class that was thrown. */
    private final String remoteType;

    /**
     * Creates the exception.
     *
     * @param remoteType the name of the class of the exception
     * @param message its message
     */
    public RemoteInvocationException(String remoteType, String message) {
        super(remoteType + ": " + message);
        this.remoteType = remoteType;
    }

    /** {@return the name of the class that was thrown on the other node; it need not exist here} */
    public String remoteType() {
        return remoteType;
    }
}
