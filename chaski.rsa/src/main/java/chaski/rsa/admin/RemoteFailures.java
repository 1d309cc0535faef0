package chaski.rsa.admin;

import org.osgi.framework.ServiceException;

/** Turns failures of calls into what users of remote services expect. Stateless. */
final class RemoteFailures {

    private RemoteFailures() {}

    /** {@return a {@code ServiceException} of the type {@code REMOTE}; its cause shows if the method may have run} */
    static RuntimeException convert(RuntimeException failure) {
        return failure instanceof ServiceException
                ? failure
                : new ServiceException(failure.getMessage(), ServiceException.REMOTE, failure);
    }
}
