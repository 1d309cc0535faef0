package chaski.cli;

/** The entry point of the {@code chaski} command. */
public final class Main {

    private Main() {}

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.err.println("usage: chaski COMMAND [OPTION]...");
        System.exit(2);
    }
}
