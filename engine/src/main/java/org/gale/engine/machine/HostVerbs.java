package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.tables.memory.StateStream;

/**
 * Family of host verbs that a machine executes inside {@code apply}, as HOST commands: protocol section 5 ({@code kvm})
 * or 6 ({@code v4}). A front end turns a line into the words of a HOST command and asks {@link #refusal}. It journals
 * and applies the command only if there is no refusal. Queries have the same words and are not journaled.
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
     * Returns the family that bits 55:48 of a HOST word name.
     */
    int family();

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
    default long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no query has a number: 0x" + Long.toHexString(words.getLong(offset)));
    }

    /**
     * Returns the priorities that must not be pending for a VPE that nothing will wake (P5).
     *
     * @return a value above each such priority; 0 for a VPE that may have everything pending: it runs, or its host
     *     knows that it has to run
     */
    default int wakesBelow(final int vmId, final int vpeId)
    {
        return 0;
    }

    /**
     * Passes the state of the family through a stream. Saved always, digested once a verb of the family was used.
     *
     * @param stream saves, restores or digests
     */
    void state(StateStream stream);

    /**
     * Returns whether a verb of the family was executed, so that its state belongs to the digest.
     */
    default boolean isUsed()
    {
        return true;
    }

    /**
     * Returns whether the GIC instructions and registers of EL1 are undefined for the guest on a PE. They are if its VM
     * has no interrupt controller.
     *
     * @param pe the PE
     * @return true if they are
     */
    default boolean isGuestUndefined(final int pe)
    {
        return false;
    }

    /**
     * Returns whether a guest's read of a register on a PE is answered by the host instead of the hardware.
     *
     * @param pe   the PE
     * @param code op0:op1:CRn:CRm:op2
     * @return true if {@link #trappedRead} has the value
     */
    default boolean trapsRead(final int pe, final int code)
    {
        return false;
    }

    /**
     * Returns the value with which the host answers a trapped read.
     *
     * @param pe   the PE
     * @param code op0:op1:CRn:CRm:op2
     */
    default long trappedRead(final int pe, final int code)
    {
        throw new IllegalStateException("no register is trapped: code=" + code);
    }

    /**
     * Takes the physical interrupts that are signalled to a PE, at the end of the command that signalled them.
     *
     * @param pe whose IRQ is asserted
     * @return true if an interrupt was taken
     */
    default boolean takeInterrupts(final int pe)
    {
        return false;
    }
}
