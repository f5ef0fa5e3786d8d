package org.gale.engine.storm.scenario;

/**
 * Guests of a group of VMs, as a virtual run simulates them.
 *
 * @param handler   time that the handler of an interrupt takes, without the end of the interrupt
 * @param mask      priority mask of each VPE: interrupts of this priority and higher ones (smaller numbers) are taken
 * @param isWorking true if a guest has other work and keeps its PE for its slice, false if it blocks when nothing is
 *                  left
 * @param drops     true if a guest drops an interrupt that is in progress on another vCPU, as drivers once did
 */
public record GuestShape(Distribution handler, int mask, boolean isWorking, boolean drops)
{
    /** Mask that lets all priorities through. */
    public static final int MASK_OPEN = 31;
    /** Guest whose handlers take no time, and who takes all interrupts and has no other work. */
    public static final GuestShape DEFAULT = new GuestShape(Distribution.ZERO, MASK_OPEN, false);

    public GuestShape
    {
        assert mask >= 0 && mask <= MASK_OPEN : mask;
    }

    /** Makes a guest that drops nothing. */
    public GuestShape(final Distribution handler, final int mask, final boolean isWorking)
    {
        this(handler, mask, isWorking, false);
    }
}
