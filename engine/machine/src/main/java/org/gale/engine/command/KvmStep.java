package org.gale.engine.command;

/**
 * Steps of KVM's device that {@code kvm fail} can make fail: allocations, and the doorbell-domain commands, which
 * {@code kvm command} runs one by one. Numbers are appended and never reused.
 */
public enum KvmStep
{
    /** Private interrupts of a vCPU. */
    PPI_ALLOC(1, Errno.ENOMEM),
    VM_ID(2, Errno.ENOSPC),
    /** Doorbell domain of a VM: its host LPIs. */
    DB_DOMAIN(3, Errno.ENOMEM),
    /** Doorbell interrupt of a vCPU. */
    DB_IRQ(4, Errno.ENOMEM),
    VMD(5, Errno.ENOMEM),
    VPET(6, Errno.ENOMEM),
    /** VPE descriptor of a vCPU. */
    VPED(7, Errno.ENOMEM),
    SPI_IST(8, Errno.ENOMEM),
    LPI_IST(9, Errno.ENOMEM),
    VMT_L2_MAP(10, Errno.ETIMEDOUT),
    VMTE_MAKE_VALID(11, Errno.ETIMEDOUT),
    VMTE_MAKE_INVALID(12, Errno.ETIMEDOUT),
    VPE_MAKE_VALID(13, Errno.ETIMEDOUT),
    SPI_VIST_MAKE_VALID(14, Errno.ETIMEDOUT),
    LPI_VIST_MAKE_VALID(15, Errno.ETIMEDOUT),
    LPI_VIST_MAKE_INVALID(16, Errno.ETIMEDOUT);

    private static final KvmStep[] STEPS = values();

    private final int number;
    private final Errno failure;

    KvmStep(final int number, final Errno failure)
    {
        this.number = number;
        this.failure = failure;
    }

    /**
     * Returns the number that a HOST command carries; 0 is no step.
     */
    public int number()
    {
        return number;
    }

    /**
     * Returns the answer of the step when it fails.
     */
    public Errno failure()
    {
        return failure;
    }

    /**
     * Returns whether the step is a doorbell-domain command.
     */
    public boolean isCommand()
    {
        return failure == Errno.ETIMEDOUT;
    }

    /**
     * Finds a step.
     *
     * @param number of a HOST command
     * @return the step, or null if there is none of that number
     */
    public static KvmStep byNumber(final int number)
    {
        return number >= 1 && number <= STEPS.length ? STEPS[number - 1] : null;
    }
}
