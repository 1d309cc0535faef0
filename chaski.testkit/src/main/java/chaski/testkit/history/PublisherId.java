package chaski.testkit.history;

/**
 * One publisher.
 *
 * @param node one run of a node: any text that distinguishes it from other nodes and from earlier runs of the same
 * @param number the publisher's number on that node
 */
public record PublisherId(String node, long number) {

    @Override
    public String toString() {
        return node + "/" + number;
    }
}
