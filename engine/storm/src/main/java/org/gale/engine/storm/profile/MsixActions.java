package org.gale.engine.storm.profile;

import java.util.stream.IntStream;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.Topology;

/**
 * Actions of guests and of their monitor on the functions of a storm. Each is numbered from 1, and what it does follows
 * from the seed and its number. A mask has four steps:
 * <pre>
 *   1   the guest masks a vector or a function; the monitor drops the route of the vector, and that of the VM's pin
 *   2   the monitor takes the eventfd; the level of the pin rises
 *   3   the guest reads the pending bits; the monitor saves the function, to restore it before the next step
 *   4   the monitor makes the routes; the guest unmasks
 * </pre>
 * Half of the masks leave the eventfd, the other half the route of the vector or of the pin; one of sixteen saves.
 * Owned by one thread.
 */
public final class MsixActions
{
    /** Steps of a mask. */
    public static final int STEPS = 4;
    /** Most bytes that an action of one step writes. */
    static final int STEP_BYTES = 256;

    private static final long MASK_DRAWS = 0x6d61736bL;
    private static final long RETARGET_DRAWS = 0x726574617267L;
    private static final int FUNCTION_EVERY = 4;
    private static final int SAVE_EVERY = 16;
    private static final long MASKED = 1;

    private final Topology topology;
    private final FunctionPlaces places;
    private final NumberedDraws masks;
    private final NumberedDraws retargets;
    private final int[] devices;                                    // of the share that is run
    private int vm;                                                 // these are of the action drawn last
    private int device;
    private int vector;
    private boolean isFunction;
    private boolean dropsRoute;
    private boolean dropsPin;
    private boolean consumes;
    private boolean saves;

    public MsixActions(final Topology topology, final FunctionPlaces places, final long seed)
    {
        this.topology = topology;
        this.places = places;
        this.masks = new NumberedDraws(seed ^ MASK_DRAWS);
        this.retargets = new NumberedDraws(seed ^ RETARGET_DRAWS);
        this.devices = IntStream.range(0, topology.totalDevices())
            .filter(each -> topology.isOwn(topology.vmOfDevice(each))).toArray();
    }

    /** {@return the function of the action written last} */
    public int device()
    {
        return device;
    }

    /** {@return the vector whose vCPU takes the action written last: the first one of a function that is masked} */
    public int vector()
    {
        return isFunction ? 0 : vector;
    }

    /** Returns whether the mask written last is one of a function. */
    public boolean isFunction()
    {
        return isFunction;
    }

    /**
     * Returns whether a mask is open that concerns a function.
     *
     * @param lastStep number of the last step of a mask, 0 for none
     */
    public boolean isOpenOn(final int function, final long lastStep)
    {
        if (lastStep % STEPS == 0)
        {
            return false;
        }
        draw((lastStep - 1) / STEPS + 1);

        return device == function;
    }

    /** Returns whether a step saves its function, which is to be restored before the next step. */
    public boolean saves(final long step)
    {
        draw((step - 1) / STEPS + 1);

        return saves && (step - 1) % STEPS == 2;
    }

    /**
     * Writes a step of a mask.
     *
     * @param step numbered from 1: those of the first mask are 1 to 4
     * @return the offset behind it
     */
    public int step(final MutableDirectBuffer buffer, final int offset, final long step)
    {
        draw((step - 1) / STEPS + 1);

        return switch ((int)((step - 1) % STEPS))
        {
            case 0 -> mask(buffer, offset);
            case 1 -> take(buffer, offset);
            case 2 -> read(buffer, offset);
            default -> unmask(buffer, offset);
        };
    }

    /**
     * Writes a retarget: the guest gives a vector one of its two messages, while the vector is masked.
     *
     * @param number   of the retarget
     * @param lastStep number of the last step of a mask, 0 for none: a vector that it has masked is left alone
     * @return the offset behind it
     */
    public int retarget(final MutableDirectBuffer buffer, final int offset, final long number, final long lastStep)
    {
        retargets.begin(number);
        final int of = devices[retargets.next(devices.length)];
        final int target = retargets.next(topology.events(of));
        final int message = target + topology.events(of) * retargets.next(2);
        if (lastStep % STEPS != 0)
        {
            draw((lastStep - 1) / STEPS + 1);
        }
        if (lastStep % STEPS != 0 && !isFunction && device == of && target == vector)
        {
            return offset;
        }
        device = of;
        vector = target;
        isFunction = false;
        final int at = mask(buffer, offset, target, MASKED);

        return mask(buffer, Commands.store(buffer, at, places.data(of, target), Integer.BYTES, message), target, 0);
    }

    /**
     * Writes what opens the functions that no open mask concerns: a run that ended before the last step of a mask has
     * left a vector or a function masked.
     *
     * @param lastStep number of the last step of a mask, 0 for none
     * @param isOfAll  true to open functions that are masked, too
     * @return the offset behind it
     */
    int open(final MutableDirectBuffer buffer, final int offset, final FunctionQueries functions, final long lastStep,
        final boolean isOfAll)
    {
        int at = offset;
        for (final int of : devices)
        {
            final FunctionQueries.Function function = isOpenOn(of, lastStep) ? null : functions.function(of);
            if (function != null && isOfAll && function.isMasked())
            {
                at = MsixVerb.CONTROL.encode(buffer, at, of, MsixVerb.UNCHANGED, 0);
                at = lower(buffer, at, of);
            }
            for (int i = 0; function != null && i < function.vectors(); i++)
            {
                final FunctionQueries.Vector known = functions.vector(of, i);
                at = known.isCarried() && !known.isRouted() ?
                    IrqfdVerb.ROUTE.encode(buffer, at, places.eventfd(of, i)) : at;
                if (known.isMasked())
                {
                    at = lower(buffer, Commands.store(buffer, at, places.control(of, i), Integer.BYTES, 0), of);
                }
            }
        }

        return at;
    }

    /**
     * Writes the first step of the mask that is open, if the run that was to make it has ended before. Later steps rely
     * on it: a line that is raised while its pin has a route would keep the guest busy for ever.
     *
     * @param lastStep number of the last step of a mask that was due, 0 for none
     * @return the offset behind it
     */
    int catchUp(
        final MutableDirectBuffer buffer, final int offset, final FunctionQueries functions, final long lastStep)
    {
        if (lastStep % STEPS == 0)
        {
            return offset;
        }
        draw((lastStep - 1) / STEPS + 1);
        final FunctionQueries.Function function = functions.function(device);
        final boolean isMade = function == null ||
            (isFunction ? function.isMasked() : functions.vector(device, vector).isMasked());

        return isMade ? offset : mask(buffer, offset);
    }

    /** Writes the route of the pin of a function's VM, whose level falls. */
    private int lower(final MutableDirectBuffer buffer, final int offset, final int of)
    {
        final int pin = places.pin(topology.vmOfDevice(of));

        return IrqfdVerb.SIGNAL.encode(buffer, IrqfdVerb.ROUTE.encode(buffer, offset, pin), pin, 0);
    }

    private void draw(final long number)
    {
        masks.begin(number);
        device = devices[masks.next(devices.length)];
        vm = topology.vmOfDevice(device);
        vector = masks.next(topology.events(device));
        isFunction = masks.next(FUNCTION_EVERY) == 0;
        dropsRoute = masks.next(2) == 0 && places.hasEventfds(device);
        consumes = masks.next(2) == 0 && places.hasEventfds(device);
        dropsPin = masks.next(2) == 0;
        saves = masks.next(SAVE_EVERY) == 0;
    }

    private int mask(final MutableDirectBuffer buffer, final int offset)
    {
        int at = isFunction ? MsixVerb.CONTROL.encode(buffer, offset, device, MsixVerb.UNCHANGED, MASKED) :
            mask(buffer, offset, vector, MASKED);
        at = dropsRoute ? IrqfdVerb.DROP.encode(buffer, at, places.eventfd(device, vector)) : at;

        return dropsPin ? IrqfdVerb.DROP.encode(buffer, at, places.pin(vm)) : at;
    }

    private int take(final MutableDirectBuffer buffer, final int offset)
    {
        int at = consumes ? IrqfdVerb.CONSUME.encode(buffer, offset, places.eventfd(device, vector)) : offset;
        at = IrqfdVerb.SIGNAL.encode(buffer, at, places.pin(vm), 1);

        return dropsPin ? at : IrqfdVerb.SIGNAL.encode(buffer, at, places.pin(vm), 0);
    }

    private int read(final MutableDirectBuffer buffer, final int offset)
    {
        final int at = Commands.load(buffer, offset, places.pendingBits(device, vector), Long.BYTES);

        return saves ? MsixVerb.SAVE.encode(buffer, at, device) : at;
    }

    private int unmask(final MutableDirectBuffer buffer, final int offset)
    {
        int at = offset;
        if (dropsPin)
        {
            at = IrqfdVerb.ROUTE.encode(buffer, at, places.pin(vm));
            at = IrqfdVerb.SIGNAL.encode(buffer, at, places.pin(vm), 0);
        }
        at = dropsRoute ? IrqfdVerb.ROUTE.encode(buffer, at, places.eventfd(device, vector)) : at;

        return isFunction ? MsixVerb.CONTROL.encode(buffer, at, device, MsixVerb.UNCHANGED, 0) :
            mask(buffer, at, vector, 0);
    }

    private int mask(final MutableDirectBuffer buffer, final int offset, final int of, final long value)
    {
        return Commands.store(buffer, offset, places.control(device, of), Integer.BYTES, value);
    }
}
