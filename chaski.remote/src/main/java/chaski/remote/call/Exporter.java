package chaski.remote.call;

import chaski.remote.line.Line;

/**
 * Somebody who exports a name.
 *
 * @param line the way there
 * @param number the export's number there
 * @param name the name
 * @param function whether it is an attached function
 */
record Exporter(Line line, long number, String name, boolean function) {

    boolean isNotInDoubt() {
        return !line.isInDoubt();
    }
}
