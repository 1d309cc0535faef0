/**
 * The {@code chaski} command. The distribution runs it on the class path.
 */
module chaski.cli {
    requires chaski.api;
    requires info.picocli;
    requires static org.jspecify;

    opens chaski.cli to
            info.picocli;
}
