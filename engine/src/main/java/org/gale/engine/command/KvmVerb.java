package org.gale.engine.command;

/**
 * Verbs of the host verbs' family 1, {@code kvm}, with the numbers that HOST commands carry. Numbers are appended and
 * never reused.
 */
public enum KvmVerb
{
    CREATE_VM(1),
    CREATE_VCPU(2),
    CREATE_DEVICE(3),
    HAS_ATTR(4),
    GET_ATTR(5),
    SET_ATTR(6),
    IRQ_LINE(7),
    LINE(8),
    RUN(9),
    EXIT(10),
    PUT(11),
    BLOCK(12),
    /** A query. */
    PENDING(13),
    /** A query. */
    WOKEN(14),
    MMIO_READ(15),
    MMIO_WRITE(16),
    COMMAND(17),
    FAIL(18),
    SAVE(19),
    /** Stages a part of the image that the next RESTORE takes. */
    RESTORE_DATA(20),
    RESTORE(21),
    /** A query: the image that the last SAVE made. */
    IMAGE(22),
    DESTROY_VM(23),
    /** A query. */
    LEAKS(24),
    MAP_PPI(25),
    UNMAP_PPI(26),
    /** A query: the place of a vCPU, as {@link KvmPlace} encodes it. */
    PLACE(27);

    private static final KvmVerb[] BY_NUMBER = new KvmVerb[32];

    static
    {
        for (final KvmVerb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    private final int number;

    KvmVerb(final int number)
    {
        this.number = number;
    }

    /**
     * Returns the number that a HOST command carries.
     */
    public int number()
    {
        return number;
    }

    /**
     * Finds a verb.
     *
     * @param number of a HOST command
     * @return the verb, or null if there is none of that number
     */
    public static KvmVerb byNumber(final int number)
    {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** Returns whether word 1 of a command names a VM. */
    public boolean hasVm()
    {
        return this != CREATE_VM && this != FAIL && this != RESTORE_DATA && this != IMAGE && this != LEAKS;
    }

    /** Returns whether word 1 of a command names a vCPU, beside an argument of 16 bits. */
    public boolean hasVcpu()
    {
        switch (this)
        {
            case IRQ_LINE:
            case LINE:
            case RUN:
            case EXIT:
            case PUT:
            case BLOCK:
            case PENDING:
            case WOKEN:
            case COMMAND:
            case MAP_PPI:
            case UNMAP_PPI:
            case PLACE: return true;
            default: return false;
        }
    }

    /**
     * Returns whether the verb changes nothing, so that it is not journaled.
     */
    public boolean isQuery()
    {
        return this == PENDING || this == WOKEN || this == IMAGE || this == LEAKS || this == PLACE;
    }
}
