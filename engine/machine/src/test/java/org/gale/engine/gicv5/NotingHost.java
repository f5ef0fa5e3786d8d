package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.GuestPpis;
import org.gale.engine.machine.HostVerbsFactory;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicInstruction;

/** Host of guests that answers as a test sets it up, and notes the PEs whose interrupts it may take. */
final class NotingHost implements GuestHost
{
    private final int family;
    private final List<String> offers;
    private long state;
    private String refusal;
    private int undefinedPe = -1;
    private int trappedCode = -1;
    private int[] wakesBelow = {0, 0, 0, 0};
    private DriverPort taker;

    /**
     * Creates a host that takes no interrupt.
     *
     * @param family number of its verbs
     * @param offers takes a note of each PE whose interrupts the host may take
     */
    NotingHost(final int family, final List<String> offers)
    {
        this.family = family;
        this.offers = offers;
    }

    /** Creates a machine whose host has these families of verbs, and one that takes the port of its drivers. */
    static Gicv5Machine machine(final String keys, final List<DriverPort> ports, final NotingHost... hosts)
    {
        final MachineConfig config = Rig.config(keys);
        final HostVerbsFactory factory = (port, ofMachine) ->
        {
            ports.add(port);
            return new ArrayList<>(List.of(hosts));
        };

        return new Gicv5Machine(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()),
            Gicv5Machine.INDEX_LIMIT_DEFAULT, factory);
    }

    @Override
    public boolean hasLeftOut()
    {
        return false;
    }

    @Override
    public void countLeftOut(final Waiting waiting)
    {
        throw new AssertionError("this host makes no mistake");
    }

    @Override
    public List<Control> controls(final Waiting waiting)
    {
        return List.of();
    }

    /** Returns the first word of a command of a family, of two words. */
    static long word(final int family)
    {
        return (long)CommandWord.HOST << 60 | 2L << 56 | (long)family << 48;
    }

    void refuse(final String reason)
    {
        refusal = reason;
    }

    void undefineFor(final int pe)
    {
        undefinedPe = pe;
    }

    void trap(final int code)
    {
        trappedCode = code;
    }

    void wakeBelow(final int... below)
    {
        wakesBelow = below;
    }

    /** Lets the host take what is signalled to it: it acknowledges, drops the priority and deactivates. */
    void takeBy(final DriverPort port)
    {
        taker = port;
    }

    /** Returns the operand of the last command. */
    long state()
    {
        return state;
    }

    @Override
    public int family()
    {
        return family;
    }

    @Override
    public void state(final StateStream stream)
    {
        state = stream.word(state);
    }

    @Override
    public boolean isUsed()
    {
        return state != 0;
    }

    @Override
    public GuestPpis ppis()
    {
        return null;
    }

    @Override
    public boolean isGuestUndefined(final int pe)
    {
        return pe == undefinedPe;
    }

    @Override
    public boolean trapsRead(final int pe, final int code)
    {
        return code == trappedCode;
    }

    @Override
    public long trappedRead(final int pe, final int code)
    {
        return 0x1_0000L * family + 0x100L * pe;
    }

    @Override
    public boolean takeInterrupts(final int pe)
    {
        offers.add(family + ":" + pe);
        if (taker == null)
        {
            return false;
        }
        taker.instruction(pe, Rig.EL1, GicInstruction.CDIA.code(), 0);
        final long intid = Integer.toUnsignedLong((int)taker.value());
        taker.instruction(pe, Rig.EL1, GicInstruction.CDEOI.code(), 0);
        taker.instruction(pe, Rig.EL1, GicInstruction.CDDI.code(), intid);

        return true;
    }

    @Override
    public int wakesBelow(final int vmId, final int vpeId)
    {
        return wakesBelow[vpeId];
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        return refusal;
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        state = words.getLong(offset + Long.BYTES);
        outputs.result(Commands.hostFamily(words.getLong(offset)));
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        return Long.toString(state);
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        return state;
    }

    @Override
    public boolean hasMigrated()
    {
        return false;
    }
}
