package org.gale.engine.storm.profile;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * Functions that a guest and its monitor unplug and plug in again. Each plug is numbered from 1, and its function
 * follows from the seed and its number. It has two steps:
 * <pre>
 *   1   the guest masks the function, and events of its device are held from now on
 *   2   the guest unmasks it, so that all of them leave, and disables MSI-X: no event comes until the end of the plug;
 *       the monitor removes the eventfds with their routes, and destroys the function;
 *       the monitor makes the function, its eventfds and routes; the guest writes the table, and enables MSI-X
 * </pre>
 * Its second step may need several frames. A wrong order of it differs in its beginning:
 * <pre>
 *   right            unmask  disable  remove  destroy  create ...
 *   destroy-masked           disable  remove  destroy  create ...
 *   clear-pending    unmask  CDPEND(0) of each LPI  disable  remove  destroy  create ...
 * </pre>
 * Owned by one thread.
 */
public final class FunctionPlug
{
    /** Steps of a plug. */
    public static final int STEPS = 2;

    private static final long DRAWS = 0x706c756773L;

    private final Topology topology;
    private final FunctionPlaces places;
    private final NumberedDraws draws;
    private final PlugOrder order;
    private final int[] devices;                                    // of the share that is run
    private final CommandDraft draft = new CommandDraft();

    public FunctionPlug(
        final Topology topology, final FunctionPlaces places, final long seed, final PlugOrder order)
    {
        this.topology = topology;
        this.places = places;
        this.draws = new NumberedDraws(seed ^ DRAWS);
        this.order = order;
        this.devices = IntStream.range(0, topology.totalDevices())
            .filter(each -> topology.isOwn(topology.vmOfDevice(each))).toArray();
    }

    /** Returns the functions of the share that is run. */
    int[] devices()
    {
        return devices;
    }

    /**
     * Returns the function of a step.
     *
     * @param step numbered from 1: those of the first plug are 1 and 2
     */
    public int device(final long step)
    {
        draws.begin((step - 1) / STEPS + 1);

        return devices[draws.next(devices.length)];
    }

    /** Returns whether a step begins a plug. */
    public static boolean isFirst(final long step)
    {
        return step % STEPS != 0;
    }

    /**
     * Writes the first step of a plug, or takes it back.
     *
     * @return the offset behind it
     */
    public int mask(final MutableDirectBuffer buffer, final int offset, final int device, final boolean isMasked)
    {
        return MsixVerb.CONTROL.encode(buffer, offset, device, MsixVerb.UNCHANGED, isMasked ? 1 : 0);
    }

    /** Makes the second step, which {@link #write} writes. */
    public void unplug(final int device)
    {
        unplug(device, eventfd -> true);
    }

    /**
     * Makes what is left of the second step while the function is there.
     *
     * @param isThere whether an eventfd is there, by its number
     */
    void unplug(final int device, final IntPredicate isThere)
    {
        final MutableDirectBuffer commands = draft.commands();
        int at = order == PlugOrder.DESTROY_MASKED ? 0 : mask(commands, 0, device, false);
        at = order == PlugOrder.CLEAR_PENDING ? cleared(commands, at, device) : at;
        at = MsixVerb.CONTROL.encode(commands, at, device, 0, MsixVerb.UNCHANGED);
        for (int vector = 0; places.hasEventfds(device) && vector < topology.events(device); vector++)
        {
            final int eventfd = places.eventfd(device, vector);
            at = isThere.test(eventfd) ? IrqfdVerb.REMOVE.encode(commands, at, eventfd) : at;
        }
        create(device, MsixVerb.DESTROY.encode(commands, at, device));
    }

    /** Clears the LPIs of a function, by the first vCPU of its VM. */
    private int cleared(final MutableDirectBuffer commands, final int offset, final int device)
    {
        final int pe = topology.vpeIndex(topology.vmOfDevice(device), 0);
        final int first = topology.firstLpiId() + topology.firstLpiOfDevice(device);
        int at = offset;
        for (int vector = 0; vector < topology.events(device); vector++)
        {
            at = Commands.insn(commands, at, pe, Commands.VEL1, GicInstruction.CDPEND.code(),
                GicCdPend.of(Intid.of(Intid.TYPE_LPI, first + vector), false));
        }

        return at;
    }

    /** Makes what is left of the second step once the function is gone. */
    void plugIn(final int device)
    {
        create(device, 0);
    }

    private void create(final int device, final int offset)
    {
        final MutableDirectBuffer commands = draft.commands();
        int at = MsixVerb.CREATE.encode(commands, offset, device, topology.events(device), places.bar(device));
        for (int vector = 0; vector < topology.events(device); vector++)
        {
            if (places.hasEventfds(device))
            {
                at = IrqfdVerb.ADD.encode(commands, at, places.eventfd(device, vector), device, vector);
                at = IrqfdVerb.ROUTE.encode(commands, at, places.eventfd(device, vector));
            }
            at = Commands.store(
                commands, at, places.entry(device, vector), Long.BYTES, places.messageAddress(device));
            at = Commands.store(commands, at, places.data(device, vector), Long.BYTES, vector);     // mask 0
        }
        draft.length(MsixVerb.CONTROL.encode(commands, at, device, 1, 0));
    }

    /**
     * Writes what is left of the second step, as far as there is room.
     *
     * @return the offset behind it
     */
    public int write(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        return draft.write(frame, offset, limitOffset);
    }

    /**
     * Says that what was written last is in a frame.
     *
     * @return true if that was the last of it
     */
    public boolean appended()
    {
        return draft.appended();
    }
}
