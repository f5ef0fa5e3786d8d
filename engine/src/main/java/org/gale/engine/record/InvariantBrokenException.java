package org.gale.engine.record;

/** A promise was broken: an interrupt was lost or invented, or the count is off. The run ends with exit code 7. */
public final class InvariantBrokenException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String promise;
    private final String finding;
    private final int vmId;
    private final int intid;
    private final long soundSequence;
    private final long sequence;

    /**
     * @param promise       such as {@code P1}
     * @param finding       which VM and INTID, and what of it
     * @param vmId          the VM, or {@link org.gale.engine.machine.Accounts#PHYSICAL}
     * @param intid         the INTID, or −1 if it is not one
     * @param soundSequence the last command after which the promise was seen kept
     * @param sequence      the command after which it was seen broken
     */
    public InvariantBrokenException(
        final String promise,
        final String finding,
        final int vmId,
        final int intid,
        final long soundSequence,
        final long sequence)
    {
        super(promise + " broken: " + finding + ". It happened after command " + soundSequence +
            " and not after command " + sequence + '.');
        this.promise = promise;
        this.finding = finding;
        this.vmId = vmId;
        this.intid = intid;
        this.soundSequence = soundSequence;
        this.sequence = sequence;
    }

    /** The promise, such as {@code P1}. */
    public String promise()
    {
        return promise;
    }

    /** Which VM and INTID, and what of it. */
    public String finding()
    {
        return finding;
    }

    /** The VM, or {@link org.gale.engine.machine.Accounts#PHYSICAL}. */
    public int vmId()
    {
        return vmId;
    }

    /** The INTID, or −1 if it is not one that is lost or invented. */
    public int intid()
    {
        return intid;
    }

    /** The last command after which the promise was seen kept. */
    public long soundSequence()
    {
        return soundSequence;
    }

    /** The command after which it was seen broken. */
    public long sequence()
    {
        return sequence;
    }
}
