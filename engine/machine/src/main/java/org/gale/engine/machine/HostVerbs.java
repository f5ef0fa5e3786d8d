package org.gale.engine.machine;

import org.agrona.DirectBuffer;

/**
 * Family of host verbs that a machine executes inside {@code apply}, as HOST commands: {@code kvm}
 * (script.md#hypervisor-verbs) or {@code v4} (script.md#direct-injection-verbs). A front end turns a line into the
 * words of a HOST command and asks {@link #refusal}. It journals and applies the command only if there is no refusal.
 * Queries have the same words and are not journaled.
 * <pre>
 *  63    60 59    56 55        48 47        40 39                                 0
 *  +-------+--------+------------+------------+-----------------------------------+
 *  | 11    | length |   family   |    verb    |              operands             |
 *  +-------+--------+------------+------------+-----------------------------------+
 *   further operands in the words behind; length counts all words, 1 to 8
 * </pre>
 * Owned by the thread that owns the machine.
 */
public interface HostVerbs
{
    /**
     * Checks a command or a query and changes nothing.
     *
     * @param words  the buffer that holds the command's words
     * @param offset of the first word, bytes
     * @return the reason why its line is {@code FAIL}, or null if it can be executed
     */
    String refusal(DirectBuffer words, int offset);

    /**
     * Executes a command: puts out an errno word (0 or a negative errno) and then at most two values.
     *
     * @param words   the buffer that holds the command's words
     * @param offset  of the first word, bytes
     * @param outputs takes the answer
     */
    void execute(DirectBuffer words, int offset, Outputs outputs);

    /**
     * Answers a query and changes nothing.
     *
     * @param words  the buffer that holds the query's words
     * @param offset of the first word, bytes
     * @return the text behind {@code OK } of the reply
     */
    String query(DirectBuffer words, int offset);

    /**
     * Answers a query by a number and changes nothing. For callers on the hot path: nothing is allocated.
     *
     * @param words  the buffer that holds the query's words
     * @param offset of the first word, bytes
     * @return the number, as the verb encodes it
     */
    long number(DirectBuffer words, int offset);
}
