package chaski.testkit.network;

/**
 * What a {@link DatagramNetwork} has done so far.
 *
 * @param sent datagrams given to it
 * @param delivered datagrams handed to a socket, those that arrived twice counted twice
 * @param lost those that a line lost at random
 * @param filtered those that a filter dropped
 * @param overflowed those that found a queue full
 * @param tooLarge those above a line's MTU
 * @param duplicated those that arrived twice
 * @param heldBack those that others could overtake
 */
public record DatagramCounts(
        long sent,
        long delivered,
        long lost,
        long filtered,
        long overflowed,
        long tooLarge,
        long duplicated,
        long heldBack) {}
