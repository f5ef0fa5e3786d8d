package org.gale.engine.gicv5.iwb;

import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbIdr0;
import org.gale.tables.register.IwbWenableStatusr;
import org.gale.tables.register.IwbWresampler;

/**
 * Interrupt wire bridge: one device of one ITS, whose EventIDs are the numbers of its wires (B-IWB-1). Every wire
 * belongs to the Non-secure domain. Events reach the ITS at once and in the order of the wires' numbers, so every IDLE
 * bit reads 1, unless the machine delays operations.
 *
 * <p>Owned by the thread that owns the machine.
 */
public final class Iwb
{
    /** Limit of the wires of a bridge. */
    public static final int WIRE_LIMIT = 0x10000;

    static final int AIDR = Aidr.COMPONENT.set(0, Aidr.COMPONENT_IWB);
    static final int IDLE = IwbWenableStatusr.IDLE.mask();

    static
    {
        assert WIRE_LIMIT % Integer.SIZE == 0 : "a register has fewer wires";
    }

    private final WireEvents events;
    private final int wireCount;
    private final int deviceId;
    private final int[] levels;
    private final int[] enables;
    private final int[] triggerModes;
    /** Wires whose last event was SET_LEVEL: they owe a CLEAR. Enabled level wires only, none while IWBEN is 0. */
    private final int[] raised;
    private boolean enabled;
    /** Delays of operations, each with its own; null if nothing is drawn. */
    private OperationDelays delays;
    private int bridge;

    /**
     * Creates a bridge at reset.
     *
     * @param wireCount a multiple of 32, at most {@link #WIRE_LIMIT}
     * @param deviceId  the bridge's DeviceID
     * @param events    receives the events of the wires
     * @throws IllegalArgumentException if there cannot be so many wires
     */
    public Iwb(final int wireCount, final int deviceId, final WireEvents events)
    {
        if (wireCount <= 0 || wireCount > WIRE_LIMIT || wireCount % Integer.SIZE != 0)
        {
            throw new IllegalArgumentException(
                "not a multiple of 32 wires up to " + WIRE_LIMIT + ": wireCount=" + wireCount);
        }
        this.events = events;
        this.wireCount = wireCount;
        this.deviceId = deviceId;
        this.levels = new int[wireCount / Integer.SIZE];
        this.enables = new int[levels.length];
        this.triggerModes = new int[levels.length];
        this.raised = new int[levels.length];
    }

    /** Returns the number of wires. */
    public int wireCount()
    {
        return wireCount;
    }

    /** Lets delays of operations decide whether a new trigger mode has an event, for the bridge of a number. */
    public void decidedBy(final OperationDelays decider, final int number)
    {
        delays = decider;
        bridge = number;
    }

    /** Drives a wire. A wire that does not exist has no effect, and neither has a level that the wire already has. */
    public void drive(final int wire, final boolean level)                      // B-IWB-2, M-WIRE
    {
        if (wire < 0 || wire >= wireCount || isSet(levels, wire) == level)
        {
            return;
        }
        levels[wire >>> 5] ^= 1 << wire;
        if (enabled && isSet(enables, wire))
        {
            sample(wire);
        }
    }

    /** Passes all registers, the levels of all wires, and which of them owe an event. No event is sent. */
    public void state(final StateStream stream)
    {
        enabled = stream.flag(enabled);
        for (int n = 0; n < levels.length; n++)
        {
            levels[n] = stream.word32(levels[n]);
            enables[n] = stream.word32(enables[n]);
            triggerModes[n] = stream.word32(triggerModes[n]);
            raised[n] = stream.word32(raised[n]);
        }
    }

    int idr0()
    {
        return IwbIdr0.INT_DOMS.set(IwbIdr0.withWireCount(0, wireCount), 1 << InterruptDomain.NON_SECURE);
    }

    int cr0()
    {
        return IwbCr0.IWBEN.with(IwbCr0.IDLE.mask(), enabled);
    }

    int wenabler(final int n)
    {
        return enables[n];
    }

    int wtmr(final int n)
    {
        return triggerModes[n];
    }

    void writeCr0(final int value)                                              // B-IWB-5
    {
        final boolean enable = IwbCr0.IWBEN.isSet(value);
        if (enable == enabled)
        {
            return;
        }
        enabled = enable;
        for (int n = 0; n < levels.length; n++)
        {
            if (enable)
            {
                sampleAll(n, enables[n] & triggerModes[n]);
            }
            else
            {
                clearAll(n, raised[n]);
                assert raised[n] == 0 : "a wire of a disabled bridge owes a CLEAR";
            }
        }
    }

    void writeWenabler(final int n, final int value)                            // B-IWB-3, B-IWB-4
    {
        final int changed = enables[n] ^ value;
        enables[n] = value;
        if (enabled)                                                            // B-IWB-5: else it is only stored
        {
            for (int wires = changed & triggerModes[n]; wires != 0; wires &= wires - 1)
            {
                final int wire = wire(n, wires);
                if (isSet(enables, wire))
                {
                    sample(wire);
                }
                else
                {
                    send(wire, EventKind.CLEAR);                                    // B-TRAP-50
                }
            }
        }
    }

    /**
     * Writes trigger modes. No source gives the events of an enabled wire whose trigger mode changes. The events are
     * those of SPIs (B-SPI-6): a wire that becomes level is sampled, one that becomes edge takes its SET_LEVEL back.
     * Where operations have delays of their own, the event may be missing (M-ORD-14).
     */
    void writeWtmr(final int n, final int value)                                // B-IWB-7
    {
        final int changed = (triggerModes[n] ^ value) & enables[n];
        triggerModes[n] = value;
        if (enabled)
        {
            for (int wires = changed; wires != 0; wires &= wires - 1)
            {
                final int wire = wire(n, wires);
                if (isLost(wire))
                {
                    raised[n] &= ~(1 << wire);
                }
                else if (isSet(triggerModes, wire))
                {
                    sample(wire);
                }
                else if (isSet(raised, wire))
                {
                    send(wire, EventKind.CLEAR);
                }
            }
        }
    }

    /** Samples a wire as for SPIs (B-SPI-4, B-SPI-5): sends the event of a wire that has just come to its level. */
    void writeWresampler(final int value)                                       // B-IWB-9
    {
        final int wire = IwbWresampler.IWI.get(value);
        if (enabled && wire < wireCount && isSet(enables, wire))
        {
            sample(wire);
        }
    }

    private boolean isLost(final int wire)                                      // M-ORD-14
    {
        final boolean isLost = delays != null && delays.of(LateKind.TRIGGER,
            (long)bridge << Integer.SIZE | wire, () -> "trigger " + bridge + ':' + wire) != 0;
        if (isLost)
        {
            delays.acts(delays.last());
        }

        return isLost;
    }

    /** Sends the event that the level of an enabled wire calls for. */
    private void sample(final int wire)
    {
        assert enabled && isSet(enables, wire) : "wire " + wire + " is not enabled";

        final boolean high = isSet(levels, wire);
        if (isSet(triggerModes, wire))
        {
            send(wire, high ? EventKind.SET_LEVEL : EventKind.CLEAR);
        }
        else if (high)
        {
            send(wire, EventKind.SET_EDGE);
        }
    }

    private void sampleAll(final int n, final int bits)
    {
        for (int wires = bits; wires != 0; wires &= wires - 1)
        {
            sample(wire(n, wires));
        }
    }

    private void clearAll(final int n, final int bits)
    {
        for (int wires = bits; wires != 0; wires &= wires - 1)
        {
            send(wire(n, wires), EventKind.CLEAR);
        }
    }

    private void send(final int wire, final int kind)
    {
        final int bit = 1 << wire;
        final int others = raised[wire >>> 5] & ~bit;
        raised[wire >>> 5] = kind == EventKind.SET_LEVEL ? others | bit : others;
        events.event(deviceId, wire, kind);
    }

    /** Returns the lowest wire of a register's bits. */
    private static int wire(final int n, final int bits)
    {
        assert bits != 0 : "no wire";

        return n * Integer.SIZE + Integer.numberOfTrailingZeros(bits);
    }

    private static boolean isSet(final int[] words, final int wire)
    {
        return (words[wire >>> 5] >>> wire & 1) != 0;
    }
}
