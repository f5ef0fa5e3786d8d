package org.gale.engine.record;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NumberText;

/**
 * Exception for a broken promise: an interrupt was lost or invented, or the accounts do not add up. The run ends with
 * exit code 7.
 */
public final class InvariantBrokenException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String promise;
    private final String finding;
    private final int owner;
    private final int intid;
    private final long soundSequence;
    private final long sequence;

    /**
     * Creates the exception.
     *
     * @param promise       such as {@code P1}
     * @param finding       the VM and INTID, and their fault
     * @param owner         the owner of the INTID, or {@link OwnerId#NONE} if no owner is concerned
     * @param intid         the INTID, or −1 if it is not one
     * @param soundSequence the last command after which the promise was seen kept
     * @param sequence      the command after which it was seen broken
     */
    public InvariantBrokenException(
        final String promise,
        final String finding,
        final int owner,
        final int intid,
        final long soundSequence,
        final long sequence)
    {
        super(promise + " broken: " + finding + ". " + checks(soundSequence, sequence));
        this.promise = promise;
        this.finding = finding;
        this.owner = owner;
        this.intid = intid;
        this.soundSequence = soundSequence;
        this.sequence = sequence;
    }

    /** Returns a sentence on the checks between which the promise was broken, or on the one that alone judges it. */
    private static String checks(final long soundSequence, final long sequence)
    {
        final String wrong = "at the check after command " + NumberText.count(sequence) + '.';

        return soundSequence == sequence ? "Found " + wrong :
            "Right at the check after command " + NumberText.count(soundSequence) + ", wrong " + wrong;
    }

    /** Returns the promise and its finding, without the commands between which it was broken. */
    public String summary()
    {
        return promise + " broken: " + finding;
    }

    /** Returns the promise, such as {@code P1}. */
    public String promise()
    {
        return promise;
    }

    /** Returns the finding: the VM and INTID, and their fault. */
    public String finding()
    {
        return finding;
    }

    /**
     * Returns the owner that the promise was broken to.
     *
     * @return the encoded {@link OwnerId}, or {@link OwnerId#NONE} if no owner is concerned
     */
    public int owner()
    {
        return owner;
    }

    /**
     * Returns the INTID that is lost or invented.
     *
     * @return the encoded INTID, or −1 if there is none
     */
    public int intid()
    {
        return intid;
    }

    /** Returns the number of the last command after which the promise was seen kept. */
    public long soundSequence()
    {
        return soundSequence;
    }

    /** Returns the number of the command after which the promise was seen broken. */
    public long sequence()
    {
        return sequence;
    }
}
