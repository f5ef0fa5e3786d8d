package org.gale.engine.device.pci;

import org.gale.engine.device.wire.Descriptor;

/**
 * Level pin of a function, INTx. A raise is written to the client's eventfd once, and held back until the client
 * unmasks the pin; if the level is still high then, it is written again. Owner: the answering thread.
 * <pre>
 *   low ── raised ──► high ── written ──► held back ── unmasked ──┬── lowered meanwhile: idle
 *                                             ▲                   └── still high: written again
 *                                             └───────────────────────┘
 * </pre>
 * QEMU takes any access to a BAR as the end of an interrupt, and unmasks the pin with it. It lowers the level at no
 * other time, so an interrupt that it has not taken when the pin is lowered is taken back.
 */
public final class Pin implements AutoCloseable
{
    private final Recorder recorder;
    private Descriptor event;
    private Descriptor resample;
    private long resampled;
    private boolean isHigh;
    private boolean isNew;
    private boolean isHeld;
    private boolean isAwaited;
    private boolean isDisabled;
    private long raises;
    private long again;
    private long takenBack;
    private long refused;

    /**
     * Makes a pin that is low.
     *
     * @param recorder takes all interrupts, as those of vector 0
     */
    Pin(final Recorder recorder)
    {
        this.recorder = recorder;
    }

    /** Sets the level, and interrupts if it is high and not held back. */
    public void set(final boolean high)
    {
        isNew = high && (isNew || !isHigh);
        isHigh = high;
        if (isLeft() && event.takeEvents())
        {
            isAwaited = false;
            isHeld = false;
            takenBack++;
        }
        write();
    }

    /**
     * Returns whether an interrupt of the level that is high was written, and the client has not unmasked it yet. Until
     * then a function completes nothing: the guest may find it by the interrupt before, and be left with this one.
     */
    public boolean isAwaiting()
    {
        return isHigh && isAwaited && isOn();
    }

    /**
     * Returns whether the client has not unmasked the pin though it was lowered: it may raise an interrupt behind the
     * access that lowered it, and then wait for another access.
     */
    public boolean isLeft()
    {
        return !isHigh && isAwaited && isOn();
    }

    private void write()
    {
        if (isHigh && !isHeld && isOn())
        {
            isHeld = true;
            isAwaited = true;
            if (event.addEvent() >= 0)
            {
                recorder.interrupt(0);
                raises += isNew ? 1 : 0;
                again += isNew ? 0 : 1;
                isNew = false;
            }
            else
            {
                refused++;
            }
        }
    }

    /** Returns whether the client takes interrupts and the guest has not disabled them. */
    public boolean isOn()
    {
        return event != null && !isDisabled;
    }

    /** Returns the level. */
    boolean isHigh()
    {
        return isHigh;
    }

    /** Disables interrupts as the guest's command register says. */
    void disable(final boolean disabled)
    {
        isDisabled = disabled;
        write();
    }

    /** Holds interrupts back, or no longer. */
    void hold(final boolean held)
    {
        isAwaited = false;
        isHeld = held;
        write();
    }

    /** Gives the pin an eventfd, which this closes from now on, or takes it away. */
    void setEvent(final Descriptor next)
    {
        close(event);
        event = next;
        hold(false);
    }

    /** Gives the pin an eventfd by which the client unmasks it, or takes it away. It is looked at, and never read. */
    void setResample(final Descriptor next)
    {
        close(resample);
        resample = next;
        resampled = next == null ? 0 : next.eventCount();
    }

    /** Returns whether the pin waits for the eventfd by which the client unmasks it. */
    boolean isResampled()
    {
        return isHeld && resample != null;
    }

    /** Takes an unmask by the eventfd of the client. */
    void poll()
    {
        final long count = isResampled() ? resample.eventCount() : resampled;
        if (count != resampled)
        {
            resampled = count;
            hold(false);
        }
    }

    /** Lowers the pin, as a reset does. */
    void reset()
    {
        set(false);
        isAwaited = false;
        isHeld = false;
        isDisabled = false;
    }

    /** Returns the raises that were written. */
    public long raises()
    {
        return raises;
    }

    /** Returns the interrupts that a raise caused again, since the client unmasked the pin before it was lowered. */
    public long again()
    {
        return again;
    }

    /** Returns the interrupts that the client had not taken when the pin was lowered, and that were taken back. */
    public long takenBack()
    {
        return takenBack;
    }

    /** Returns the interrupts that were not written, since the eventfd was near its limit. */
    long refused()
    {
        return refused;
    }

    private static void close(final Descriptor descriptor)
    {
        if (descriptor != null)
        {
            descriptor.close();
        }
    }

    @Override
    public void close()
    {
        setEvent(null);
        setResample(null);
        reset();
    }
}
