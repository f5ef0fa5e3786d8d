package org.gale.engine.witness;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of functions in a session: a shadow of each vector, from the commands alone. An event is noted at each
 * trigger. It is gone only once a message of that vector, by the address and data that it has then, has reached its own
 * interrupt, or software has withdrawn it (M-MSIXLIVE). After each command that concerns functions the shadow is
 * compared with what the machine holds, and the messages that had to leave with what came of them. Owned by the thread
 * that owns the machine.
 */
final class FunctionWitness
{
    private static final int FRAME_SHIFT = 16;
    private static final int FRAME_MASK = (1 << FRAME_SHIFT) - 1;
    private static final int ENTRY_SHIFT = 4;
    private static final int ENTRY_MASK = 15;
    private static final int DATA = 8;
    private static final int CONTROL = 12;
    private static final long LOW = 0xffff_ffffL;

    private final Machine machine;
    private final FunctionComparison comparison;
    private final Int2ObjectHashMap<ShadowFunction> functions = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<ShadowFunction> byFrame = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Eventfd> eventfds = new Int2ObjectHashMap<>();
    private final ShadowImage image = new ShadowImage();
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private ShadowPin[] pins = {};
    private boolean isWatching;

    /** Vector of a function, or level pin, that an eventfd carries. */
    private record Eventfd(ShadowFunction function, int vector, ShadowPin pin)
    {
    }

    /** Makes the witness of a machine, which takes over what the machine holds now. */
    FunctionWitness(final Machine machine, final WitnessSink sink)
    {
        this.machine = machine;
        this.comparison = new FunctionComparison(machine, sink);
        if (machine.functions() != null)
        {
            restore(machine.functions());
        }
    }

    /** Takes note of what has come so far, before a command that concerns functions is applied. */
    void before(final DirectBuffer frame, final int offset)
    {
        isWatching = concerns(frame, offset);
        if (isWatching)
        {
            comparison.begin();
            expect(frame, offset);
        }
    }

    /** Takes note of the message of a command that concerns one vector. */
    private void expect(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int opcode = CommandWord.opcode(word);
        final Eventfd eventfd = opcode == CommandWord.HOST && IrqfdVerb.of(word) != null ?
            eventfds.get((int)IrqfdVerb.operand(frame, offset, 0)) : null;
        if (opcode == CommandWord.TRIGGER)
        {
            expect(functions.get(Commands.msiDeviceId(word)), Commands.vector(word));
        }
        else if (opcode == CommandWord.STORE)
        {
            final long address = frame.getLong(offset + Long.BYTES);
            if (((int)address & ENTRY_MASK) == CONTROL)
            {
                expect(byFrame.get(address >>> FRAME_SHIFT), ((int)address & FRAME_MASK) >>> ENTRY_SHIFT);
            }
        }
        else if (eventfd != null)
        {
            expect(eventfd.function(), eventfd.vector());
        }
    }

    private void expect(final ShadowFunction function, final int vector)
    {
        if (function != null && vector < function.count())
        {
            comparison.expect(function, vector);
        }
    }

    /**
     * Follows a command that was applied, and compares.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command, which is not told again
     */
    void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        if (!isWatching)
        {
            return;
        }
        isWatching = false;
        comparison.tell(!isTold);
        final long word = frame.getLong(offset);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TRIGGER -> trigger(Commands.msiDeviceId(word), Commands.vector(word));
            case CommandWord.STORE -> store(
                frame.getLong(offset + Long.BYTES), Commands.sizeBytes(word), frame.getLong(offset + 2 * Long.BYTES));
            case CommandWord.HOST -> host(frame, offset);
            default -> comparison.deactivated(pins);
        }
        comparison.end();
    }

    /** Compares everything. */
    void scan()
    {
        comparison.tell(true);
        functions.values().forEach(comparison::held);
        for (final ShadowPin pin : pins)
        {
            comparison.held(pin);
        }
    }

    /** Returns whether a command concerns functions. */
    boolean concerns(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);

        return switch (CommandWord.opcode(word))
        {
            case CommandWord.TRIGGER -> true;
            case CommandWord.STORE -> !byFrame.isEmpty() &&
                byFrame.containsKey(frame.getLong(offset + Long.BYTES) >>> FRAME_SHIFT);
            case CommandWord.HOST -> MsixVerb.of(word) != null || IrqfdVerb.of(word) != null;
            case CommandWord.INSN, CommandWord.TURN -> pins.length != 0;
            default -> false;
        };
    }

    private void restore(final FunctionQueries queries)
    {
        for (int i = 0; i < queries.functionCount(); i++)
        {
            final FunctionQueries.Function known = queries.function(queries.deviceIdAt(i));
            final ShadowFunction function = new ShadowFunction(known.deviceId(), known.bar(), known.vectors());
            function.isEnabled = known.isEnabled();
            function.isMasked = known.isMasked();
            for (int vector = 0; vector < known.vectors(); vector++)
            {
                function.adopt(vector, queries.vector(known.deviceId(), vector));
            }
            add(function);
        }
        for (int number = queries.nextEventfd(0); number >= 0; number = queries.nextEventfd(number + 1))
        {
            final FunctionQueries.EventfdState known = queries.eventfd(number);
            if (known.pin() == null)
            {
                eventfds.put(number, new Eventfd(functions.get(known.deviceId()), known.vector(), null));
            }
            else
            {
                final ShadowPin pin = add(new ShadowPin(number, known.pin().spi()));
                pin.isHigh = known.pin().isHigh();
                pin.isRouted = known.isRouted();
                pin.isHeld = known.isSignalled() || known.pin().isTaken();
                pin.isRaised = known.pin().isRaised();
            }
        }
        image.forget();
    }

    private void add(final ShadowFunction function)
    {
        functions.put(function.deviceId, function);
        byFrame.put(function.base >>> FRAME_SHIFT, function);
    }

    private ShadowPin add(final ShadowPin pin)
    {
        eventfds.put(pin.number, new Eventfd(null, 0, pin));
        pins = Arrays.copyOf(pins, pins.length + 1);
        pins[pins.length - 1] = pin;

        return pin;
    }

    private void trigger(final int deviceId, final int vector)
    {
        final ShadowFunction function = functions.get(deviceId);
        if (function != null && vector < function.count())
        {
            trigger(function, vector);
        }
    }

    private void trigger(final ShadowFunction function, final int vector)
    {
        if (function.isEnabled)
        {
            function.set(vector, function.is(vector, ShadowFunction.CARRIED) ? ShadowFunction.SIGNALLED :
                ShadowFunction.PENDING, true);
        }
        release(function, vector);
    }

    /** Has what is held of a vector leave as one message, if it may leave now, and compares the vector. */
    private void release(final ShadowFunction function, final int vector)
    {
        if (function.is(vector, ShadowFunction.HELD) && function.isOpen(vector))
        {
            function.set(vector, ShadowFunction.HELD, false);
            comparison.sent(function, vector);
        }
        comparison.held(function, vector);
    }

    private void releaseAll(final ShadowFunction function)
    {
        for (int vector = 0; vector < function.count(); vector++)
        {
            release(function, vector);
        }
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        final ShadowFunction function = byFrame.get(address >>> FRAME_SHIFT);
        final int offset = (int)address & FRAME_MASK;
        final int vector = offset >>> ENTRY_SHIFT;
        final int field = offset & ENTRY_MASK;
        final boolean isWide = sizeBytes == Long.BYTES;
        if ((!isWide && sizeBytes != Integer.BYTES) || offset % sizeBytes != 0 || vector >= function.count())
        {
            return;
        }
        final long before = function.addresses[vector];
        switch (field)
        {
            case 0 -> function.addresses[vector] = isWide ? value : (before & ~LOW) | (value & LOW);
            case Integer.BYTES -> function.addresses[vector] = (before & LOW) | value << Integer.SIZE;
            case DATA -> function.data[vector] = (int)value;
            default ->
            {
                // The control of the vector follows.
            }
        }
        if (field == CONTROL || (field == DATA && isWide))
        {
            final long control = field == CONTROL ? value : value >>> Integer.SIZE;
            function.set(vector, ShadowFunction.MASKED, (control & 1) != 0);
            release(function, vector);
        }
    }

    private void host(final DirectBuffer frame, final int offset)
    {
        final MsixVerb ofFunction = MsixVerb.of(frame.getLong(offset));
        if (machine.outputs().lastValue() != Errno.OK.word())
        {
            image.clear();                                                      // only a RESTORE fails
        }
        else if (ofFunction != null)
        {
            function(ofFunction, frame, offset);
        }
        else
        {
            eventfd(IrqfdVerb.of(frame.getLong(offset)), frame, offset);
        }
    }

    private void function(final MsixVerb verb, final DirectBuffer frame, final int offset)
    {
        final int number = (int)MsixVerb.operand(frame, offset, 0);
        final ShadowFunction function = functions.get(number);
        switch (verb)
        {
            case CREATE -> add(new ShadowFunction(
                number, MsixVerb.operand(frame, offset, 2), (int)MsixVerb.operand(frame, offset, 1)));
            case CONTROL ->
            {
                final long enable = MsixVerb.operand(frame, offset, 1);
                final long mask = MsixVerb.operand(frame, offset, 2);
                function.isEnabled = enable == MsixVerb.UNCHANGED ? function.isEnabled : enable != 0;
                function.isMasked = mask == MsixVerb.UNCHANGED ? function.isMasked : mask != 0;
                releaseAll(function);
            }
            case RESET ->
            {
                function.reset();
                comparison.held(function);
            }
            case CLEAR ->
            {
                function.clear();
                comparison.held(function);
            }
            case DESTROY ->
            {
                functions.remove(number);
                byFrame.remove(function.base >>> FRAME_SHIFT);
            }
            case SAVE -> saved(function);
            case RESTORE_DATA -> image.stage(frame, offset);
            case RESTORE -> restored(function);
            default ->
            {
                // Queries are no commands.
            }
        }
    }

    /** Compares the image that a save has made with the events that wait. */
    private void saved(final ShadowFunction function)
    {
        MsixVerb.IMAGE.encode(query, 0);
        final ShadowImage made = new ShadowImage();
        made.read(machine.hostVerbs(MsixVerb.FAMILY).query(query, 0));
        comparison.saved(function, made);
    }

    private void restored(final ShadowFunction function)
    {
        if (!image.isOf(function.count()))
        {
            comparison.adopt(function);
            image.clear();
            return;
        }
        function.reset();
        function.isEnabled = image.isEnabled();
        function.isMasked = image.isMasked();
        for (int vector = 0; vector < function.count(); vector++)
        {
            function.addresses[vector] = image.address(vector);
            function.data[vector] = image.data(vector);
            function.set(vector, ShadowFunction.MASKED, image.isMasked(vector));
            function.set(vector, ShadowFunction.PENDING, image.hasEvent(vector));
        }
        image.clear();
        releaseAll(function);
    }

    private void eventfd(final IrqfdVerb verb, final DirectBuffer frame, final int offset)
    {
        final int number = (int)IrqfdVerb.operand(frame, offset, 0);
        if (verb == IrqfdVerb.ADD)
        {
            final ShadowFunction function = functions.get((int)IrqfdVerb.operand(frame, offset, 1));
            final int vector = (int)IrqfdVerb.operand(frame, offset, 2);
            function.set(vector, ShadowFunction.CARRIED, true);
            eventfds.put(number, new Eventfd(function, vector, null));
        }
        else if (verb == IrqfdVerb.ADD_PIN)
        {
            add(new ShadowPin(number, (int)IrqfdVerb.operand(frame, offset, 1)));
        }
        else if (verb == IrqfdVerb.REMOVE)
        {
            remove(eventfds.remove(number));
        }
        else if (eventfds.get(number).pin() != null)
        {
            pin(verb, eventfds.get(number).pin(),
                verb == IrqfdVerb.SIGNAL && IrqfdVerb.operand(frame, offset, 1) != 0);
        }
        else
        {
            vector(verb, eventfds.get(number).function(), eventfds.get(number).vector());
        }
    }

    /** Takes an eventfd away: the event of a vector stays, as its pending bit, and leaves if it may. */
    private void remove(final Eventfd eventfd)
    {
        final ShadowFunction function = eventfd.function();
        if (function == null)
        {
            pins = Arrays.stream(pins).filter(pin -> pin != eventfd.pin()).toArray(ShadowPin[]::new);
            return;
        }
        vector(IrqfdVerb.CONSUME, function, eventfd.vector());
        function.set(eventfd.vector(), ShadowFunction.CARRIED | ShadowFunction.ROUTED, false);
        release(function, eventfd.vector());
    }

    /** @param isHigh level of the line that is signalled */
    private void pin(final IrqfdVerb verb, final ShadowPin pin, final boolean isHigh)
    {
        boolean isRise = false;
        switch (verb)
        {
            case ROUTE -> isRise = pin.route();
            case DROP -> pin.drop();
            case SIGNAL -> isRise = pin.line(isHigh);
            default ->
            {
                // What is consumed is held still.
            }
        }
        comparison.wire(pin, isRise);
    }

    private void vector(final IrqfdVerb verb, final ShadowFunction function, final int vector)
    {
        switch (verb)
        {
            case ROUTE ->
            {
                function.set(vector, ShadowFunction.ROUTED, true);
                release(function, vector);
            }
            case DROP ->
            {
                function.set(vector, ShadowFunction.ROUTED, false);
                comparison.held(function, vector);
            }
            case SIGNAL -> trigger(function, vector);
            default ->
            {
                if (function.is(vector, ShadowFunction.SIGNALLED))
                {
                    function.set(vector, ShadowFunction.SIGNALLED, false);
                    function.set(vector, ShadowFunction.PENDING, true);
                }
                comparison.held(function, vector);
            }
        }
    }
}
