package org.gale.engine.storm.scenario;

/**
 * Guests of a group of VMs, as a virtual run simulates them.
 *
 * @param handler   time that the handler of an interrupt takes, without the end of the interrupt
 * @param mask      priority mask of each VPE: interrupts of this priority and higher ones (smaller numbers) are taken
 * @param isWorking true if a guest has other work and keeps its PE for its slice, false if it blocks when nothing is
 *                  left
 * @param drops     true if a guest drops an interrupt that is in progress on another vCPU, as drivers once did
 * @param wfi       says whether a guest that runs out of work leaves to its host
 * @param later     work that follows a handler
 * @param softirqs  rules of softirqs
 * @param affinity  balancer, which moves vectors
 */
public record GuestShape(Distribution handler, int mask, boolean isWorking, boolean drops, Wfi wfi, LaterWork later,
    SoftirqRules softirqs, Affinity affinity)
{
    /** Mask that lets all priorities through. */
    public static final int MASK_OPEN = 31;
    /** Guest whose handlers take no time, and who takes all interrupts and has no other work. */
    public static final GuestShape DEFAULT = new GuestShape(Distribution.ZERO, MASK_OPEN, false);

    /** Traps of a guest that waits for an interrupt by WFI. */
    public enum Wfi
    {
        /** Decision of KVM at each load: no trap for a direct vCPU with a mapped vLPI while nobody waits for a PE. */
        AUTO("auto"),
        /** Each WFI exits. */
        TRAP("trap"),
        /** No WFI exits. */
        NOTRAP("notrap");

        private final String label;

        Wfi(final String label)
        {
            this.label = label;
        }

        /** Returns the word that users write. */
        String label()
        {
            return label;
        }
    }

    public GuestShape
    {
        assert mask >= 0 && mask <= MASK_OPEN : mask;
    }

    /** Returns whether this is the guest that needs no virtual time: {@link #DEFAULT}. */
    public boolean isDefault()
    {
        return handler.largestNs() == 0 && mask == MASK_OPEN && !isWorking && !drops && wfi == Wfi.AUTO &&
            !later.isAny() && affinity.isNone();
    }

    /** Makes a guest without a balancer. */
    public GuestShape(final Distribution handler, final int mask, final boolean isWorking, final boolean drops,
        final Wfi wfi, final LaterWork later, final SoftirqRules softirqs)
    {
        this(handler, mask, isWorking, drops, wfi, later, softirqs, Affinity.NONE);
    }

    /** Makes a guest whose handlers do all. */
    public GuestShape(
        final Distribution handler, final int mask, final boolean isWorking, final boolean drops, final Wfi wfi)
    {
        this(handler, mask, isWorking, drops, wfi, LaterWork.NONE, SoftirqRules.DEFAULT);
    }

    /** Makes a guest that drops nothing. */
    public GuestShape(final Distribution handler, final int mask, final boolean isWorking)
    {
        this(handler, mask, isWorking, false, Wfi.AUTO);
    }
}
