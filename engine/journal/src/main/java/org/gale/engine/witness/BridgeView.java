package org.gale.engine.witness;

/**
 * Events that a wire bridge must send: those of its enabled wires (B-IWB-2 to B-IWB-5). Owned by the thread that owns
 * the machine.
 */
final class BridgeView implements WitnessPart
{
    private static final int CR0 = 0x80;
    private static final int WENABLE_STATUSR = 0xc0;
    private static final int WRESAMPLER = 0xc8;
    private static final int WENABLER = 0x2000;
    private static final int WTMR = 0x4000;
    private static final int WIRE_MASK = 0xffff;

    private final int its;
    private final int deviceId;
    private final Events events;
    private final Runnable onUnknown;
    private final int wires;
    private final int[] high;
    private final int[] enabled;
    private final int[] level;
    private final int[] raised;
    private boolean isEnabled;
    private boolean isUnknown;

    /**
     * @param its       of its events
     * @param onUnknown runs where it may send events that nobody can name
     */
    BridgeView(final int its, final int deviceId, final int wires, final Events events, final Runnable onUnknown)
    {
        this.its = its;
        this.deviceId = deviceId;
        this.events = events;
        this.onUnknown = onUnknown;
        this.wires = wires;
        high = new int[wires / Integer.SIZE];
        enabled = new int[high.length];
        level = new int[high.length];
        raised = new int[high.length];
    }

    /** Notes that nothing is known of it. */
    void forget()
    {
        isUnknown = true;
    }

    void drive(final int wire, final boolean asserted)
    {
        if (isUnknown)
        {
            onUnknown.run();
        }
        else if (wire < wires && is(high, wire) != asserted)
        {
            high[wire >>> 5] ^= 1 << wire;
            if (isEnabled && is(enabled, wire))
            {
                sample(wire);
            }
        }
    }

    @Override
    public void write(final int offset, final int sizeBytes, final long value, final Later later)
    {
        final int status = offset == CR0 ? CR0 : isOf(WENABLER, offset) ? WENABLE_STATUSR : 0;
        if (sizeBytes == Integer.BYTES && !later.takes(this, status, offset, value))
        {
            perform(offset, value);
        }
    }

    @Override
    public void perform(final int offset, final long value)
    {
        if (isUnknown)
        {
            onUnknown.run();
        }
        else if (offset == CR0)
        {
            enable((value & 1) != 0);
        }
        else if (offset == WRESAMPLER)
        {
            final int wire = (int)value & WIRE_MASK;
            if (wire < wires && isEnabled && is(enabled, wire))
            {
                sample(wire);
            }
        }
        else if (isOf(WENABLER, offset))
        {
            writeEnables((offset - WENABLER) >>> 2, (int)value);
        }
        else if (isOf(WTMR, offset))
        {
            writeModes((offset - WTMR) >>> 2, (int)value);
        }
    }

    private boolean isOf(final int first, final int offset)
    {
        return offset >= first && offset < first + 4 * high.length;
    }

    private void enable(final boolean enable)                                   // B-IWB-5
    {
        final boolean changes = enable != isEnabled;
        isEnabled = enable;
        for (int n = 0; changes && n < high.length; n++)
        {
            for (int left = enable ? enabled[n] & level[n] : raised[n]; left != 0; left &= left - 1)
            {
                final int wire = (n << 5) + Integer.numberOfTrailingZeros(left);
                if (enable)
                {
                    sample(wire);
                }
                else
                {
                    send(wire, Events.CLEAR);
                }
            }
        }
    }

    private void writeEnables(final int n, final int value)                     // B-IWB-3, B-IWB-4
    {
        final int changed = enabled[n] ^ value;
        enabled[n] = value;
        for (int left = isEnabled ? changed & level[n] : 0; left != 0; left &= left - 1)
        {
            final int wire = (n << 5) + Integer.numberOfTrailingZeros(left);
            if (is(enabled, wire))
            {
                sample(wire);
            }
            else
            {
                send(wire, Events.CLEAR);
            }
        }
    }

    private void writeModes(final int n, final int value)                       // B-IWB-7
    {
        final int changed = (level[n] ^ value) & enabled[n];
        level[n] = value;
        for (int left = isEnabled ? changed : 0; left != 0; left &= left - 1)
        {
            final int wire = (n << 5) + Integer.numberOfTrailingZeros(left);
            if (is(level, wire))
            {
                sample(wire);
            }
            else if (is(raised, wire))
            {
                send(wire, Events.CLEAR);
            }
        }
    }

    private void sample(final int wire)
    {
        if (is(level, wire))
        {
            send(wire, is(high, wire) ? Events.LEVEL : Events.CLEAR);
        }
        else if (is(high, wire))
        {
            send(wire, Events.EDGE);
        }
    }

    private void send(final int wire, final int kind)
    {
        raised[wire >>> 5] = (raised[wire >>> 5] & ~(1 << wire)) | (kind == Events.LEVEL ? 1 << wire : 0);
        events.event(its, deviceId, wire, kind);
    }

    private static boolean is(final int[] words, final int wire)
    {
        return (words[wire >>> 5] >>> wire & 1) != 0;
    }
}
