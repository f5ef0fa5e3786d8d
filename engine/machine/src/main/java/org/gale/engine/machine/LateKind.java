package org.gale.engine.machine;

/**
 * Kinds of operations that may take effect later than the command that began them, on a machine with {@code ops.seed}:
 * the freedom that the architecture leaves, one row a kind. An operation of a kind may pass every operation of every
 * kind, but for what its row orders.
 */
public enum LateKind
{
    /** Write of a register with an IDLE bit: it takes effect, and the bit reads 1, at any time after the write. */
    REGISTER(0, "M-ORD-1", "its IDLE bit"),
    /** CD or VD instruction. Those of a PE on the same interrupt keep the order of its program. */
    INSTRUCTION(1, "M-ORD-2", "GSB SYS"),
    /** Translated event that is in an ITS. Events of the same DeviceID and EventID keep their order. */
    EVENT(2, "M-ORD-3", "ITS_SYNCR and its IDLE bit"),
    /** Event that an IRS has not taken yet. Events of the same interrupt keep their order. */
    ARRIVAL(3, "M-ORD-4", "IRS_SYNCR and its IDLE bit"),
    /** Store to a SETLPI frame: an event in its IRS. */
    SETLPI(4, "M-ORD-5", "IRS_SYNCR and its IDLE bit"),
    /** Doorbell of a VPE that is not resident. */
    DOORBELL(5, "M-ORD-6", "nothing"),
    /** Effect of CDIA and CDNMIA on the interrupt. Every instruction on the same interrupt comes after it. */
    ACKNOWLEDGE(6, "M-ORD-7", "GSB ACK"),
    /** Change of the link of a PE. */
    LINK(7, "M-ORD-8", "ICC_CR0_EL1.LINK_IDLE"),
    /** Result of a walk that an ITS keeps: 1 to keep it, 0 to walk again. */
    FILL(8, "M-ORD-9", "an invalidation"),
    /** Result of a walk that an ITS drops before its use: 1 to drop it. */
    EVICTION(9, "M-ORD-10", "nothing"),
    /** Write of the CR0 of an IRS, ITS or IWB, which lets events in: as late as they may be. */
    CONTROL(10, "M-ORD-12", "its IDLE bit"),
    /** Read of the registers that an operation has as operands: 1 with its write, 0 when it takes effect. */
    OPERANDS(11, "M-ORD-13", "its IDLE bit"),
    /** Event of an enabled wire whose trigger mode changes: 1 to send none. */
    TRIGGER(12, "M-ORD-14", "the wire is disabled"),
    /** Entry of a valid interrupt state table, which software stored into: 1 to write back what the IRS holds. */
    WRITE_BACK(13, "M-ORD-15", "the IDLE bit of the write that makes the table invalid"),
    /** Load of an entry of a valid interrupt state table that is pending: 1 to show it as it was before. */
    IMAGE(14, "M-ORD-15", "the IDLE bit of a save, or of the write that makes the table invalid"),
    /** Entry of a VM or VPE that software made invalid by a store: 1 to read it again for a residency. */
    REREAD(15, "M-ORD-16", "the VM is invalid");

    private final int number;
    private final String rule;
    private final String order;

    LateKind(final int number, final String rule, final String order)
    {
        this.number = number;
        this.rule = rule;
        this.order = order;
    }

    /** Returns the number of the kind, from which delays are drawn: it stays. */
    public int number()
    {
        return number;
    }

    /** Returns the id of the rule that leaves the freedom. */
    public String rule()
    {
        return rule;
    }

    /** Returns the thing that orders later accesses after an operation of this kind. */
    public String order()
    {
        return order;
    }

    /** Returns whether an operation either happens or does not, so that its delay is 0 or 1. */
    public boolean isChoice()
    {
        return switch (this)
        {
            case FILL, EVICTION, OPERANDS, TRIGGER, WRITE_BACK, IMAGE, REREAD -> true;
            default -> false;
        };
    }

    /** Returns whether {@code ops.events} is the longest delay, and not {@code ops.delay}. */
    public boolean isOfEvents()
    {
        return this == EVENT || this == ARRIVAL || this == SETLPI || this == DOORBELL || this == CONTROL;
    }
}
