package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.Machine;

/**
 * Check of P1, P2, P4, P5 and P6 in a storm, cheap enough for every run; it ends at the first broken promise. Owed
 * interrupts must be pending in RAM, and pending ones owed: each command compares the interrupts that it touches, and a
 * digest compares all. Nothing may be acknowledged that no event made pending. The accounts must add up, every signal
 * must be settled, and candidates must be those of the tables. Where the assertions of this class are on, as with
 * {@code --paranoid}, a digest checks P3 and P4 in full. A session goes on instead, with {@link SessionProof}.
 */
public final class InvariantCheck
{
    private final PendingMismatch mismatch;
    private final PromiseScan scan;
    private long soundSequence;
    private long sequence;

    /** Creates the check of a machine, with the full forms of P1 to P6 where the assertions of this class are on. */
    public InvariantCheck(final Machine machine)
    {
        this.mismatch = machine.accounts().firstMismatch();
        this.scan = new PromiseScan(machine, isFull(),
            (kind, promise, owner, intid, finding) -> broken(promise, owner, intid, finding));
    }

    /** Returns whether digests are checked in full: whether the assertions of this class are on. */
    public static boolean isFull()
    {
        return InvariantCheck.class.desiredAssertionStatus();
    }

    /**
     * Checks every owner of interrupts, and takes the full forms of P1 to P6 where assertions are on.
     *
     * @param atSequence number of the last command applied
     * @throws InvariantBrokenException naming the first offending VM, and the INTID if there is one
     */
    public void checkAtDigest(final long atSequence)
    {
        sequence = atSequence;
        scan.atDigest(sequence);
        soundSequence = sequence;
    }

    /**
     * Checks every owner of interrupts.
     *
     * @param atSequence number of the last command applied
     * @throws InvariantBrokenException naming the first offending VM and INTID
     */
    public void check(final long atSequence)
    {
        sequence = atSequence;
        scan.cheaply();
        soundSequence = sequence;
    }

    /**
     * Checks what the commands of a frame found at the interrupts that they touched (P1, P2): an event that comes again
     * cannot hide that an earlier one was lost.
     *
     * @param offset         of the first command applied, bytes
     * @param endOffset      of the end of the last one, bytes
     * @param beforeSequence number of the command before the first
     * @param count          {@link Machine#commandCount} before the first
     * @throws InvariantBrokenException naming VM, INTID and command
     */
    public void checkFrame(
        final DirectBuffer frame, final int offset, final int endOffset, final long beforeSequence, final long count)
    {
        if (mismatch.isFound())
        {
            sequence =
                beforeSequence + CommandCursor.place(frame, offset, endOffset, mismatch.command() - count);
            final boolean isLost = mismatch.isLost();
            broken(PromiseScan.promise(isLost), mismatch.owner(), mismatch.intid(),
                scan.finding(mismatch.fresh(isLost), isLost));
        }
    }

    private void broken(final String promise, final int owner, final int intid, final String finding)
    {
        throw new InvariantBrokenException(promise, finding, owner, intid, soundSequence, sequence);
    }
}
