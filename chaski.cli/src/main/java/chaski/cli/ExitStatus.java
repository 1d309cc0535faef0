package chaski.cli;

/** The exit status of the process. */
final class ExitStatus {

    /** The command has succeeded. */
    static final int OK = 0;

    /** It failed; one line on standard error gives the reason. */
    static final int FAILURE = 1;

    /** The command line is wrong; the usage is on standard error. */
    static final int USAGE = 2;

    private ExitStatus() {}
}
