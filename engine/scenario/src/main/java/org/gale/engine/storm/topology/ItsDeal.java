package org.gale.engine.storm.topology;

import org.gale.engine.command.Commands;

/**
 * Deal of the devices of a storm to the ITSs of its board, in turn: device n sends to ITS n mod their number, with
 * DeviceID n. A storm speaks of an event by its MSI word, whichever the ITS. Only commands name an ITS: MSI ITS 0, and
 * MSI_LONG any. On a board of several ITSs every event is sent by MSI_LONG, those of ITS 0 too: a predictor learns the
 * length of all, and would not learn a mixture (row {@code board} of the benchmarks).
 *
 * <p>Where devices have vectors, they send by TRIGGER: vector v of function n means event v of device n, whichever
 * message the vector has at a time. A guest that retargets a vector gives it another EventID of the same LPI.
 * Immutable.
 */
public final class ItsDeal
{
    /** Event that no device of a storm sends; no MSI is this word. */
    public static final long NO_EVENT = 0;
    /** Deal of a machine with one ITS. */
    public static final ItsDeal ONE = new ItsDeal(1);

    private static final int DEVICE_LIMIT = 1 << 20;
    private static final int EVENT_LIMIT = 1 << 16;

    private static final int NO_MASK = -1;
    private static final long TRIGGER_BITS = Commands.msi(0, 0, 0) ^ Commands.trigger(0, 0, 0);

    private final int itss;
    /** Bits of a device that name its ITS, where their number is a power of two, because to divide is slow. */
    private final int mask;
    /** Bits in which the word that sends an event differs from its MSI word; 0 without vectors. */
    private final long sentBits;

    /**
     * Makes a deal of devices that send messages.
     *
     * @param itss number of ITSs of the board
     */
    public ItsDeal(final int itss)
    {
        this(itss, false);
    }

    /**
     * Makes a deal.
     *
     * @param itss         number of ITSs of the board
     * @param isByTriggers true for devices that trigger vectors
     */
    public ItsDeal(final int itss, final boolean isByTriggers)
    {
        this.itss = itss;
        this.mask = Integer.bitCount(itss) == 1 ? itss - 1 : NO_MASK;
        this.sentBits = isByTriggers ? TRIGGER_BITS : 0;
    }

    /** Returns whether devices trigger vectors. */
    public boolean isByTriggers()
    {
        return sentBits != 0;
    }

    /** Returns the number of ITSs. */
    public int itss()
    {
        return itss;
    }

    /** Returns the ITS that a device sends to. */
    public int itsOf(final int device)
    {
        return mask == NO_MASK ? device % itss : device & mask;
    }

    /** Returns whether every event is sent in one word, by MSI or TRIGGER; else every one is sent by MSI_LONG. */
    public boolean areShort()
    {
        return itss == 1 || isByTriggers();
    }

    /** Returns whether ITS 0 is that of the device of an event, as an MSI word. */
    public boolean isOfFirstIts(final long msi)
    {
        return mask == 0 || itsOf(Commands.msiDeviceId(msi)) == 0;
    }

    /**
     * Returns the MSI or TRIGGER by which an event is sent where all {@link #areShort}.
     *
     * @param msi event, as an MSI word with its time
     * @return the encoded word
     */
    public long shortWord(final long msi)
    {
        return msi ^ sentBits;
    }

    /**
     * Returns the first word of the MSI_LONG by which an event is sent.
     *
     * @param msi event, as an MSI word with its time
     * @return the encoded word
     */
    public long longWord(final long msi)
    {
        return Commands.msiLongWord(itsOf(Commands.msiDeviceId(msi)), msi & Commands.TIME_MASK);
    }

    /**
     * Returns the second word of the MSI_LONG by which an event is sent.
     *
     * @return the encoded DeviceID and EventID
     */
    public long longOperand(final long msi)
    {
        return (long)Commands.msiDeviceId(msi) << Integer.SIZE | Commands.msiEventId(msi);
    }

    /**
     * Returns the event of an MSI, MSI_LONG or TRIGGER.
     *
     * @param word    first word
     * @param operand second word of an MSI_LONG
     * @return the event as an MSI word with its time, or {@link #NO_EVENT} if no device of a storm sends it
     */
    public long event(final long word, final long operand)
    {
        final long ids = Commands.eventIds(word, operand);
        final int device = (int)(ids >>> Integer.SIZE);
        final int event = (int)ids;
        final boolean isThere = device >= 0 && device < DEVICE_LIMIT && event >= 0 && event < EVENT_LIMIT;

        final int its = Commands.eventIts(word);

        return isThere && (its == Commands.NO_ITS || itsOf(device) == its) ?
            Commands.msi(device, event, (int)(word & Commands.TIME_MASK)) : NO_EVENT;
    }
}
