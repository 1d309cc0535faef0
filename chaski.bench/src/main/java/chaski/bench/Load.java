package chaski.bench;

import java.util.List;

/** One variant of a workload, which is measured by itself. */
sealed interface Load permits Payload, CallMode {

    /** {@return the argument of the children, which {@link ChildMain} reads} */
    String argument();

    /** {@return its name for people} */
    String label();

    /** {@return its member in a JSON object} */
    String json();

    /** {@return the contenders that can run it; the others are compared with the first} */
    List<String> contenders();

    /** {@return the contender that the others are compared with} */
    default String reference() {
        return contenders().get(0);
    }
}
